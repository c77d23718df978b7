"""Keep who decided what in a group, what its administrators were told once, and who reported or asked in.

Names persons by number only; what an act was about stands with the act.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.store.database import Database

KEPT_SECONDS = 90 * 86_400
"""How long decisions and reports are remembered."""

APPLICANT_SECONDS = 86_400
"""Somebody who did not answer within a day asks to join again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: person `by_id` did `what` about something (`act 12`, `version 3`)."""

    at: int
    chat_id: int
    by_id: int
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who asked to join a group and was asked a question."""

    chat_id: int
    person_id: int
    name: str
    question: str
    asked_at: int


class Audit:
    """The tables `audit`, `told`, `reports` and `applicants`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    @property
    def now(self) -> int:
        """Return the time by which these tables count."""
        return int(self._clock())

    def note(self, chat_id: int, by_id: int, what: str, about: str = "") -> None:
        """Write down a decision."""
        self._database.execute(
            "INSERT INTO audit (chat_id, at, by_id, what, about) VALUES (?, ?, ?, ?, ?)",
            (chat_id, self.now, by_id, what, about),
        )

    def entries(self, chat_id: int | None, since: int) -> tuple[Entry, ...]:
        """Return decisions from a moment on, oldest first; of all groups where none is named."""
        rows = self._database.rows(
            "SELECT at, chat_id, by_id, what, about FROM audit"
            " WHERE (? IS NULL OR chat_id = ?) AND at >= ? ORDER BY id",
            (chat_id, chat_id, since),
        )
        return tuple(Entry(*row) for row in rows)

    def tell_once(self, chat_id: int, what: str) -> bool:
        """Note that administrators are told something; False where they were already."""
        told = self._database.execute(
            "INSERT OR IGNORE INTO told (chat_id, what, at) VALUES (?, ?, ?)",
            (chat_id, what, self.now),
        )
        return told.rowcount == 1

    def untell_like(self, chat_id: int, beginning: str) -> bool:
        """Let what begins so be told again; False where nothing like it was told."""
        gone = self._database.execute(
            "DELETE FROM told WHERE chat_id = ? AND substr(what, 1, length(?)) = ?",
            (chat_id, beginning, beginning),
        )
        return gone.rowcount > 0

    def report(self, chat_id: int, message_id: int, person_id: int) -> bool:
        """Note a member's report; False where the same person reported the same message."""
        noted = self._database.execute(
            "INSERT OR IGNORE INTO reports (chat_id, message_id, person_id, at) VALUES (?, ?, ?, ?)",
            (chat_id, message_id, person_id, self.now),
        )
        return noted.rowcount == 1

    def reports_by(self, chat_id: int, person_id: int, since: int) -> int:
        """Count a person's reports from a moment on."""
        row = self._database.row(
            "SELECT count(*) AS many FROM reports WHERE chat_id = ? AND person_id = ? AND at >= ?",
            (chat_id, person_id, since),
        )
        return int(row["many"]) if row else 0

    def reports_on(self, chat_id: int, message_id: int) -> int:
        """Count the reports on a message."""
        row = self._database.row(
            "SELECT count(*) AS many FROM reports WHERE chat_id = ? AND message_id = ?",
            (chat_id, message_id),
        )
        return int(row["many"]) if row else 0

    def ask(self, chat_id: int, person_id: int, name: str, question: str) -> None:
        """Note that somebody who wants to join was asked a question."""
        self._database.execute(
            "INSERT OR REPLACE INTO applicants (chat_id, person_id, name, question, asked_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (chat_id, person_id, name, question, self.now),
        )

    def applications(self, person_id: int) -> tuple[Applicant, ...]:
        """Return the groups whose question a person still has to answer, oldest first."""
        rows = self._database.rows(
            "SELECT chat_id, person_id, name, question, asked_at FROM applicants"
            " WHERE person_id = ? AND asked_at >= ? ORDER BY asked_at",
            (person_id, self.now - APPLICANT_SECONDS),
        )
        return tuple(Applicant(*row) for row in rows)

    def answered(self, chat_id: int, person_id: int) -> None:
        """Note that an applicant's question is answered."""
        self._database.execute(
            "DELETE FROM applicants WHERE chat_id = ? AND person_id = ?", (chat_id, person_id)
        )

    def sweep(self) -> None:
        """Delete what is too old; what was told about a right stays until it is given back."""
        oldest = self.now - KEPT_SECONDS
        self._database.execute("DELETE FROM audit WHERE at < ?", (oldest,))
        self._database.execute("DELETE FROM reports WHERE at < ?", (oldest,))
        self._database.execute(
            "DELETE FROM applicants WHERE asked_at < ?", (self.now - APPLICANT_SECONDS,)
        )
