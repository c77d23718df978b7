"""About a thousand vectors of a space: the background against which a score is judged.

In a small space they are all that there are, and then comparing with each of them is the search.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.index.shelf import Model
from knowledge.ports import Vectors
from knowledge.recent import Recent

SIZE = 1_000
"""Enough for a steady mean and spread; comparing with all of them takes 0.1 ms."""

KEPT = 256
"""Samples that stay in memory, of 1.5 MB at most at 384 dimensions; drawing one anew takes some 10 ms."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Vectors chosen by nothing but the hash of what they were made from."""

    keys: Sequence[str]
    vectors: Vectors
    whole: bool
    """Whether the space holds no others."""

    def nearest(self, query: Vectors, limit: int) -> list[tuple[str, float]]:
        """Return (key, cosine) of the nearest to the one row of `query`, best first."""
        # Rows have length 1, so the inner product is the cosine.
        scores = self.vectors @ query[0]  # (n,)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(self.keys[at], float(scores[at])) for at in best]


class Samples:
    """The samples of the spaces searched last, drawn anew when a space has changed. Thread safe."""

    def __init__(self, catalog: Catalog, derived: Derived) -> None:
        self._catalog = catalog
        self._derived = derived
        self._known = Recent[tuple[str, Model], tuple[int, Sample]](KEPT)

    def of(self, space: str, model: Model) -> Sample:
        """Return the sample of `space`, empty where nothing is embedded by `model`."""
        generation = self._catalog.generation(space)
        known = self._known.find((space, model))
        if known is None or known[0] != generation:
            known = self._known.keep((space, model), (generation, self._draw(space, model)))
        return known[1]

    def _draw(self, space: str, model: Model) -> Sample:
        nothing = Sample((), np.zeros((0, model.dimensions), dtype=np.float32), whole=True)
        if not self._catalog.database.exists:
            return nothing
        # One snapshot: a vector that is listed may not be swept before it is read.
        with self._catalog.database.snapshot():
            every = sorted(self._derived.keys(space, model.content, model.name))
            keys = every[:SIZE]
            if not keys:
                return nothing
            vectors = self._derived.vectors(keys, model.name)
        return Sample(keys, vectors, whole=len(every) <= SIZE)
