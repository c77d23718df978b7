"""Keep how each answer came to be, as JSON, so that `/why` can tell it later.

Knows nothing of what a trace holds.
"""

import time
from collections.abc import Callable, Mapping

import orjson

from bot.store.database import Database

KEPT_SECONDS = 30 * 86_400
"""How long `/why` can look back."""

Json = Mapping[str, object]


class Traces:
    """The traces of the last thirty days."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(
        self, chat_id: int, topic_id: int | None, question_message_id: int, trace: Json
    ) -> None:
        """Write down how the answer to one question came to be."""
        body = orjson.dumps(trace, option=orjson.OPT_SERIALIZE_NUMPY).decode()
        self._database.execute(
            "INSERT INTO traces (chat_id, topic_id, question_message_id, body, recorded_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (chat_id, topic_id or 0, question_message_id, body, int(self._clock())),
        )

    def sweep(self) -> None:
        """Delete what `/why` no longer looks back to."""
        oldest = int(self._clock()) - KEPT_SECONDS
        self._database.execute("DELETE FROM traces WHERE recorded_at < ?", (oldest,))

    def latest(self, chat_id: int, topic_id: int | None) -> Json | None:
        """Return the trace of the last answer in one conversation."""
        return self._newest(
            "SELECT body FROM traces WHERE chat_id = ? AND topic_id = ? ORDER BY id DESC LIMIT 1",
            (chat_id, topic_id or 0),
        )

    def of_question(self, chat_id: int, message_id: int) -> Json | None:
        """Return the trace of the newest answer to the question `message_id`."""
        return self._newest(
            "SELECT body FROM traces WHERE chat_id = ? AND question_message_id = ?"
            " ORDER BY id DESC LIMIT 1",
            (chat_id, message_id),
        )

    def _newest(self, sql: str, values: tuple[int, int]) -> Json | None:
        row = self._database.row(sql, values)
        if row is None:
            return None
        trace: dict[str, object] = orjson.loads(row["body"])
        return trace
