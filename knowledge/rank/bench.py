"""What measuring and training need of a store: its units and vectors, and searches before they are ordered."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.ports import TextEmbedder, Vectors
from knowledge.rank.pool import Pool
from knowledge.records import Query
from knowledge.rows import Row
from knowledge.search import Searcher


class Bench(Protocol):
    """Reads what no answer needs; the store's own is `StoreBench`."""

    def pool(self, query: Query, space: str) -> Pool:
        """Return the candidates of a search before they are ordered."""

    def export(self, space: str) -> tuple[tuple[Row, ...], Mapping[str, Vectors]]:
        """Return every unit of `space`, and by `text_key` the vectors of those that have one."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts as the store does, shape (n, dimensions)."""


class StoreBench:
    """The bench of a store. Thread safe."""

    def __init__(
        self, catalog: Catalog, derived: Derived, embedder: TextEmbedder, searcher: Searcher
    ) -> None:
        self._catalog = catalog
        self._derived = derived
        self._embedder = embedder
        self._searcher = searcher

    def pool(self, query: Query, space: str) -> Pool:
        """Return the candidates of a search before they are ordered."""
        return self._searcher.pool(query, space)

    def export(self, space: str) -> tuple[tuple[Row, ...], Mapping[str, Vectors]]:
        """Return every unit of `space`, and by `text_key` the vectors of those that have one."""
        rows = tuple(self._catalog.all_rows(space))
        keys = sorted(self._derived.text_keys(space, self._embedder.name))
        vectors = self._derived.vectors(keys, self._embedder.name) if keys else ()
        return rows, dict(zip(keys, vectors, strict=True))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts as the store does, shape (n, dimensions)."""
        return self._embedder.embed(texts)
