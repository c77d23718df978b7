"""Find all hashes of 256 bits that differ from asked ones in at most 31, among a few or among millions.

Knows rows of bits by their number, and nothing of what was hashed. Immutable, so any thread may search.
"""

import numpy as np
from numpy.typing import NDArray

from knowledge.vision.hashes import BITS, SAME

Codes = NDArray[np.uint8]
"""Rows of packed bits, shape (n, 32)."""

FEW = 4_096
"""So many are compared one by one; the tables for more cost 4 MB to begin with."""

_PARTS = BITS // 16
_FLIPS = np.array([0, *(1 << bit for bit in range(16))], np.uint16)
"""With at most 31 bits of difference over 16 parts one part differs in at most one bit: each is looked up
as it is and with every bit turned over (Norouzi, Punjani, Fleet, arXiv 1307.2982). Nothing is missed."""


class WithinRadius:
    """Hashes to be found again. A million of them take 100 MB and some seconds to be sorted."""

    def __init__(self, codes: Codes) -> None:
        self._codes = np.ascontiguousarray(codes, np.uint8).reshape(-1, BITS // 8).view(np.uint64)
        self._tables = len(self._codes) > FEW
        if self._tables:
            parts = self._codes.view(np.uint16)  # (n, 16)
            self._order = np.empty((_PARTS, len(parts)), np.int32)
            self._starts = np.empty((_PARTS, 2**16 + 1), np.int32)
            for at in range(_PARTS):
                part = np.ascontiguousarray(parts[:, at])
                self._order[at] = np.argsort(part, kind="stable")
                counts = np.bincount(part, minlength=2**16)
                self._starts[at] = np.concatenate([[0], np.cumsum(counts)])

    def search(self, asked: Codes, within: int = SAME) -> list[tuple[int, int]]:
        """Return (number, least distance to any row of `asked`), nearest first; `within` is 31 at most."""
        if within > SAME:
            raise ValueError(f"hashes are found within {SAME} bits, not {within}")
        rows = np.ascontiguousarray(asked, np.uint8).reshape(-1, BITS // 8).view(np.uint64)
        if not len(rows) or not len(self._codes):
            return []
        if self._tables:
            asking, numbers = self._candidates(rows)
            bits = np.bitwise_count(self._codes[numbers] ^ rows[asking]).sum(axis=1)
        else:
            away = np.bitwise_count(self._codes[None] ^ rows[:, None]).sum(axis=2)
            numbers, bits = np.arange(len(self._codes), dtype=np.int32), away.min(axis=0)
        near = bits <= within
        least: dict[int, int] = {}
        for number, distance in zip(numbers[near].tolist(), bits[near].tolist(), strict=True):
            least[number] = min(distance, least.get(number, distance))
        return sorted(least.items(), key=lambda one: (one[1], one[0]))

    def _candidates(self, rows: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """Return (row asked, number) of all that share a part with it but for one bit."""
        keys = rows.view(np.uint16)[:, :, None] ^ _FLIPS  # (rows, 16, 17)
        part = np.broadcast_to(np.arange(_PARTS)[None, :, None], keys.shape)
        first = self._starts[part, keys].ravel()
        lengths = self._starts[part, keys.astype(np.int32) + 1].ravel() - first
        before = np.cumsum(lengths) - lengths
        # Where each run begins in the flat order of all parts.
        begin = part.ravel() * len(self._codes) + first
        places = np.repeat(begin - before, lengths) + np.arange(int(lengths.sum()))
        asking = np.repeat(np.arange(len(rows)), lengths.reshape(len(rows), -1).sum(axis=1))
        return asking, self._order.reshape(-1)[places]
