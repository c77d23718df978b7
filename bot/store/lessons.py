"""Keep what the administrators of each group called spam or ham, each lesson under its source.

A lesson is there or it is not: taking one back deletes it. Several may speak of one text; which of them
counts is for the reader to know.
"""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.store.database import Database

KEPT_SECONDS = 365 * 86_400
"""Spam changes, and a lesson holds somebody's words: after a year both have had their time."""


@dataclass(frozen=True, slots=True)
class Taught:
    """One lesson of one group. `source` names what it was taught by, `by` is the person."""

    source: str
    text: str
    spam: bool
    by: int
    at: int


class LessonTable:
    """The lessons of all groups, oldest first."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def add(self, chat_id: int, source: str, text: str, *, spam: bool, by: int) -> None:
        """Keep one lesson."""
        self._database.execute(
            "INSERT INTO lessons (chat_id, source, text, spam, taught_by, taught_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (chat_id, source, text, spam, by, int(self._clock())),
        )

    def remove(self, chat_id: int, source: str) -> int:
        """Delete what was taught under a source; return how many lessons that were."""
        return self._database.execute(
            "DELETE FROM lessons WHERE chat_id = ? AND source = ?", (chat_id, source)
        ).rowcount

    def of(self, chat_id: int) -> tuple[Taught, ...]:
        """Return a group's lessons, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM lessons WHERE chat_id = ? ORDER BY id", (chat_id,)
        )
        return tuple(map(_taught, rows))

    def state(self, chat_id: int) -> tuple[int, int, int]:
        """Return numbers that change whenever a group's lessons do, without reading them."""
        row = self._database.row(
            "SELECT count(*) AS many, coalesce(max(id), 0) AS last, coalesce(sum(id), 0) AS total"
            " FROM lessons WHERE chat_id = ?",
            (chat_id,),
        )
        return (row["many"], row["last"], row["total"]) if row else (0, 0, 0)

    def sweep(self) -> None:
        """Delete lessons of another age."""
        oldest = int(self._clock()) - KEPT_SECONDS
        self._database.execute("DELETE FROM lessons WHERE taught_at < ?", (oldest,))


def _taught(row: sqlite3.Row) -> Taught:
    return Taught(
        source=row["source"],
        text=row["text"],
        spam=bool(row["spam"]),
        by=row["taught_by"],
        at=row["taught_at"],
    )
