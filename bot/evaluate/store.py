"""What measuring needs of a knowledge base."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from knowledge import records
from knowledge.rank.bench import Bench
from knowledge.records import Document, Found, Progress, Query, Scope

Tell = Callable[[Progress], None]


class Knowledge(Protocol):
    """What is used of `knowledge.KnowledgeBase`."""

    def learn(
        self, paths: Sequence[Path], space: str, *, progress: Tell | None = None
    ) -> records.Report: ...

    def forget(self, document: str, space: str) -> Document: ...

    def documents(self, scope: Scope) -> tuple[Document, ...]: ...

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found: ...

    @property
    def bench(self) -> Bench: ...

    def close(self) -> None: ...
