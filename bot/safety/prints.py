"""A print of a message: 64 bits, as a number with a sign, that differ little where two messages do.

The same for every disguise, since it is taken of what the spam classifier counts (Charikar 2002, simhash).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.safety.spam.features import runs

FEWEST_LETTERS: Final = 30
"""Shorter messages are alike by chance: `good morning`, `+1`."""

NEAR_BITS: Final = 8
"""Prints of unrelated messages differ in about 32 bits; a changed name or number costs three or four."""

_BITS = np.uint64(1) << np.arange(64, dtype=np.uint64)


def taken(texts: Sequence[str]) -> list[int | None]:
    """Return the print of each text, None where there is too little to compare."""
    message, found = runs(texts)
    spread = (found.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    spread ^= spread >> np.uint64(29)
    spread *= np.uint64(0xBF58476D1CE4E5B9)
    spread ^= spread >> np.uint64(32)
    begin = np.searchsorted(message, np.arange(len(texts) + 1))
    return [_majority(spread[begin[at] : begin[at + 1]]) for at in range(len(texts))]


def _majority(spread: NDArray[np.uint64]) -> int | None:
    # Of n different letters in a row there are n runs of three, n of four and n of five.
    if len(spread) < 3 * FEWEST_LETTERS:
        return None
    set_bits = (spread[:, None] & _BITS) != 0  # (runs, 64)
    majority = 2 * set_bits.sum(0) > len(spread)
    return int(_BITS[majority].sum().astype(np.int64))


def near(prints: NDArray[np.int64], other: int) -> NDArray[np.bool_]:
    """Tell which messages are much the same as another one."""
    apart = (prints ^ np.int64(other)).view(np.uint64)
    return np.asarray(np.bitwise_count(apart) <= NEAR_BITS)
