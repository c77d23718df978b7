"""Tell which units of a space show the picture of a query, and which texts stand beside it there.

Whoever shows a picture of a page asks what is written about it: a recognised picture votes for its section.
"""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from knowledge.alike.finder import Finder
from knowledge.alike.looks import Looks
from knowledge.catalog import Catalog
from knowledge.database import Database
from knowledge.derived import Derived
from knowledge.records import Box, Sight

REACH = 12
"""Positions before or after a picture within which a text of its section counts as beside it."""

_BESIDE = """SELECT t.id, abs(t.position - p.position), t.heading, p.heading FROM unit p
    JOIN document d ON d.id = p.document
    JOIN unit t ON t.document = p.document AND t.position BETWEEN p.position - ? AND p.position + ?
    WHERE d.space = ? AND p.id = ? AND t.kind = 'text' AND t.page IS p.page"""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one space says to a picture; units are row ids of the catalog, lists have the best first."""

    pictures: Sequence[tuple[int, float]]
    """Units that show it, or a near twin of it, with how much they agree, 1 for equal pixels."""
    sections: Sequence[tuple[int, float]]
    """Texts beside those pictures, with their nearness."""
    boxes: Mapping[int, Box]
    """By unit of `pictures`: which part of it the queried picture shows."""
    same: Set[int]
    """Units of `pictures` that show the very picture and no twin."""


class Recogniser:
    """Recognises pictures. Thread safe; opens no space that was not asked for."""

    def __init__(self, catalog: Catalog, derived: Derived) -> None:
        self._catalog = catalog
        self._finder = Finder(catalog, derived, Looks(catalog.database))

    def recognise(self, space: str, sight: Sight) -> Recognised:
        """Say what `space` knows of the picture `sight`."""
        alike = self._finder.find(space, sight)
        shown: dict[str, list[int]] = {}
        for row in self._catalog.rows_by_blob(space, [one.sha256 for one in alike]):
            shown.setdefault(str(row.unit.blob), []).append(row.id)
        votes = [(row, one) for one in alike for row in shown.get(one.sha256, ())]
        return Recognised(
            pictures=[(row, one.score) for row, one in votes],
            sections=_beside(self._catalog.database, space, [row for row, _ in votes]),
            boxes={row: one.box for row, one in votes},
            same={row for row, one in votes if one.same},
        )


def _beside(database: Database, space: str, pictures: Sequence[int]) -> list[tuple[int, float]]:
    """Return (row id, nearness from 1 down) of the texts in the sections of `pictures`, which are row ids.

    The first picture is the likeliest: its whole section comes before that of the next. Where nothing
    but pictures stands under a heading, the section above it explains them.
    """
    found: dict[int, float] = {}
    for picture in pictures:
        rows = database.connection.execute(_BESIDE, (REACH, REACH, space, picture))
        texts = [
            (-len(above), away, row)
            for row, away, heading, own in rows
            for above, path in [(json.loads(heading), json.loads(own))]
            if path[: len(above)] == above
        ]
        deepest = min(texts, default=(0, 0, 0))[0]
        for depth, away, row in sorted(texts):
            if depth == deepest:
                found.setdefault(row, 1.0 / (1 + away))
    return list(found.items())
