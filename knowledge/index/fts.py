"""Find units by their words: FTS5 tables of one space for chunks and pictures, for pictures alone, and for whole pages.

The tables lie in the catalog's file, so they change in the same transaction as the documents. Text is
cut by `knowledge.terms`; SQLite only counts and ranks.
"""

import hashlib
import itertools
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge import terms
from knowledge.records import Kind, Unit

_COLUMNS = {"heading": 1.6, "body": 1.0, "name": 0.6, "ocr": 0.8}
"""Fields and how much a term in each counts (the weights of BM25F). `ocr` is noisier than what people wrote."""

Table = Literal["words", "pictures", "pages"]
"""Chunks and pictures together; pictures once more, by the most telling words; whole pages."""

TABLES: tuple[Table, ...] = ("words", "pictures", "pages")

_BUDGET = 6_000
"""Postings that one search may rank, at about 1 microsecond each. Common words beyond it still count
where a candidate is judged; they only propose none."""

_MOST_WRITING = 64
"""Different words of a picture's writing, in reading order, among what is said of it. BM25 counts the length of all
fields: a page of small print would weigh down its caption. On English and Chinese screenshots 50 found more pictures
first than 100 or all; what stands further down is found among chunks and pictures together."""

_MOST_TERMS = 64
"""A screenshot may hold hundreds of words; the rarest say what it is about."""


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of one unit as they were indexed, blank between them, by field."""

    heading: str
    body: str
    name: str
    ocr: str

    def among(self, forms: frozenset[str]) -> frozenset[str]:
        """Return those of `forms` that the unit holds."""
        fields = (self.heading, self.body, self.name, self.ocr)
        return frozenset().union(*(forms.intersection(text.split()) for text in fields if text))


@dataclass(frozen=True, slots=True)
class Within:
    """A condition on the units searched: SQL that lists their row ids, and its values."""

    sql: str
    values: tuple[str | int, ...]


def table(space: str, name: Table) -> str:
    """Name a table of `space`; any space name gives a safe one."""
    return f"{name}_{hashlib.sha256(space.encode()).hexdigest()[:24]}"


def create(connection: sqlite3.Connection, space: str) -> None:
    """Make the tables of `space` where they are missing."""
    for kind in TABLES:
        name = table(space, kind)
        if _exists(connection, name):
            continue
        columns = ", ".join(_COLUMNS)
        tokenizer = "unicode61 remove_diacritics 0"
        connection.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, tokenize='{tokenizer}')"
        )
        connection.execute(f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab({name}, row)")
        weights = ", ".join(map(str, _COLUMNS.values()))
        ranking = f"INSERT INTO {name} ({name}, rank) VALUES ('rank', 'bm25({weights})')"
        connection.execute(ranking)
    if version(connection, space) is None:
        connection.execute(
            f"CREATE TABLE {table(space, 'words')}_version AS SELECT {terms.VERSION} AS number"
        )


def _exists(connection: sqlite3.Connection, name: str) -> bool:
    sql = "SELECT 1 FROM sqlite_master WHERE name = ?"
    return connection.execute(sql, (name,)).fetchone() is not None


def version(connection: sqlite3.Connection, space: str) -> int | None:
    """Return the version of `knowledge.terms` that cut the words of `space`, None without tables."""
    name = f"{table(space, 'words')}_version"
    if not _exists(connection, name):
        return None
    return int(connection.execute(f"SELECT number FROM {name}").fetchone()[0])


def drop(connection: sqlite3.Connection, space: str) -> None:
    """Remove the tables of `space`."""
    for kind in TABLES:
        name = table(space, kind)
        connection.execute(f"DROP TABLE IF EXISTS {name}_terms")
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    connection.execute(f"DROP TABLE IF EXISTS {table(space, 'words')}_version")


def add(connection: sqlite3.Connection, space: str, row: int, unit: Unit, title: str) -> None:
    """Index the words of `unit` under the catalog's row id."""
    body, ocr = unit.text, ""
    if unit.kind is Kind.PICTURE:
        # What stands right before it says three times as much as what stands around it.
        order = ("caption", "alt", "description", "neighbours", "near", "near")
        said = [unit.fields.get(name, "") for name in order]
        body, ocr = "\n".join(said), unit.fields.get("ocr", "")
    file_name = unit.fields.get("file_name", "")
    stem = unit.document.rsplit(".", 1)[0]
    fields = ("\n".join((title, *unit.heading)), body, f"{stem}\n{file_name}", ocr)
    cut = [" ".join(terms.terms(text)) for text in fields]
    for kind in _tables_of(unit.kind):
        sql = f"INSERT INTO {table(space, kind)} (rowid, {', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?)"
        held = (*cut[:3], _distinct(cut[3])) if kind == "pictures" else cut
        connection.execute(sql, (row, *held))


def _distinct(words: str) -> str:
    return " ".join(itertools.islice(dict.fromkeys(words.split()), _MOST_WRITING))


def _tables_of(kind: Kind) -> tuple[Table, ...]:
    if kind is Kind.PAGE:
        return ("pages",)
    return ("words", "pictures") if kind is Kind.PICTURE else ("words",)


def remove(connection: sqlite3.Connection, space: str, rows: Sequence[int]) -> None:
    """Forget the words of `rows`."""
    for kind in TABLES:
        sql = f"DELETE FROM {table(space, kind)} WHERE rowid = ?"
        connection.executemany(sql, [(row,) for row in rows])


def search(
    connection: sqlite3.Connection,
    name: str,
    words: Sequence[str],
    limit: int,
    within: Within | None = None,
) -> list[tuple[int, float]]:
    """Return (row id, BM25 score) of the units of table `name` that hold any of `words`, best first."""
    if not words:
        return []
    query = " OR ".join(f'"{word}"' for word in words)
    # The plus keeps SQLite from matching anew for every row that the condition lists.
    where = f" AND +rowid IN ({within.sql})" if within else ""
    values = within.values if within else ()
    sql = f"SELECT rowid, rank FROM {name} WHERE {name} MATCH ?{where} ORDER BY rank LIMIT ?"
    return [(row, -score) for row, score in connection.execute(sql, (query, *values, limit))]


def indexed(connection: sqlite3.Connection, space: str, rows: Sequence[int]) -> dict[int, Words]:
    """Return the words of `rows` as they were indexed, whichever table holds them."""
    found = dict(_words(connection, table(space, "words"), rows))
    rest = [row for row in rows if row not in found]
    if rest:
        found.update(_words(connection, table(space, "pages"), rest))
    return found


def _words(
    connection: sqlite3.Connection, name: str, rows: Sequence[int]
) -> Iterator[tuple[int, Words]]:
    marks = ",".join("?" * len(rows))
    sql = f"SELECT rowid, {', '.join(_COLUMNS)} FROM {name} WHERE rowid IN ({marks})"
    for row, *fields in connection.execute(sql, tuple(rows)):
        yield row, Words(*fields)


def holding(connection: sqlite3.Connection, space: str, words: Sequence[str]) -> dict[str, int]:
    """Count the chunks and pictures of `space` that hold each of `words`."""
    name = table(space, "words")
    counts = dict.fromkeys(words, 0)
    for word in counts:
        sql = f"SELECT doc FROM {name}_terms WHERE term = ?"
        found = connection.execute(sql, (word,)).fetchone()
        counts[word] = int(found[0]) if found else 0
    return counts


def total(connection: sqlite3.Connection, space: str) -> int:
    """Count the chunks and pictures of `space`."""
    name = table(space, "words")
    # The sizes lie side by side; counting the table itself would read every text.
    return int(connection.execute(f"SELECT count(*) FROM {name}_docsize").fetchone()[0])


def proposing(holding: Mapping[str, int]) -> tuple[str, ...]:
    """Choose the words that propose candidates: the rarest, as many as the budget bears."""
    chosen: list[str] = []
    postings = 0
    for word in sorted(holding, key=lambda word: holding[word]):
        postings += holding[word]
        if (chosen and postings > _BUDGET) or len(chosen) >= _MOST_TERMS:
            break
        if holding[word]:
            chosen.append(word)
    return tuple(chosen)
