"""Tell which of several passages say the same, so that one is shown and the others are named beside it.

Compares bottom sketches of word triples (Broder, "On the resemblance and containment of documents",
1997). Passages whose numbers differ are never the same, however alike their words: that is how the
tables of two years differ. Knows texts only.
"""

import re
import zlib
from collections.abc import Sequence

ALIKE = 0.8
"""Least part of the triples that two passages share (Jaccard, estimated from the sketches)."""

_SKETCH = 48
"""Hashes kept of each passage; the estimate is off by some .06."""

_TRIPLE = 3
_WORD = re.compile(r"\w+")


def groups(texts: Sequence[str]) -> list[int]:
    """Return, for each text, the place of the first one that says the same; its own where none does."""
    first: list[int] = []
    heads: list[tuple[int, frozenset[str], list[int]]] = []
    for at, text in enumerate(texts):
        words = _WORD.findall(text.lower())
        numbers = frozenset(word for word in words if any(map(str.isdigit, word)))
        sketch = _sketch(words)
        for place, other_numbers, other in heads:
            if numbers == other_numbers and _alike(sketch, other):
                first.append(place)
                break
        else:
            first.append(at)
            heads.append((at, numbers, sketch))
    return first


def _sketch(words: Sequence[str]) -> list[int]:
    """Return the smallest hashes of the triples of `words`, in order."""
    last = max(1, len(words) - _TRIPLE + 1)
    triples = {" ".join(words[at : at + _TRIPLE]) for at in range(last)}
    # Not `hash`, which differs from process to process.
    return sorted(zlib.crc32(triple.encode()) for triple in triples)[:_SKETCH]


def _alike(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether the smallest hashes of both together are mostly in each of them."""
    shared = set(one) & set(other)
    most = min(_SKETCH, max(len(one), len(other)))
    if len(shared) < ALIKE * most:
        return False
    union = sorted({*one, *other})[:most]
    return sum(value in shared for value in union) >= ALIKE * len(union)
