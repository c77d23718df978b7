"""Choose what of the ordered candidates is shown: no unit twice, no section alone, a picture where one fits.

Knows what was judged of each candidate; runs no list and reads no row.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.rank.pool import Known
from knowledge.records import Kind

COVERED = 0.1
"""Least share of the question's weight that a hit holds in words, unless its meaning is near."""

NEAR = 3.0
"""Least z-score of a hit that shares no words worth naming with the question."""

READ = 3
"""First hits that decide whether there is an answer."""

SAME = 0.97
"""How surely a picture answers that is the very one of the question."""

OF_SECTION = 2
"""Hits of one section that are shown before those of any other that passes: they say much the same."""

_PICTURE_COVERED = 0.5
"""A picture that holds half of the question's weight is shown, even where texts fill all places."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with what speaks for it."""

    space: str
    known: Known
    score: float
    covered: float
    z: float
    same: bool
    named: bool
    """Whether it holds a rare code that was typed or photographed."""

    @property
    def passes(self) -> bool:
        """Whether it is good enough to be shown."""
        return self.same or self.named or self.covered >= COVERED or self.z >= NEAR

    def scaled(self, scale: float) -> "Judged":
        """Return it with its score in a space that answers as surely as `scale`."""
        return self if scale == 1.0 else replace(self, score=self.score * scale)

    @property
    def picture(self) -> bool:
        """Whether a picture is shown for it."""
        return self.known.place.kind is Kind.PICTURE


def best(judged: Sequence[Judged], limit: int) -> list[Judged]:
    """Return up to `limit` of `judged`, which are ordered best first."""
    return _with_picture(_spread(_distinct(judged)), limit)


def nearest_miss(judged: Sequence[Judged]) -> Judged | None:
    """Return the best of what was not good enough, None where there was nothing."""
    return max(judged, key=lambda one: (one.covered + one.z / 8, one.score), default=None)


def _distinct(judged: Sequence[Judged]) -> list[Judged]:
    """Keep one hit for each picture, however many documents show it."""
    seen: set[object] = set()
    kept = []
    for one in judged:
        key = (one.space, one.known.place.blob if one.picture else one.known.row)
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept


def _spread(judged: Sequence[Judged]) -> list[Judged]:
    """Let the third and later texts of a section wait behind those of all others."""
    shown: Counter[object] = Counter()
    first: list[Judged] = []
    later: list[Judged] = []
    for one in judged:
        key = (one.space, one.known.place.section)
        shown[key] += not one.picture
        (later if not one.picture and shown[key] > OF_SECTION else first).append(one)
    return first + later


def _with_picture(judged: Sequence[Judged], limit: int) -> list[Judged]:
    """Cut to `limit`, with a place for the best picture that clearly fits, if there is one."""
    chosen = list(judged[:limit])
    if limit < 3 or any(one.picture for one in chosen):
        return chosen
    fitting = (
        one
        for one in judged[limit:]
        if one.picture and (one.covered >= _PICTURE_COVERED or one.z >= NEAR or one.same)
    )
    picture = next(fitting, None)
    return [*chosen[:-1], picture] if picture else chosen
