"""Compare a query with every vector, in memory. Exact, and fast to some hundred thousand vectors.

Serves the processes that do not own the index files, and small needs such as tests.
"""

import threading
from collections.abc import Collection, Sequence

import numpy as np

from knowledge.ports import Vectors


class ExactIndex:
    """Vectors in one array; removed ones leave by compaction."""

    def __init__(self, dimensions: int) -> None:
        self._guard = threading.Lock()
        self._ids: list[str] = []
        self._vectors: Vectors = np.zeros((0, dimensions), dtype=np.float32)

    def ids(self) -> set[str]:
        """List the live ids."""
        return set(self._ids)

    def replace(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert, or overwrite where the id is known."""
        if not ids:
            return
        # The last of equal ids wins, as everywhere.
        last = {one: at for at, one in enumerate(ids)}
        self.remove(list(last))
        with self._guard:
            self._ids = [*self._ids, *last]
            self._vectors = np.concatenate([self._vectors, vectors[list(last.values())]])

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""
        gone = set(ids)
        with self._guard:
            kept = [at for at, one in enumerate(self._ids) if one not in gone]
            if len(kept) < len(self._ids):
                self._ids = [self._ids[at] for at in kept]
                self._vectors = self._vectors[kept]

    def search(
        self, query: Vectors, limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return (id, cosine) of the nearest to the one row of `query`, best first, of those `among`."""
        with self._guard:
            ids, vectors = self._ids, self._vectors
        if among is not None:
            wanted = set(among)
            kept = [at for at, one in enumerate(ids) if one in wanted]
            ids, vectors = [ids[at] for at in kept], vectors[kept]
        # Rows have length 1, so the inner product is the cosine.
        scores = vectors @ query[0]  # (n,)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(ids[at], float(scores[at])) for at in best]

    def count(self) -> int:
        """Count the live vectors."""
        return len(self._ids)

    def flush(self) -> None:
        """Do nothing: there is no file."""
