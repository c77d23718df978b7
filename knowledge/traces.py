"""Wipe from the catalog's file what deleted rows leave behind, and remember which indexes still hold some.

Deleted rows are overwritten with zeros as they go (`PRAGMA secure_delete`, see `knowledge.database`); what
is left are words in the segments of FTS5, which drops them when it merges, and older pages in the log.
"""

from knowledge.database import Database


class Traces:
    """What is left of the forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def wipe(self) -> None:
        """Leave no word of a deleted unit in the file, nor in its log."""
        named = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5(%'"
        with self._database.transaction() as connection:
            for (table,) in connection.execute(named).fetchall():
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        # Pages of the log that a reader still needs stay until the next time.
        self._database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def left(self, space: str) -> bool:
        """Whether the vector indexes of `space` may still hold what was forgotten."""
        sql = "SELECT forgotten > wiped FROM space WHERE name = ?"
        row = self._database.connection.execute(sql, (space,)).fetchone()
        return bool(row and row[0])

    def gone(self, space: str, generation: int) -> None:
        """Note that the vector indexes of `space` were made anew, of what it held at `generation`."""
        with self._database.transaction() as connection:
            sql = "UPDATE space SET wiped = max(wiped, ?) WHERE name = ?"
            connection.execute(sql, (generation, space))

    def stay(self, space: str) -> None:
        """Ask the owner of the vector indexes of `space` to make them anew."""
        with self._database.transaction() as connection:
            sql = "UPDATE space SET forgotten = max(forgotten, wiped + 1) WHERE name = ?"
            connection.execute(sql, (space,))
