"""Find the units whose vectors lie nearest to a query, with its filters kept.

A small space is compared whole; a large one through its index, and a filtered one exactly where few
vectors meet the filter.
"""

from dataclasses import dataclass

import numpy as np

from knowledge import places
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.index.fts import Within
from knowledge.index.shelf import Model, Shelf
from knowledge.ports import Vectors
from knowledge.sample import Sample

_EXACT = 2_000
"""Up to so many vectors that meet a filter are compared one by one; more are left to the index."""

_DEEP = 1_000
"""How far down an index is read for entries that meet a filter."""


@dataclass(frozen=True, slots=True)
class Near:
    """A vector query: whose vectors, by which column of a unit they are found, and the vector itself."""

    model: Model
    column: str
    """`text_key` or `blob`."""
    sample: Sample
    vector: Vectors
    """One row."""


class Nearest:
    """Finds units by vectors. Thread safe."""

    def __init__(self, catalog: Catalog, derived: Derived, shelf: Shelf) -> None:
        self._catalog = catalog
        self._derived = derived
        self._shelf = shelf

    def rows(
        self, space: str, near: Near, within: Within | None, limit: int
    ) -> list[tuple[int, float]]:
        """Return (row, cosine) of the nearest units of `space`, best first."""
        connection = self._catalog.database.connection
        if near.sample.whole:
            found = near.sample.nearest(near.vector, limit if within is None else _EXACT)
        elif within is None:
            found = self._shelf.index(space, near.model).search(near.vector, limit)
        else:
            found = self._inside(space, near, within, limit)
        rows = places.by_key(connection, space, near.column, [key for key, _ in found], within)
        return [(row, cosine) for key, cosine in found for row in rows.get(key, ())][:limit]

    def _inside(
        self, space: str, near: Near, within: Within, limit: int
    ) -> list[tuple[str, float]]:
        connection, name = self._catalog.database.connection, near.model.name
        keys = places.keys(connection, near.column, within, _EXACT + 1)
        if len(keys) > _EXACT:
            return self._shelf.index(space, near.model).search(near.vector, _DEEP)
        # One snapshot: a vector that is known may not be swept before it is read.
        with self._catalog.database.snapshot():
            known = sorted(self._derived.known_vectors(keys, name))
            if not known:
                return []
            vectors = self._derived.vectors(known, name)
        # Rows have length 1, so the inner product is the cosine.
        scores = vectors @ near.vector[0]  # (n,)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(known[at], float(scores[at])) for at in best]
