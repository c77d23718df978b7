"""Keep each group's rules as the document that its administrators wrote, every version of it.

Knows no rule: what a document means is read in `bot.moderate.document`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.store.database import Database

DEFAULT = "preset: watch"
"""A group that never chose is only watched."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a group's document; number 0 is the default that nobody wrote."""

    number: int
    document: str
    set_by: int = 0
    set_at: int = 0
    language: str = ""
    """What the administrator who wrote it reads; empty where that is not known."""


class Policies:
    """One document a group, and its history."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def latest(self, chat_id: int) -> Version:
        """Return the document that holds now."""
        row = self._database.row(
            "SELECT version, document, set_by, set_at, language FROM rulebooks WHERE chat_id = ?"
            " ORDER BY version DESC LIMIT 1",
            (chat_id,),
        )
        return Version(*row) if row else Version(0, DEFAULT)

    def get(self, chat_id: int, number: int) -> Version | None:
        """Return one version, None where there never was one of that number."""
        if number == 0:
            return Version(0, DEFAULT)
        row = self._database.row(
            "SELECT version, document, set_by, set_at, language FROM rulebooks"
            " WHERE chat_id = ? AND version = ?",
            (chat_id, number),
        )
        return Version(*row) if row else None

    def history(self, chat_id: int, limit: int = 20) -> tuple[Version, ...]:
        """Return the newest versions, newest first."""
        rows = self._database.rows(
            "SELECT version, document, set_by, set_at, language FROM rulebooks WHERE chat_id = ?"
            " ORDER BY version DESC LIMIT ?",
            (chat_id, limit),
        )
        return tuple(Version(*row) for row in rows)

    def set(self, chat_id: int, document: str, by: int = 0, language: str = "") -> Version:
        """Let `document` hold from now on; the same document again is no new version."""
        known = self.latest(chat_id)
        if known.number and known.document == document:
            return known
        version = Version(known.number + 1, document, by, int(self._clock()), language)
        self._database.execute(
            "INSERT INTO rulebooks (chat_id, version, document, set_by, set_at, language)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (chat_id, version.number, document, by, version.set_at, language),
        )
        return version
