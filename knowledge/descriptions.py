"""Keep what a model says that learned pictures show, so that they are found by it.

A picture is described once, wherever it stands and however often its documents are learned. Knows no model: what one
said comes from whoever asked it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from knowledge.catalog import Catalog
from knowledge.chunk import embedded_text
from knowledge.derived import Derived
from knowledge.index import fts
from knowledge.language import script
from knowledge.lease import Lease
from knowledge.records import Sight
from knowledge.rows import Row
from knowledge.sources import digest

LEAST_PIXELS = 96
"""Shorter side of a picture that is worth the question; what is smaller is an icon, which its text explains."""

_LACKING = f"""SELECT u.blob, max(u.text), max(d.title) FROM unit u JOIN document d ON d.id = u.document
    JOIN sight s ON s.sha256 = u.blob
    WHERE d.space = ? AND u.kind = 'picture' AND s.read = 1 AND min(s.width, s.height) >= {LEAST_PIXELS}
    AND u.blob NOT IN (SELECT sha256 FROM description)
    GROUP BY u.blob ORDER BY max(length(u.text)), u.blob"""

_SPACES = """SELECT DISTINCT d.space FROM unit u JOIN document d ON d.id = u.document
    WHERE u.kind = 'picture' AND u.blob = ?"""


@dataclass(frozen=True, slots=True)
class Undescribed:
    """A stored picture that no model has described."""

    sha256: str
    said: str
    """What its documents say of it, and their title: it tells which language they are in."""


class Descriptions:
    """The descriptions of all stored pictures."""

    def __init__(
        self,
        catalog: Catalog,
        derived: Derived,
        lease: Lease,
        complete: Callable[[str], None],
    ) -> None:
        """`complete` brings the vectors and indexes of a space up to date; the lease is held then."""
        self._catalog = catalog
        self._derived = derived
        self._lease = lease
        self._complete = complete

    def lacking(self, space: str) -> list[Undescribed]:
        """Return the pictures of `space` that no model has described, those of which least is said first."""
        if not self._catalog.database.exists:
            return []
        rows = self._catalog.database.connection.execute(_LACKING, (space,))
        return [Undescribed(sha256, f"{text}\n{title}") for sha256, text, title in rows]

    def sight(self, sha256: str) -> Sight | None:
        """Return a stored picture with what is read in it, None where it was forgotten."""
        return self._derived.sight(sha256)

    def keep(self, texts: Mapping[str, str], model: str) -> None:
        """Store what `model` says of pictures, by their hash; from now on they are found by it.

        Raises `StoreBusy` where another process is writing.
        """
        with self._lease.held():
            for space in self._written(texts, model):
                self._complete(space)

    def _written(self, texts: Mapping[str, str], model: str) -> frozenset[str]:
        """Write them, in one transaction; return the spaces that show one of the pictures."""
        changed: set[str] = set()
        with self._catalog.database.transaction() as connection:
            for sha256, text in texts.items():
                # A picture that was swept meanwhile is no longer wanted.
                sql = """INSERT OR REPLACE INTO description SELECT ?1, ?2, ?3
                    WHERE EXISTS (SELECT 1 FROM blob WHERE sha256 = ?1)"""
                connection.execute(sql, (sha256, model, text))
                spaces = [row[0] for row in connection.execute(_SPACES, (sha256,))]
                changed.update(spaces)
                for space in spaces:
                    for row in self._catalog.rows_by_blob(space, [sha256]):
                        self._describe(space, row, text)
            sql = "UPDATE space SET generation = generation + 1 WHERE name = ?"
            connection.executemany(sql, [(space,) for space in changed])
        return frozenset(changed)

    def _describe(self, space: str, row: Row, text: str) -> None:
        """Add `text` to what is known of one picture: its words at once, its vector when next one is made."""
        unit = replace(row.unit, fields={**row.unit.fields, "description": text})
        meaning = embedded_text(row.title, unit)
        connection = self._catalog.database.connection
        connection.execute(
            "UPDATE unit SET fields = ?, text_key = ?, script = ? WHERE id = ?",
            (
                json.dumps(dict(unit.fields), ensure_ascii=False),
                digest(meaning),
                script(meaning),
                row.id,
            ),
        )
        fts.remove(connection, space, [row.id])
        fts.add(connection, space, row.id, unit, row.title)
