"""Open the knowledge store the way the settings say, and tell how far its first lessons are.

Nothing heavy is loaded: models, indexes and servers are looked for when they are first needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from bot import logs
from bot.settings import Settings
from knowledge.base import KnowledgeBase, Options
from knowledge.embed.by_name import by_name, usual
from knowledge.rank import reread
from knowledge.records import Progress, Quota, Scope
from knowledge.vision.eyes import Eyes


def open_store(settings: Settings, eyes: Eyes) -> KnowledgeBase:
    """Open the store below the home folder; raise `ModelMissing` for a text model that is not there."""
    load = by_name(settings.home / "models", settings.openai_api_key, settings.openai_base_url)
    knowledge = KnowledgeBase(
        settings.home,
        eyes,
        clip=settings.clip,
        reread=reread.local(settings.reranker),
        embedder=load(settings.embedder or usual()),
        options=Options(
            load=load,
            chroma_url=settings.chroma_url,
            quota=Quota(settings.space_documents, settings.space_megabytes * 1_000_000),
        ),
    )
    if settings.clip:
        eyes.asks(knowledge.kind_of)
    return knowledge


@contextmanager
def reading(settings: Settings) -> Iterator[KnowledgeBase]:
    """Open the store a second time, in another process, to search in it."""
    logs.configure(settings)
    eyes = Eyes()
    knowledge = open_store(settings, eyes)
    try:
        yield knowledge
    finally:
        knowledge.close()
        eyes.close()


class Learning:
    """How far the documents are that the bot learns by itself after its start."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self.space = ""
        """Where they are learned."""

    def __call__(self, scope: Scope) -> Progress | None:
        """Return the progress; None where all is read, or nothing that is learned is for `scope`."""
        progress = self.progress
        if progress is None or progress.done >= progress.total or self.space not in scope.spaces:
            return None
        return progress
