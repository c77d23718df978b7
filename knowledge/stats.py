"""Count what a store holds: documents, units, vectors, and the bytes that all of it takes on disk.

Reads only; knows the tables of the catalog and the folders beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.database import Database
from knowledge.generations import Generation, Generations


@dataclass(frozen=True, slots=True)
class Vectors:
    """How many vectors of a space one model has made."""

    model: Generation
    count: int


@dataclass(frozen=True, slots=True)
class SpaceStats:
    """What one space holds."""

    space: str
    documents: int
    size_bytes: int
    """Of the documents as they were learned."""
    units: Mapping[str, int]
    """By `records.Kind`."""
    vectors: tuple[Vectors, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """What a store holds, and what it takes on disk."""

    spaces: tuple[SpaceStats, ...]
    disk_bytes: Mapping[str, int]
    """By part: `catalog`, `blobs`, `indexes`."""


def count(database: Database, folder: Path, spaces: tuple[str, ...]) -> Stats:
    """Count `spaces`, and the files below `folder`."""
    disk = {
        "catalog": sum(path.stat().st_size for path in folder.glob("catalog.sqlite3*")),
        "blobs": _bytes_below(folder / "blobs"),
        "indexes": _bytes_below(folder / "index"),
    }
    return Stats(tuple(_count(database, space) for space in spaces), disk)


def held(database: Database, space: str) -> tuple[int, int]:
    """Return how many documents `space` holds, and their bytes."""
    if not database.exists:
        return 0, 0
    sql = "SELECT count(*), coalesce(sum(size_bytes), 0) FROM document WHERE space = ?"
    documents, size = database.connection.execute(sql, (space,)).fetchone()
    return int(documents), int(size)


def _count(database: Database, space: str) -> SpaceStats:
    if not database.exists:
        return SpaceStats(space, 0, 0, {}, ())
    documents, size = held(database, space)
    kinds = """SELECT u.kind, count(*) FROM unit u JOIN document d ON d.id = u.document
        WHERE d.space = ? GROUP BY 1 ORDER BY 1"""
    units = {str(kind): int(units) for kind, units in database.connection.execute(kinds, (space,))}
    vectors = tuple(
        Vectors(one, _vectors(database, space, one)) for one in Generations(database).all(space)
    )
    return SpaceStats(space, documents, size, units, vectors)


def _vectors(database: Database, space: str, model: Generation) -> int:
    column = "u.text_key" if model.modality == "text" else "u.blob"
    sql = f"""SELECT count(DISTINCT {column}) FROM unit u JOIN document d ON d.id = u.document
        JOIN vector v ON v.key = {column} WHERE d.space = ? AND v.model = ?"""
    return int(database.connection.execute(sql, (space, model.name)).fetchone()[0])


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
