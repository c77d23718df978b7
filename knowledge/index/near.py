"""Keep vectors in FAISS: the structure that suits their number, over rows in files of their own.

A removed row is marked and leaves when a tenth of the rows is dead; a flush writes what is new. Scores
are exact cosines of the rows in half precision, whichever structure proposed them.
"""

import hashlib
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np

from knowledge.index.engines import Alive, Engine, Hnsw, Numbers, choose
from knowledge.index.segments import Rows, Segments
from knowledge.ports import Vectors

MOST_DEAD = 0.1
"""Above this share of dead rows everything is written anew without them."""

_BLOCK = 20_000
"""Rows that are made float32 at a time: 40 MB at 512 dimensions."""


class FaissIndex:
    """All vectors of one space and model. Thread safe."""

    def __init__(
        self,
        folder: Path,
        space: str,
        model: str,
        dimensions: int,
        engine: Callable[[int], type[Engine]] = choose,
    ) -> None:
        """Open what lies in `folder`; `engine` names the structure for a number of rows."""
        name = hashlib.sha256(f"{space}\x1f{model}".encode()).hexdigest()[:40]
        self._files = Segments(folder, name, dimensions)
        self._dimensions = dimensions
        self._choose = engine
        # FAISS must not search while vectors are added.
        self._guard = threading.RLock()
        saved = self._files.load()
        self._names = saved.ids
        self._stored = len(saved.ids)
        self._parts = saved.parts
        self._dead = set(saved.dead)
        self._mask: Alive | None = None
        self._row = {one: at for at, one in enumerate(saved.ids) if at not in self._dead}
        self._kind, self._engine = self._build(saved.graph)

    def _build(self, graph: bytes = b"") -> tuple[type[Engine], Engine]:
        kind = self._choose(len(self._names))
        built = Hnsw(self._dimensions, graph) if graph and kind is Hnsw else kind(self._dimensions)
        done = built.count if isinstance(built, Hnsw) else 0
        for start in range(done, len(self._names), _BLOCK):
            rows = np.arange(start, min(start + _BLOCK, len(self._names)))
            built.add(self._vectors(rows))
        return kind, built

    def _vectors(self, rows: Numbers) -> Vectors:
        """Return the vectors of `rows`, which are in ascending order."""
        found, start = [np.zeros((0, self._dimensions), np.float32)], 0
        for part in self._parts:
            inside = rows[(rows >= start) & (rows < start + len(part))] - start
            found.append(part[inside].astype(np.float32))
            start += len(part)
        return np.concatenate(found)

    def ids(self) -> set[str]:
        """List the live ids."""
        with self._guard:
            return set(self._row)

    def count(self) -> int:
        """Count the live vectors."""
        return len(self._row)

    def replace(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert, or overwrite where the id is known; of equal ids the last wins."""
        last = {one: at for at, one in enumerate(ids)}
        if not last:
            return
        with self._guard:
            self.remove(list(last))
            rows: Rows = np.asarray(vectors[list(last.values())], dtype=np.float16)
            self._row.update({one: len(self._names) + at for at, one in enumerate(last)})
            self._names += last
            self._mask = None
            self._parts.append(rows)
            if self._choose(len(self._names)) is self._kind:
                self._engine.add(rows.astype(np.float32))
            else:
                self._kind, self._engine = self._build()

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""
        with self._guard:
            self._dead.update(self._row.pop(one) for one in {*ids} & self._row.keys())
            self._mask = None

    def search(
        self, query: Vectors, limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return (id, cosine) of the nearest to the one row of `query`, best first.

        `among` leaves out all other ids; then every one of them is compared.
        """
        query = np.ascontiguousarray(query, np.float32)
        with self._guard:
            limit = min(limit, len(self._row))
            if limit <= 0:
                return []
            if among is None:
                alive = self._alive()
                rows = np.sort(self._engine.near(query, limit, alive))
                rows = rows if alive is None else rows[alive[rows]]
            else:
                rows = np.array(sorted(self._row[one] for one in {*among} & self._row.keys()), int)
            # Rows have length 1, so the inner product is the cosine.
            # Not by BLAS: its threads take longer to start than a thousand rows to multiply.
            scores = np.einsum("ij,j->i", self._vectors(rows), query[0])  # (n,)
            best = np.argsort(-scores, kind="stable")[:limit]
            return [(self._names[rows[at]], float(scores[at])) for at in best]

    def _alive(self) -> Alive | None:
        """Return which rows count, None while all do."""
        if self._mask is None and self._dead:
            self._mask = np.ones(len(self._names), dtype=np.bool_)
            self._mask[list(self._dead)] = False
        return self._mask

    def flush(self) -> None:
        """Write what is new, or all of it anew where much of it is dead or new."""
        with self._guard:
            fresh = len(self._names) - self._stored
            if len(self._dead) > MOST_DEAD * len(self._names) or fresh > self._stored / 2:
                self.compact()
                return
            rows = np.arange(self._stored, len(self._names))
            names = self._names[self._stored :]
            self._files.append(names, self._vectors(rows).astype(np.float16), self._dead)
            self._written()

    def compact(self) -> None:
        """Write everything anew, so that no byte of a removed vector is left."""
        with self._guard:
            rows = np.array(sorted(self._row.values()), int)
            live: Rows = self._vectors(rows).astype(np.float16)
            self._names, self._parts = [self._names[row] for row in rows], [live]
            self._row = {one: at for at, one in enumerate(self._names)}
            dead, self._dead, self._mask = self._dead, set(), None
            if dead:
                self._kind, self._engine = self._build()
            self._files.rewrite(self._names, live, self._engine.saved())
            self._written()

    def _written(self) -> None:
        # Mapped, the rows are the system's to keep in memory or not.
        self._parts = self._files.parts()
        self._stored = len(self._names)

    def erase(self) -> None:
        """Remove every vector and every file."""
        with self._guard:
            self.remove(list(self._row))
            self.compact()
            self._files.erase()
