"""What a command answers with, and what the commands work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.media.fetch import Files
from bot.media.open import Opener
from bot.records import Notice
from bot.retrieve.scope import Scopes
from bot.store.acts import Acts
from bot.store.conversations import Conversations
from bot.store.feedback import Feedback
from bot.store.outbox import Outbox
from bot.store.policies import Policies
from bot.store.presses import Buttons
from bot.store.spaces import Spaces
from bot.store.traces import Traces
from bot.workers import Workers
from knowledge import KnowledgeBase

IsAdmin = Callable[[int, int], Awaitable[bool | None]]
"""(chat id, person id) -> whether that person administers the chat now, None if Telegram is mute."""

Status = Callable[[Notice], None]
"""Shows a sentence in the chat until the outcome takes its place."""


@dataclass(frozen=True, slots=True)
class Response:
    """A sentence of the bot's own, with pictures (bytes, caption) where they help."""

    notice: Notice
    pictures: tuple[tuple[bytes, str], ...] = ()
    to_chat: bool = False
    """After a press: say it to everybody in the chat, not only to the one who pressed."""
    spent: bool = False
    """After a press: the button has done its work and is taken away."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the commands reach for."""

    knowledge: KnowledgeBase
    workers: Workers
    files: Files
    opener: Opener
    scopes: Scopes
    spaces: Spaces
    conversations: Conversations
    traces: Traces
    policies: Policies
    buttons: Buttons
    feedback: Feedback
    acts: Acts
    outbox: Outbox
    is_admin: IsAdmin
