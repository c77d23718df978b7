"""A team's documents and pictures in one store, found by words or by picture.

A library of its own: it knows nothing of Telegram, chats or language models.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.base import KnowledgeBase

__all__ = ["KnowledgeBase"]


def __getattr__(name: str) -> object:
    """Import the base when it is first asked for, so that importing this package is instant."""
    if name == "KnowledgeBase":
        from knowledge.base import KnowledgeBase

        return KnowledgeBase
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
