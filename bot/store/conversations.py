"""Keep what was asked and answered, by chat and topic, so that a follow-up has its context.

Knows neither Telegram nor models.
"""

import time
from collections.abc import Callable

from bot.records import Turn
from bot.store.database import Database

KEPT_TURNS = 50
"""Turns kept for each conversation; older ones are deleted, nobody reads them again."""


class Conversations:
    """The turns of every conversation."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def history(self, chat_id: int, topic_id: int | None, limit: int = 6) -> tuple[Turn, ...]:
        """Return the last `limit` turns, oldest first."""
        rows = self._database.rows(
            "SELECT question, answer FROM turns WHERE chat_id = ? AND topic_id = ?"
            " ORDER BY id DESC LIMIT ?",
            (chat_id, topic_id or 0, limit),
        )
        return tuple(Turn(row["question"], row["answer"]) for row in reversed(rows))

    def record(
        self, chat_id: int, topic_id: int | None, question_message_id: int, turn: Turn
    ) -> None:
        """Append a turn; an edited question replaces its earlier turn, in its place."""
        conversation = (chat_id, topic_id or 0)
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO turns (chat_id, topic_id, question_message_id, question, answer,"
                " recorded_at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (chat_id, topic_id, question_message_id)"
                " DO UPDATE SET question = excluded.question, answer = excluded.answer",
                (
                    *conversation,
                    question_message_id,
                    turn.question,
                    turn.answer,
                    int(self._clock()),
                ),
            )
            self._database.execute(
                "DELETE FROM turns WHERE id IN (SELECT id FROM turns WHERE chat_id = ?"
                " AND topic_id = ? ORDER BY id DESC LIMIT -1 OFFSET ?)",
                (*conversation, KEPT_TURNS),
            )

    def reset(self, chat_id: int, topic_id: int | None) -> int:
        """Forget one conversation; return how many turns it had."""
        return self._database.execute(
            "DELETE FROM turns WHERE chat_id = ? AND topic_id = ?", (chat_id, topic_id or 0)
        ).rowcount
