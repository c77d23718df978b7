"""Choose what of the ordered candidates is shown: nothing said twice, no section alone, a picture where one fits.

Knows what was judged of each candidate; runs no list and reads no row.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge import duplicates
from knowledge.rank.pool import Known
from knowledge.records import Box, Kind

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

_SPARE = 4
"""Candidates beyond those shown that are compared with them: they take the places of what says the same."""

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
    also: tuple[int, ...] = ()
    """Rows, of the same space, that say the same and are not shown by themselves."""
    match: Box | None = None
    """The part of this picture that the picture of the query shows."""
    beside: bool = False
    """Whether a picture that shows what the query shows stands in its section."""

    @property
    def passes(self) -> bool:
        """Whether it is good enough to be shown."""
        recognised = self.same or self.beside or self.match is not None
        return recognised or self.named or self.covered >= COVERED or self.z >= NEAR

    def scaled(self, scale: float) -> "Judged":
        """Return it with its score in a space that answers as surely as `scale`."""
        return self if scale == 1.0 else replace(self, score=self.score * scale)

    @property
    def picture(self) -> bool:
        """Whether a picture is shown for it."""
        return self.known.place.kind is Kind.PICTURE


def best(judged: Sequence[Judged], limit: int) -> list[Judged]:
    """Return up to `limit` of `judged`, which are ordered best first."""
    spread = _spread(_distinct(judged))
    reach = limit + _SPARE
    return _with_picture([*_collapsed(spread[:reach]), *spread[reach:]], limit)


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


def _collapsed(judged: Sequence[Judged]) -> list[Judged]:
    """Let the first of several texts of a space that say the same stand for them all."""
    texts = [one for one in judged if not one.picture]
    kept: dict[object, Judged] = {id(one): one for one in judged if one.picture}
    heads = duplicates.groups([f"{one.space}\n{one.known.words.body}" for one in texts])
    for at, (one, head) in enumerate(zip(texts, heads, strict=True)):
        first = texts[head]
        if at == head:
            kept[id(one)] = one
        elif first.space == one.space:
            shown = kept[id(first)]
            kept[id(first)] = replace(shown, also=(*shown.also, one.known.row))
    return [kept[id(one)] for one in judged if id(one) in kept]


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
