"""What measuring needs of a knowledge base."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from knowledge import records
from knowledge.ports import Vectors
from knowledge.rank.pool import Pool
from knowledge.records import Document, Found, Progress, Query, Scope
from knowledge.rows import Row

Tell = Callable[[Progress], None]


class Knowledge(Protocol):
    """What is used of `knowledge.KnowledgeBase`."""

    def learn(
        self, paths: Sequence[Path], space: str, *, progress: Tell | None = None
    ) -> records.Report: ...

    def forget(self, document: str, space: str) -> Document: ...

    def documents(self, scope: Scope) -> tuple[Document, ...]: ...

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found: ...

    def export(self, space: str) -> tuple[tuple[Row, ...], Mapping[str, Vectors]]: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...

    def close(self) -> None: ...


class Trainable(Knowledge, Protocol):
    """What training uses besides."""

    def pool(self, query: Query, space: str) -> Pool: ...
