"""Find the units of some spaces that answer a question in words, a picture, or both.

Runs the lists of each space, fuses what passes its gate and judges whether it answers. Opens no space
that was not asked for, and no bytes.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge import crop, gate
from knowledge.catalog import Catalog
from knowledge.fuse import Candidate, fuse
from knowledge.lists import Lists, Looking
from knowledge.records import Found, Hit, Kind, Query, Scope
from knowledge.rows import Row
from knowledge.section import widen
from knowledge.terms import terms

COVERED = 0.1
"""Least share of the question's weight that a hit holds in words, unless its meaning is near."""

NEAR = 3.0
"""Least z-score of a hit that shares no words worth naming with the question."""

_PICTURE_COVERED = 0.5
"""A picture that holds half of the question's weight is shown, even where texts fill all places."""

_SECTION_CHARACTERS = 1_600


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate with what speaks for it."""

    hit: Hit
    covered: float
    z: float
    same: bool
    named: bool
    """Whether it holds a rare code that was typed or photographed."""

    @property
    def passes(self) -> bool:
        """Whether it is good enough to be shown."""
        return self.same or self.named or self.covered >= COVERED or self.z >= NEAR

    @property
    def answerable(self) -> float:
        """Estimate from 0 to 1 that it answers."""
        if self.same:
            return 0.97
        return max(gate.answerable(self.covered, self.z), gate.NAMED if self.named else 0.0)


class Searcher:
    """Searches. Thread safe."""

    def __init__(self, catalog: Catalog, lists: Lists) -> None:
        self._catalog = catalog
        self._lists = lists

    def search(self, query: Query, scope: Scope, limit: int) -> Found:
        """Return up to `limit` hits from the spaces of `scope`, best first."""
        started = time.perf_counter()
        status: dict[str, str] = {}
        judged: list[_Judged] = []
        nearest: list[_Judged] = []
        answerable = 0.0
        for space in dict.fromkeys(scope.spaces):
            looking = self._lists.run(space, query)
            for name, said in looking.status.items():
                # A list that ran in any space did run.
                status[name] = said if status.get(name) != "ran" else "ran"
            found = self._judge(space, looking, limit)
            passing = [one for one in found if one.passes]
            nearest += [one for one in found if not one.passes]
            best = self._best(looking, passing)
            answerable = max(answerable, best)
            # Ranks of a space that hardly answers count less than those of one that does.
            scale = best if len(scope.spaces) > 1 else 1.0
            judged += [_scaled(one, scale) for one in passing]
        judged.sort(key=lambda one: -one.hit.score)
        chosen = _with_picture(_distinct(judged), limit)
        hits = tuple(replace(one.hit, rank=rank) for rank, one in enumerate(chosen, start=1))
        missed = max(nearest, key=lambda one: (one.answerable, one.hit.score), default=None)
        return Found(
            hits=hits,
            nearest=missed.hit if missed and not hits else None,
            answerable=answerable,
            took_ms=(time.perf_counter() - started) * 1000,
            lists=status,
        )

    def _judge(self, space: str, looking: Looking, limit: int) -> list[_Judged]:
        candidates = fuse(looking.lists)[: max(limit * 2, 20)]
        rows = self._catalog.rows(space, [candidate.row for candidate in candidates])
        return [
            _judged(space, rows[candidate.row], candidate, looking)
            for candidate in candidates
            if candidate.row in rows
        ]

    def _best(self, looking: Looking, passing: Sequence[_Judged]) -> float:
        """Judge the first hits by all that stands around them, as a reader would."""
        best = 0.0
        for one in passing[:3]:
            unit = one.hit.unit
            section = widen(unit, self._catalog.around(one.hit.space, unit), _SECTION_CHARACTERS)
            words = {*terms(section), *terms("\n".join((one.hit.title, *unit.heading)))}
            covered = max(one.covered, looking.asked.coverage(words))
            best = max(best, one.answerable, gate.answerable(covered, one.z))
        return best


def _judged(space: str, row: Row, candidate: Candidate, looking: Looking) -> _Judged:
    unit = row.unit
    # The kind of a picture is a guess, and nothing that anybody wrote.
    said = (text for name, text in unit.fields.items() if name != "kind")
    words = set(terms("\n".join((row.title, *unit.heading, unit.text, *said))))
    covered = max(looking.asked.coverage(words), looking.read.coverage(words))
    image = None
    if unit.kind is Kind.PICTURE and unit.blob:
        image = crop.reference(unit.blob)
    elif unit.blob and unit.page:
        image = crop.reference(unit.blob, unit.page)
    votes = tuple(candidate.votes)
    hit = Hit(0, unit, space, row.title, candidate.score, votes, image)
    named = looking.asked.named(words) or looking.read.named(words)
    return _Judged(hit, covered, looking.z.get(row.id, 0.0), row.id in looking.same, named)


def _scaled(one: _Judged, scale: float) -> _Judged:
    return replace(one, hit=replace(one.hit, score=one.hit.score * scale))


def _distinct(judged: Sequence[_Judged]) -> list[_Judged]:
    """Keep one hit for each picture, however many documents show it."""
    seen: set[object] = set()
    kept = []
    for one in judged:
        unit = one.hit.unit
        key = (one.hit.space, unit.blob if unit.kind is Kind.PICTURE else unit.id)
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept


def _with_picture(judged: Sequence[_Judged], limit: int) -> list[_Judged]:
    """Cut to `limit`, with a place for the best picture that clearly fits, if there is one."""
    chosen = list(judged[:limit])
    if limit < 3 or any(one.hit.unit.kind is Kind.PICTURE for one in chosen):
        return chosen
    fitting = (
        one
        for one in judged[limit:]
        if one.hit.unit.kind is Kind.PICTURE
        and (one.covered >= _PICTURE_COVERED or one.z >= NEAR or one.same)
    )
    picture = next(fitting, None)
    return [*chosen[:-1], picture] if picture else chosen
