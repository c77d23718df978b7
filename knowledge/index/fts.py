"""Find units by their words: one FTS5 table a space for chunks and pictures, one for whole pages.

The tables lie in the catalog's file, so they change in the same transaction as the documents. Text is
cut by `knowledge.terms`; SQLite only counts and ranks.
"""

import hashlib
import math
import sqlite3
from collections.abc import Mapping, Sequence

from knowledge import terms
from knowledge.records import Kind, Unit

_COLUMNS = {"heading": 1.6, "body": 1.0, "name": 0.6, "ocr": 0.8}
"""Fields and how much a term in each counts (the weights of BM25F). `ocr` is noisier than what people wrote."""

_MOST_TERMS = 64
"""A screenshot may hold hundreds of words; the rarest say what it is about."""


def table(space: str, kind: Kind) -> str:
    """Name the table of `space` that holds units of `kind`; any space name gives a safe one."""
    prefix = "pages" if kind is Kind.PAGE else "words"
    return f"{prefix}_{hashlib.sha256(space.encode()).hexdigest()[:24]}"


def create(connection: sqlite3.Connection, space: str) -> None:
    """Make the tables of `space` where they are missing."""
    if version(connection, space) is not None:
        return
    for kind in (Kind.TEXT, Kind.PAGE):
        name = table(space, kind)
        columns = ", ".join(_COLUMNS)
        tokenizer = "unicode61 remove_diacritics 0"
        connection.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, tokenize='{tokenizer}')"
        )
        connection.execute(f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab({name}, row)")
        weights = ", ".join(map(str, _COLUMNS.values()))
        ranking = f"INSERT INTO {name} ({name}, rank) VALUES ('rank', 'bm25({weights})')"
        connection.execute(ranking)
    connection.execute(
        f"CREATE TABLE {table(space, Kind.TEXT)}_version AS SELECT {terms.VERSION} AS number"
    )


def version(connection: sqlite3.Connection, space: str) -> int | None:
    """Return the version of `knowledge.terms` that cut the words of `space`, None without tables."""
    name = f"{table(space, Kind.TEXT)}_version"
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return int(connection.execute(f"SELECT number FROM {name}").fetchone()[0]) if known else None


def drop(connection: sqlite3.Connection, space: str) -> None:
    """Remove the tables of `space`."""
    for kind in (Kind.TEXT, Kind.PAGE):
        name = table(space, kind)
        connection.execute(f"DROP TABLE IF EXISTS {name}_terms")
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    connection.execute(f"DROP TABLE IF EXISTS {table(space, Kind.TEXT)}_version")


def add(connection: sqlite3.Connection, space: str, row: int, unit: Unit, title: str) -> None:
    """Index the words of `unit` under the catalog's row id."""
    body, ocr = unit.text, ""
    if unit.kind is Kind.PICTURE:
        said = [unit.fields.get(name, "") for name in ("caption", "alt", "neighbours")]
        body, ocr = "\n".join(said), unit.fields.get("ocr", "")
    file_name = unit.fields.get("file_name", "")
    stem = unit.document.rsplit(".", 1)[0]
    fields = ("\n".join((title, *unit.heading)), body, f"{stem}\n{file_name}", ocr)
    name = table(space, unit.kind)
    sql = f"INSERT INTO {name} (rowid, {', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?)"
    connection.execute(sql, (row, *(" ".join(terms.terms(text)) for text in fields)))


def remove(connection: sqlite3.Connection, space: str, rows: Sequence[int]) -> None:
    """Forget the words of `rows`."""
    for kind in (Kind.TEXT, Kind.PAGE):
        sql = f"DELETE FROM {table(space, kind)} WHERE rowid = ?"
        connection.executemany(sql, [(row,) for row in rows])


def search(
    connection: sqlite3.Connection, space: str, kind: Kind, words: Sequence[str], limit: int
) -> list[tuple[int, float]]:
    """Return (row id, BM25 score) of the units that hold any of `words`, best first."""
    if not words:
        return []
    name = table(space, kind)
    query = " OR ".join(f'"{word}"' for word in words)
    sql = f"SELECT rowid, rank FROM {name} WHERE {name} MATCH ? ORDER BY rank LIMIT ?"
    return [(row, -score) for row, score in connection.execute(sql, (query, limit))]


def weigh(
    connection: sqlite3.Connection, space: str, words: Sequence[str]
) -> tuple[dict[str, float], float]:
    """Return the inverse document frequency of each word in `space`, and that of a word it does not know."""
    name = table(space, Kind.TEXT)
    total = int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])
    weights = {}
    for word in words:
        sql = f"SELECT doc FROM {name}_terms WHERE term = ?"
        found = connection.execute(sql, (word,)).fetchone()
        documents = int(found[0]) if found else 0
        weights[word] = math.log(1 + (total - documents + 0.5) / (documents + 0.5))
    return weights, math.log(1 + (total + 0.5) / 0.5)


def rarest(weights: Mapping[str, float]) -> tuple[str, ...]:
    """Choose the words for one query, rarest first, at most as many as it can hold."""
    return tuple(sorted(weights, key=lambda word: -weights[word])[:_MOST_TERMS])
