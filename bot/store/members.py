"""Keep how long people have been in a group and how much they said there, and whom its administrators trust.

Counts and dates only, no words.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.store.database import Database

KEPT_SECONDS = 365 * 86_400
"""Somebody who was silent this long is a newcomer again."""

DAY = 86_400

TELLING_CHARACTERS = 20
"""`hi` and `ok`, however often, tell nothing about somebody."""


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of somebody in one group; never seen: all zero."""

    joined_at: int = 0
    seen_at: int = 0
    messages: int = 0
    """Clean messages of some length."""
    days: int = 0
    """Different days with such a message."""
    trusted_by: int | None = None


class Members:
    """People by group."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def get(self, chat_id: int, person_id: int) -> Member:
        """Return what is known of a person."""
        row = self._database.row(
            "SELECT joined_at, seen_at, messages, days, trusted_by FROM members"
            " WHERE chat_id = ? AND person_id = ?",
            (chat_id, person_id),
        )
        return Member(*row) if row else Member()

    def joined(self, chat_id: int, person_id: int) -> None:
        """Note that somebody came in, for the first time or again."""
        self._ensure(chat_id, person_id)
        now = int(self._clock())
        self._database.execute(
            "UPDATE members SET joined_at = ?, seen_at = ? WHERE chat_id = ? AND person_id = ?",
            (now, now, chat_id, person_id),
        )

    def spoke(self, chat_id: int, person_id: int, text: str) -> None:
        """Count a clean message, if it is long enough to tell something."""
        self._ensure(chat_id, person_id)
        now = int(self._clock())
        telling = len(text.strip()) >= TELLING_CHARACTERS
        self._database.execute(
            "UPDATE members SET seen_at = ?, messages = messages + ?,"
            " days = days + (? AND last_day <> ?), last_day = CASE WHEN ? THEN ? ELSE last_day END"
            " WHERE chat_id = ? AND person_id = ?",
            (now, telling, telling, now // DAY, telling, now // DAY, chat_id, person_id),
        )

    def trust(self, chat_id: int, person_id: int, by: int | None) -> None:
        """Trust somebody on an administrator's word; None takes it back."""
        self._ensure(chat_id, person_id)
        self._database.execute(
            "UPDATE members SET trusted_by = ? WHERE chat_id = ? AND person_id = ?",
            (by, chat_id, person_id),
        )

    def sweep(self) -> None:
        """Forget who has been silent for a year and is not trusted."""
        self._database.execute(
            "DELETE FROM members WHERE seen_at < ? AND trusted_by IS NULL",
            (int(self._clock()) - KEPT_SECONDS,),
        )

    def _ensure(self, chat_id: int, person_id: int) -> None:
        self._database.execute(
            "INSERT OR IGNORE INTO members (chat_id, person_id, joined_at, seen_at)"
            " VALUES (?, ?, 0, ?)",
            (chat_id, person_id, int(self._clock())),
        )
