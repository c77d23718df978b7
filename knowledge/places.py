"""Where units stand: the little of a row that ranking needs, read for many candidates at once.

Reads the catalog's tables and nothing else; a row of another space, or outside the query's filters, is
not returned by any function here.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.index.fts import Within
from knowledge.records import Kind, Query

Section = tuple[int, str, int | None]
"""Document, heading path and page: units that share all three are read together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands. `document` is the catalog's row id, `heading` the path as it is stored."""

    row: int
    document: int
    kind: Kind
    heading: str
    page: int | None
    position: int
    blob: str | None

    @property
    def section(self) -> Section:
        """What it shares with the units around it."""
        return self.document, self.heading, self.page


def within(space: str, query: Query) -> Within | None:
    """Turn the filters of `query` into a condition, None where it has none."""
    conditions, values = ["d.space = ?"], [space]
    if query.documents:
        conditions.append(f"d.name IN ({','.join('?' * len(query.documents))})")
        values += query.documents
    if query.kinds:
        conditions.append(f"u.kind IN ({','.join('?' * len(query.kinds))})")
        values += [str(kind) for kind in query.kinds]
    # RFC 3339 in UTC sorts as text, where all end alike: the catalog writes +00:00.
    for bound, sign in ((query.since, ">="), (query.until, "<")):
        if bound:
            conditions.append(f"d.learned_at {sign} ?")
            values.append(bound.removesuffix("Z"))
    if len(conditions) == 1:
        return None
    sql = "SELECT u.id FROM unit u JOIN document d ON d.id = u.document WHERE "
    return Within(sql + " AND ".join(conditions), tuple(values))


def pages_within(space: str, query: Query) -> Within | None:
    """Do as `within` for whole pages, which vote for what stands on them, whatever its kind."""
    return within(space, replace(query, kinds=()))


def find(
    connection: sqlite3.Connection, space: str, rows: Sequence[int], condition: Within | None
) -> dict[int, Place]:
    """Return the places of those of `rows` that are in `space` and meet `condition`."""
    sql = f"""SELECT u.id, u.document, u.kind, u.heading, u.page, u.position, u.blob FROM unit u
        JOIN document d ON d.id = u.document WHERE +d.space = ? AND u.id IN ({_marks(rows)})"""
    values: tuple[str | int, ...] = (space, *rows)
    if condition:
        sql += f" AND +u.id IN ({condition.sql})"
        values += condition.values
    return {
        row: Place(row, document, Kind(kind), *rest)
        for row, document, kind, *rest in connection.execute(sql, values)
    }


def on_pages(
    connection: sqlite3.Connection, space: str, pages: Sequence[int], condition: Within | None
) -> dict[int, list[int]]:
    """Return, by row id of a page, the row ids of what stands on it and meets `condition`, in order."""
    inside: dict[int, list[int]] = {}
    sql = f"""SELECT p.id, u.id FROM unit p CROSS JOIN document d ON d.id = p.document
        CROSS JOIN unit u ON u.document = p.document AND u.page = p.page AND u.kind <> 'page'
        WHERE +d.space = ? AND p.id IN ({_marks(pages)})"""
    values: tuple[str | int, ...] = (space, *pages)
    if condition:
        sql += f" AND +u.id IN ({condition.sql})"
        values += condition.values
    for page, row in connection.execute(f"{sql} ORDER BY u.position", values):
        inside.setdefault(page, []).append(row)
    return inside


def by_key(
    connection: sqlite3.Connection,
    space: str,
    column: str,
    keys: Sequence[str],
    condition: Within | None,
) -> dict[str, list[int]]:
    """Return, by `text_key` or `blob` as `column` says, the rows that have one of `keys`."""
    found: dict[str, list[int]] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        sql = f"""SELECT u.{column}, u.id FROM unit u JOIN document d ON d.id = u.document
            WHERE +d.space = ? AND u.{column} IN ({_marks(part)})"""
        values: tuple[str | int, ...] = (space, *part)
        if column == "blob":
            sql += " AND u.kind = 'picture'"
        if condition:
            sql += f" AND +u.id IN ({condition.sql})"
            values += condition.values
        for key, row in connection.execute(f"{sql} ORDER BY u.id", values):
            found.setdefault(key, []).append(row)
    return found


def keys(connection: sqlite3.Connection, column: str, condition: Within, most: int) -> list[str]:
    """Return the vector keys of what meets `condition`, at most `most` of them."""
    sql = f"SELECT DISTINCT {column} FROM unit WHERE id IN ({condition.sql}) AND {column} IS NOT NULL LIMIT ?"
    return [row[0] for row in connection.execute(sql, (*condition.values, most))]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
