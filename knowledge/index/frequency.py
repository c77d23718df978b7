"""Remember how many units of a space hold a word, until the space changes.

Counting a common word walks through its postings; the words of questions come again and again.
"""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.catalog import Catalog
from knowledge.index import fts
from knowledge.recent import Recent

KEPT = 256
"""Spaces whose counts stay in memory."""

_MOST_WORDS = 50_000
"""Counts that are kept for one space: about 5 MB."""


@dataclass
class _Counted:
    generation: int
    units: int
    current: bool
    holding: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rarity:
    """Some words of one space: how many units hold each, and what that says in nats."""

    holding: dict[str, int]
    units: int

    @property
    def inverse(self) -> dict[str, float]:
        """The inverse document frequency of each word."""
        return {word: self._inverse(count) for word, count in self.holding.items()}

    @property
    def unknown(self) -> float:
        """The inverse document frequency of a word that no unit holds."""
        return self._inverse(0)

    def _inverse(self, count: int) -> float:
        return math.log(1 + (self.units - count + 0.5) / (count + 0.5))


class Frequencies:
    """Counts words by space. Thread safe."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known = Recent[str, _Counted](KEPT)
        self._guard = threading.Lock()

    def of(self, space: str, words: Sequence[str]) -> Rarity:
        """Count `words` in `space`."""
        counted = self._counted(space)
        missing = [word for word in words if word not in counted.holding]
        found = fts.holding(self._catalog.database.connection, space, missing)
        with self._guard:
            if len(counted.holding) + len(found) > _MOST_WORDS:
                counted.holding.clear()
            counted.holding.update(found)
            known = {word: counted.holding.get(word, found.get(word, 0)) for word in words}
        return Rarity(known, counted.units)

    def current(self, space: str) -> bool:
        """Tell whether the words of `space` were cut the way this version cuts a question."""
        return self._counted(space).current

    def _counted(self, space: str) -> _Counted:
        generation = self._catalog.generation(space)
        counted = self._known.find(space)
        if counted is None or counted.generation != generation:
            units = fts.total(self._catalog.database.connection, space)
            current = self._catalog.words_are_current(space)
            counted = self._known.keep(space, _Counted(generation, units, current))
        return counted
