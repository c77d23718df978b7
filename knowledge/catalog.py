"""The truth about what was learned: documents and their units, by space, in SQLite.

Each document is written in one transaction together with its words, so a crash leaves whole documents
only. Knows no file of the sources, no embedder and no vector index.
"""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge import terms
from knowledge.database import Database
from knowledge.index import fts
from knowledge.language import utf8
from knowledge.records import Document, Kind, Unit
from knowledge.rows import DOCUMENTS, UNITS, Draft, Row, insert_document, insert_unit, unit_row
from knowledge.rows import document as read_document


@dataclass(frozen=True, slots=True)
class Entry:
    """What synchronising compares: a document and where it came from; columns as in `migrations/0001_start.sql`."""

    name: str
    source: str
    folder: str
    sha256: str
    inputs: str


class Catalog:
    """Documents and units. Nothing is returned of a space that was not asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path) -> "Catalog":
        """Open the file at `path`, or the one that will be written there."""
        return cls(Database(path))

    @property
    def database(self) -> Database:
        """The file, shared with what else is kept in it."""
        return self._database

    def _rows(self, sql: str, *values: str | int | None) -> list[sqlite3.Row]:
        if not self._database.exists:
            return []
        cursor = self._database.connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(sql, values).fetchall()

    def spaces(self) -> tuple[str, ...]:
        """Name the spaces that hold documents."""
        return tuple(row[0] for row in self._rows("SELECT DISTINCT space FROM document ORDER BY 1"))

    def generation(self, space: str) -> int:
        """Return the counter that grows with every change of `space`; 0 where nothing was ever learned."""
        rows = self._rows("SELECT generation FROM space WHERE name = ?", space)
        return int(rows[0][0]) if rows else 0

    def documents(self, space: str) -> tuple[Document, ...]:
        """List the documents of `space` by name, without the icons that lie in a learned folder."""
        icon = "d.source <> '' AND d.media_type LIKE 'image/%' AND count(u.id) = 0"
        sql = f"{DOCUMENTS} WHERE d.space = ? GROUP BY d.id HAVING NOT ({icon}) ORDER BY d.name"
        rows = self._rows(sql, space)
        return tuple(read_document(row) for row in rows)

    def document(self, space: str, name: str) -> Document | None:
        """Return the document called `name`, whose accents may be apart from its letters (NFD)."""
        sql = f"{DOCUMENTS} WHERE d.space = ? AND d.name = ? GROUP BY d.id"
        for form in (utf8(name), unicodedata.normalize("NFC", utf8(name))):
            rows = self._rows(sql, space, form)
            if rows:
                return read_document(rows[0])
        return None

    def entries(self, space: str) -> tuple[Entry, ...]:
        """List every document with its origin."""
        sql = "SELECT name, source, folder, sha256, inputs FROM document WHERE space = ?"
        return tuple(Entry(*row) for row in self._rows(sql, space))

    def shown_pictures(self, space: str) -> set[str]:
        """Return the hashes of pictures that stand in documents learned from files."""
        sql = """SELECT DISTINCT u.blob FROM unit u JOIN document d ON d.id = u.document
            WHERE d.space = ? AND u.kind = 'picture' AND d.source <> ''
            AND d.media_type NOT LIKE 'image/%'"""
        return {row[0] for row in self._rows(sql, space)}

    def units(self, space: str, document: str) -> tuple[Unit, ...]:
        """List the units of `document` in reading order; pages come last."""
        sql = UNITS + " WHERE d.space = ? AND d.name = ? ORDER BY u.position"
        return tuple(unit_row(row).unit for row in self._rows(sql, space, document))

    def rows(self, space: str, ids: Iterable[int]) -> dict[int, Row]:
        """Return those of `ids` that are in `space`, by id."""
        return {row.id: row for row in self._among(space, "u.id", list(ids))}

    def rows_by_blob(self, space: str, blobs: Sequence[str]) -> list[Row]:
        """Return the pictures that show one of `blobs`."""
        return [row for row in self._among(space, "u.blob", blobs) if row.unit.kind is Kind.PICTURE]

    def around(self, space: str, unit: Unit, reach: int = 30) -> tuple[Unit, ...]:
        """Return the units that stand at most `reach` places before or after `unit`, in order."""
        sql = (
            UNITS
            + " WHERE d.space = ? AND d.name = ? AND u.position BETWEEN ? AND ? ORDER BY u.position"
        )
        ends = (unit.position - reach, unit.position + reach)
        return tuple(unit_row(row).unit for row in self._rows(sql, space, unit.document, *ends))

    def all_rows(self, space: str) -> Iterator[Row]:
        """Go through every unit of `space`."""
        for row in self._rows(UNITS + " WHERE d.space = ? ORDER BY u.id", space):
            yield unit_row(row)

    def _among(self, space: str, column: str, values: Sequence[str | int]) -> Iterator[Row]:
        for start in range(0, len(values), 500):
            part = values[start : start + 500]
            marks = ",".join("?" * len(part))
            # The plus keeps SQLite from going through every document of the space instead.
            sql = f"{UNITS} WHERE +d.space = ? AND {column} IN ({marks}) ORDER BY u.id"
            yield from map(unit_row, self._rows(sql, space, *part))

    def holds(self, space: str, blob: str, page: int | None) -> bool:
        """Whether a picture, or a page where one is named, of `space` is drawn from `blob`."""
        sql = """SELECT 1 FROM unit u JOIN document d ON d.id = u.document
            WHERE d.space = ? AND u.blob = ? AND (u.kind = 'picture') = (? IS NULL) AND coalesce(u.page = ?, 1)
            LIMIT 1"""
        return bool(self._rows(sql, space, blob, page, page))

    def write(self, draft: Draft, replaces: Sequence[str] = ()) -> None:
        """Put `draft` in place of its older version and of the documents named in `replaces`."""
        document = draft.document
        with self._database.transaction() as connection:
            _grow(connection, document.space)
            for name in {document.name, *replaces}:
                _remove(connection, document.space, name)
            owner = insert_document(connection, draft)
            for key, vector in draft.vectors.items():
                value = vector.astype(np.float16).tobytes()
                sql = "INSERT OR REPLACE INTO vector VALUES (?, ?, ?)"
                connection.execute(sql, (key, draft.model, value))
            for unit in draft.units:
                row = insert_unit(connection, owner, unit, draft)
                fts.add(connection, document.space, row, unit, document.title)

    def set_inputs(self, space: str, name: str, inputs: str) -> None:
        """Note that other inputs of `name` gave the same units."""
        with self._database.transaction() as connection:
            sql = "UPDATE document SET inputs = ? WHERE space = ? AND name = ?"
            connection.execute(sql, (inputs, space, name))

    def remove(self, space: str, names: Sequence[str]) -> None:
        """Forget documents; from this moment no search shows them."""
        with self._database.transaction() as connection:
            _grow(connection, space)
            for name in names:
                _remove(connection, space, name)

    def reindex(self, space: str) -> None:
        """Build the words of `space` anew from its units."""
        rows = list(self.all_rows(space))
        with self._database.transaction() as connection:
            _grow(connection, space)
            fts.drop(connection, space)
            fts.create(connection, space)
            for row in rows:
                fts.add(connection, space, row.id, row.unit, row.title)

    def words_are_current(self, space: str) -> bool:
        """Whether the words of `space` were cut the way this version cuts a question."""
        return fts.version(self._database.connection, space) == terms.VERSION


def _grow(connection: sqlite3.Connection, space: str) -> None:
    sql = """INSERT INTO space (name, generation) VALUES (?, 1)
        ON CONFLICT (name) DO UPDATE SET generation = generation + 1"""
    connection.execute(sql, (space,))
    fts.create(connection, space)


def _remove(connection: sqlite3.Connection, space: str, name: str) -> None:
    sql = "SELECT u.id FROM unit u JOIN document d ON d.id = u.document WHERE d.space = ? AND d.name = ?"
    fts.remove(connection, space, [row[0] for row in connection.execute(sql, (space, name))])
    sql = "DELETE FROM document WHERE space = ? AND name = ?"
    if connection.execute(sql, (space, name)).rowcount:
        # Its vectors are in the files of the indexes until those are made anew.
        connection.execute("UPDATE space SET forgotten = generation WHERE name = ?", (space,))
