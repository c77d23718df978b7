"""Find the rows that are likely nearest to a query: three structures over the same rows, by FAISS.

Which one serves is a matter of count (`choose`). None of them knows names or files, and none forgets
a row: the caller marks the dead and compares what it is given exactly.
"""

from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from knowledge.ports import Vectors

if TYPE_CHECKING:
    from faiss import IDSelector, IndexHNSWSQ, IndexPQFastScan, IndexScalarQuantizer

Numbers = NDArray[np.int64]
"""Row numbers, shape (n,)."""
Alive = NDArray[np.bool_]
"""Whether each row still counts, shape (rows,)."""

FLAT_ROWS = 200_000
"""Up to here every row is compared in half precision: 15 ms at this count and 512 dimensions."""

SCAN_ROWS = 3_000_000
"""Up to here every row is compared in two bits a dimension, 7 ms a million; a graph's search hardly grows."""


class Engine(Protocol):
    """A structure over rows of length 1, numbered as they were added."""

    def __init__(self, dimensions: int) -> None:
        """Start empty."""

    def add(self, rows: Vectors) -> None:
        """Add `rows` behind the others."""

    def near(self, query: Vectors, limit: int, alive: Alive | None) -> Numbers:
        """Return the numbers of the likely nearest to the one row of `query`, in no order.

        At least `limit` of them, where so many are `alive`; dead ones may be among the others.
        """

    def saved(self) -> bytes:
        """Return what would take long to build again; empty where nothing would."""


class Flat:
    """Every row, in half precision. Exact."""

    def __init__(self, dimensions: int) -> None:
        import faiss

        self._index: IndexScalarQuantizer = faiss.IndexScalarQuantizer(
            dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )

    def add(self, rows: Vectors) -> None:
        """Add `rows` behind the others."""
        self._index.add(np.ascontiguousarray(rows, np.float32))

    def near(self, query: Vectors, limit: int, alive: Alive | None) -> Numbers:
        """Return the numbers of the nearest."""
        import faiss

        params = None
        if alive is not None:
            params = faiss.SearchParameters(sel=_selector(alive))  # type: ignore[call-arg]  # incomplete stub
        return _found(self._index.search(query, limit, params=params)[1])

    def saved(self) -> bytes:
        """Return nothing: adding rows is all it takes."""
        return b""


class Scan:
    """Two bits a dimension: rows cut into pairs, each rounded to one of 16 points (product quantisation,
    arXiv 1812.09162 for the scan in registers).

    The order that it gives is exact enough that, of a million rows without any structure, the true ten
    nearest are among the first `DEPTH` (recall .997); of rows in clusters they nearly always are.
    """

    DEPTH = 1_000
    """Rows that are proposed, however few are asked for."""

    TRAINING_ROWS = 256
    """Below this there is nothing to learn the points from, and every row is proposed."""

    def __init__(self, dimensions: int) -> None:
        import faiss

        self._odd = dimensions % 2
        self._index: IndexPQFastScan = faiss.IndexPQFastScan(
            dimensions + self._odd, (dimensions + self._odd) // 2, 4, faiss.METRIC_INNER_PRODUCT
        )
        self._index.pq.cp.min_points_per_centroid = 1
        self._waiting = np.zeros((0, dimensions), np.float32)

    def add(self, rows: Vectors) -> None:
        """Add `rows` behind the others; the first ones teach the points."""
        if not self._index.is_trained:
            rows = self._waiting = np.concatenate([self._waiting, rows])
            if len(rows) < self.TRAINING_ROWS:
                return
            self._index.train(self._even(rows))
            self._waiting = rows[:0]
        self._index.add(self._even(rows))

    def _even(self, rows: Vectors) -> Vectors:
        return np.pad(np.asarray(rows, np.float32), ((0, 0), (0, self._odd)))

    def near(self, query: Vectors, limit: int, alive: Alive | None) -> Numbers:
        """Return the numbers of the rows that look nearest."""
        depth = max(self.DEPTH, 10 * limit)
        while depth < self._index.ntotal:
            rows = _found(self._index.search(self._even(query), depth)[1])
            if alive is None or int(alive[rows].sum()) >= limit:
                return rows
            # All that is near was removed: a document about just this, for example.
            depth *= 8
        return np.arange(self._index.ntotal + len(self._waiting))

    def saved(self) -> bytes:
        """Return nothing: a million rows are taken in within 20 seconds."""
        return b""


class Hnsw:
    """A graph of neighbours (Malkov and Yashunin, arXiv 1603.09320) over rows in half precision."""

    LINKS = 32
    BUILD_DEPTH = 100
    DEPTH = 128
    """Candidates kept while the graph is walked: recall .99 and more on clustered rows."""

    def __init__(self, dimensions: int, saved: bytes = b"") -> None:
        """Start empty, or from what `saved` gave."""
        import faiss

        if saved:
            index = faiss.deserialize_index(np.frombuffer(saved, np.uint8))
            self._index = cast("IndexHNSWSQ", index)
            return
        self._index = faiss.IndexHNSWSQ(
            dimensions,
            faiss.ScalarQuantizer.QT_fp16,  # type: ignore[arg-type]  # the stub names another type
            self.LINKS,
            faiss.METRIC_INNER_PRODUCT,
        )
        self._index.hnsw.efConstruction = self.BUILD_DEPTH
        # Half precision has nothing to learn, yet asks for it.
        self._index.train(np.zeros((1, dimensions), np.float32))

    @property
    def count(self) -> int:
        """Count the rows in the graph."""
        return int(self._index.ntotal)

    def add(self, rows: Vectors) -> None:
        """Add `rows` behind the others."""
        self._index.add(np.ascontiguousarray(rows, np.float32))

    def near(self, query: Vectors, limit: int, alive: Alive | None) -> Numbers:
        """Return the numbers of the nearest that a walk finds."""
        import faiss

        sel = None if alive is None else _selector(alive)
        depth = max(self.DEPTH, 2 * limit)
        params = faiss.SearchParametersHNSW(efSearch=depth, sel=sel)  # type: ignore[attr-defined]  # incomplete stub
        found = _found(self._index.search(query, limit, params=params)[1])
        living = self.count if alive is None else int(alive.sum())
        if len(found) < min(limit, living):
            # A walk through the dead ends early (faiss#3186); then every living row is compared.
            return np.arange(self.count) if alive is None else np.flatnonzero(alive)
        return found

    def saved(self) -> bytes:
        """Return the graph: a million rows take minutes to link."""
        import faiss

        return bytes(faiss.serialize_index(self._index).tobytes())


def choose(count: int) -> type[Flat] | type[Scan] | type[Hnsw]:
    """Return the structure for `count` rows."""
    if count <= FLAT_ROWS:
        return Flat
    return Scan if count <= SCAN_ROWS else Hnsw


def _found(numbers: NDArray[np.int64]) -> Numbers:
    # FAISS fills up with -1 where it found fewer.
    found: Numbers = numbers[0][numbers[0] >= 0]
    return found


def _selector(alive: Alive) -> "IDSelector":
    import faiss

    # The library's own wrapper takes the array alone, and keeps it alive.
    return faiss.IDSelectorBitmap(np.packbits(alive, bitorder="little"))  # type: ignore[call-arg,arg-type]
