"""Keep answers of models for a while, so that the same question to the same evidence costs nothing.

Knows neither models nor what makes two questions the same: that is the key.
"""

import time
from collections.abc import Callable

from bot.store.database import Database

KEPT_SECONDS = 3 * 86_400
"""How long an answer is given again; a document that changed in between makes another key."""

TOLD_CHARACTERS = 500
"""Of a question: whoever finds an answer wrong knows it from a trace, which holds no more (`bot.trace`)."""


class Kept:
    """The table `kept_answers`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def find(self, key: str) -> str | None:
        """Return the words that were kept under a key, None where there are none of late."""
        row = self._database.row(
            "SELECT words FROM kept_answers WHERE key = ? AND kept_at >= ?", (key, self._oldest())
        )
        return str(row["words"]) if row else None

    def keep(self, key: str, question: str, words: str) -> None:
        """Keep the words of an answer to a question, of which the beginning tells which it was."""
        self._database.execute(
            "INSERT OR REPLACE INTO kept_answers (key, question, words, kept_at) VALUES (?, ?, ?, ?)",
            (key, question[:TOLD_CHARACTERS], words, int(self._clock())),
        )

    def forget(self, question: str) -> None:
        """Forget every answer to a question: somebody found one of them wrong."""
        self._database.execute(
            "DELETE FROM kept_answers WHERE question = ?", (question[:TOLD_CHARACTERS],)
        )

    def sweep(self) -> None:
        """Delete what is no longer given."""
        self._database.execute("DELETE FROM kept_answers WHERE kept_at < ?", (self._oldest(),))

    def _oldest(self) -> int:
        return int(self._clock()) - KEPT_SECONDS
