"""Find the units of some spaces that answer a question in words, a picture, or both.

Runs the lists of each space, orders what passes its gate and judges whether it answers. Opens no space
that was not asked for, and no bytes.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge import asked, choose, crop, follow, gate
from knowledge.catalog import Catalog
from knowledge.choose import Judged
from knowledge.fuse import fuse
from knowledge.language import utf8
from knowledge.lists import Lists
from knowledge.looking import Looking
from knowledge.rank import answer
from knowledge.rank.pool import Known, Pool, gather
from knowledge.rank.ranker import NO_WEIGHTS, Ranker, Weights
from knowledge.rank.reread import Reread
from knowledge.records import Found, Hit, Kind, Query, Scope
from knowledge.rows import Row

Rewrite = Callable[[str, Sequence[str]], str]
"""(question, earlier questions, oldest first) to the words that are searched for."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one space says to a query."""

    judged: tuple[Judged, ...]
    answerable: float


class Searcher:
    """Searches. Thread safe."""

    def __init__(
        self,
        catalog: Catalog,
        lists: Lists,
        weights: Weights = NO_WEIGHTS,
        rewrite: Rewrite = follow.complete,
        reread: Reread | None = None,
    ) -> None:
        """Take the learned weights; `rewrite` completes follow-ups, `reread` reads the first hits again."""
        self._catalog = catalog
        self._lists = lists
        self._weights = weights
        self._ranker = Ranker(weights)
        self._rewrite = rewrite
        self._reread = reread

    def search(self, query: Query, scope: Scope, limit: int) -> Found:
        """Return up to `limit` hits from the spaces of `scope`, best first."""
        started = time.perf_counter()
        query = _readable(query)
        if query.earlier and query.text.strip():
            query = replace(query, text=self._rewrite(query.text, query.earlier))
        query = replace(query, text=asked.subject(query.text))
        status: dict[str, str] = {}
        judged: list[Judged] = []
        answerable = 0.0
        spaces = tuple(dict.fromkeys(scope.spaces))
        for space in spaces:
            looking = self._lists.run(space, query)
            for name, said in looking.status.items():
                # A list that ran in any space did run.
                status[name] = said if status.get(name) != "ran" else "ran"
            outcome = self._judge(space, query, looking)
            answerable = max(answerable, outcome.answerable)
            # Ranks of a space that hardly answers count less than those of one that does.
            scale = outcome.answerable if len(spaces) > 1 else 1.0
            judged += [one.scaled(scale) for one in outcome.judged]
        judged.sort(key=lambda one: -one.score)
        chosen = choose.best([one for one in judged if one.passes], limit)
        missed = None if chosen else choose.nearest_miss(judged)
        hits = self._hits([*chosen, *([missed] if missed else [])])
        shown = hits[: len(hits) - bool(missed)]
        if self._reread is not None and query.text.strip():
            shown = self._reread.order(query.text, shown)
        return Found(
            hits=tuple(shown),
            nearest=hits[-1] if missed and hits else None,
            answerable=answerable,
            took_ms=(time.perf_counter() - started) * 1000,
            lists=status,
        )

    def pool(self, query: Query, space: str) -> Pool:
        """Return the candidates of `space` in the order of rank fusion, for training and for measuring."""
        query = replace(query, text=asked.subject(query.text))
        looking = self._lists.run(space, query)
        return gather(self._catalog, space, looking, fuse(looking.lists))

    def _judge(self, space: str, query: Query, looking: Looking) -> _Outcome:
        pool = gather(self._catalog, space, looking, fuse(looking.lists))
        pool = self._ranker.order(pool, query.text)
        judged = tuple(_judged(space, one, pool) for one in pool.known)
        passing = tuple(one.known for one in judged if one.passes)
        best = answer.probability(self._weights, replace(pool, known=passing))
        for one in judged[: choose.READ]:
            best = max(best, choose.SAME if one.same else 0.0, gate.NAMED if one.named else 0.0)
        return _Outcome(judged, best)

    def _hits(self, chosen: Sequence[Judged]) -> list[Hit]:
        """Read what was chosen; a unit that was forgotten since is left out."""
        rows: dict[tuple[str, int], Row] = {}
        for space in dict.fromkeys(one.space for one in chosen):
            wanted = [
                row for one in chosen if one.space == space for row in (one.known.row, *one.also)
            ]
            rows |= {
                (space, row): found for row, found in self._catalog.rows(space, wanted).items()
            }
        kept = [one for one in chosen if (one.space, one.known.row) in rows]
        return [
            _hit(rank, one, rows[one.space, one.known.row], _places(one, rows))
            for rank, one in enumerate(kept, start=1)
        ]


def _readable(query: Query) -> Query:
    """Take out of a query what no text in a store can hold."""
    earlier, documents = tuple(map(utf8, query.earlier)), tuple(map(utf8, query.documents))
    return replace(query, text=utf8(query.text), earlier=earlier, documents=documents)


def _judged(space: str, known: Known, pool: Pool) -> Judged:
    return Judged(
        space=space,
        known=known,
        score=known.candidate.score,
        covered=pool.covered(known.held),
        z=pool.looking.z.get(known.row, 0.0),
        same=known.row in pool.looking.same,
        named=pool.named(known),
        match=pool.looking.match.get(known.row),
        beside=any(vote.list == "picture_section" for vote in known.candidate.votes),
    )


def _places(one: Judged, rows: Mapping[tuple[str, int], Row]) -> tuple[str, ...]:
    """Name where else the same is said."""
    own = rows[one.space, one.known.row].unit
    units = [rows[one.space, row].unit for row in one.also if (one.space, row) in rows]
    named = (
        f"{unit.document}, p. {unit.page}" if unit.page else unit.document
        for unit in units
        if (unit.document, unit.page) != (own.document, own.page)
    )
    return tuple(dict.fromkeys(named))


def _hit(rank: int, one: Judged, row: Row, also: tuple[str, ...]) -> Hit:
    unit = row.unit
    image = None
    if unit.kind is Kind.PICTURE and unit.blob:
        image = crop.reference(unit.blob)
    elif unit.blob and unit.page:
        image = crop.reference(unit.blob, unit.page)
    votes = tuple(one.known.candidate.votes)
    told = (row.title, one.score, votes, image, also, one.match, row.address)
    return Hit(rank, unit, one.space, *told)
