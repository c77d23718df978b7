"""Find perceptual hashes that differ in few bits, by Hamming distance, in memory.

Knows rows of bits and names for them; not what was hashed. Every row is compared: with the population
count of today's processors a million rows of 256 bits take about a millisecond, less than a
multi-index hash (Norouzi et al., arXiv 1307.2982) needs at the distances that pictures call for.
"""

import threading
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from faiss import IndexBinaryFlat

Codes = NDArray[np.uint8]
"""Rows of packed bits, shape (n, bits / 8)."""


class BinaryIndex:
    """Hashes of one length under the names of what they were made from. Thread safe."""

    def __init__(self, bits: int) -> None:
        """Take the length of every hash, a multiple of 8."""
        if bits <= 0 or bits % 8:
            raise ValueError(f"a hash has a multiple of 8 bits, not {bits}")
        self._bits = bits
        # FAISS must not search while rows are added.
        self._guard = threading.Lock()
        self._ids: list[str] = []
        self._rows: IndexBinaryFlat | None = None

    @property
    def _index(self) -> "IndexBinaryFlat":
        if self._rows is None:
            import faiss

            self._rows = faiss.IndexBinaryFlat(self._bits)
        return self._rows

    def ids(self) -> set[str]:
        """List the live ids."""
        with self._guard:
            return set(self._ids)

    def count(self) -> int:
        """Count the live hashes."""
        return len(self._ids)

    def replace(self, ids: Sequence[str], codes: Codes) -> None:
        """Insert, or overwrite where the id is known; of equal ids the last wins."""
        last = {one: at for at, one in enumerate(ids)}
        if not last:
            return
        with self._guard:
            self._remove(last.keys())
            self._index.add(np.ascontiguousarray(codes[list(last.values())], dtype=np.uint8))
            self._ids += last

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""
        with self._guard:
            self._remove(set(ids))

    def _remove(self, gone: Collection[str]) -> None:
        import faiss

        rows = [at for at, one in enumerate(self._ids) if one in gone]
        if rows:
            # Flat closes the gaps, and so do the ids: both keep their order.
            self._index.remove_ids(faiss.IDSelectorBatch(np.asarray(rows, dtype=np.int64)))
            self._ids = [one for one in self._ids if one not in gone]

    def search(self, codes: Codes, limit: int, within: int | None = None) -> list[tuple[str, int]]:
        """Return (id, distance in bits) of what is nearest to any row of `codes`, nearest first.

        Several rows are one picture's variants, such as its turned hashes; an id counts with the
        least of its distances, and only where that is at most `within`.
        """
        with self._guard:
            limit = min(limit, len(self._ids))
            if limit <= 0 or not len(codes):
                return []
            distances, rows = self._index.search(np.ascontiguousarray(codes), limit)
            pairs = zip(rows.ravel().tolist(), distances.ravel().tolist(), strict=True)
            nearest: dict[str, int] = {}
            for row, distance in sorted(pairs, key=lambda pair: (pair[1], pair[0])):
                if within is None or distance <= within:
                    nearest.setdefault(self._ids[row], distance)
        return list(nearest.items())[:limit]
