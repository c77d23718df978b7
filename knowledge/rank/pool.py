"""Gather what is known of each candidate of one search: its place, its words, and what they cover.

Reads the store once for all candidates; weighs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge import places
from knowledge.catalog import Catalog
from knowledge.fuse import Candidate
from knowledge.index import fts
from knowledge.index.fts import Words
from knowledge.looking import Looking
from knowledge.places import Place


@dataclass(frozen=True, slots=True)
class Known:
    """One candidate with everything that ranking looks at."""

    candidate: Candidate
    place: Place
    words: Words
    held: frozenset[str]
    """Those of the question's forms (typed and photographed) that it holds."""

    @property
    def row(self) -> int:
        """The catalog's row id."""
        return self.candidate.row


@dataclass(frozen=True, slots=True)
class Pool:
    """All candidates of one search in one space, in the order of rank fusion."""

    looking: Looking
    known: tuple[Known, ...]
    _covered: dict[frozenset[str], float] = field(default_factory=dict, compare=False, repr=False)
    """Of a hundred candidates most hold the same few words of the question."""

    @property
    def blind(self) -> bool:
        """Whether no list of meaning ran: the text model does not know the language, or found nothing near."""
        return all(ranked.name != "dense" for ranked in self.looking.lists)

    def covered(self, held: frozenset[str]) -> float:
        """Return the share of the question's weight in `held`, by what was typed or photographed."""
        share = self._covered.get(held)
        if share is None:
            share = max(self.looking.asked.coverage(held), self.looking.read.coverage(held))
            self._covered[held] = share
        return share

    def named(self, one: Known) -> bool:
        """Tell whether `one` holds a rare code that was typed or photographed."""
        return self.looking.asked.named(one.held) or self.looking.read.named(one.held)


def gather(catalog: Catalog, space: str, looking: Looking, candidates: Sequence[Candidate]) -> Pool:
    """Look the first `candidates` up; those outside the filters, or forgotten meanwhile, are left out."""
    connection = catalog.database.connection
    rows = [candidate.row for candidate in candidates]
    found = places.find(connection, space, rows, looking.within) if rows else {}
    words = fts.indexed(connection, space, list(found)) if found else {}
    forms = looking.asked.forms | looking.read.forms
    known = tuple(
        Known(one, found[one.row], words[one.row], words[one.row].among(forms))
        for one in candidates
        if one.row in found and one.row in words
    )
    return Pool(looking, known)
