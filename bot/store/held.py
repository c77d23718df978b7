"""Keep a question that waits for a yes, for a day."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from bot.records import Incoming
from bot.store.database import Database

if TYPE_CHECKING:
    from pydantic import TypeAdapter

KEPT_SECONDS = 86_400


class Held:
    """Questions as they came, without what only moderation needs of them."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def keep(self, incoming: Incoming) -> None:
        """Keep a question, in place of an earlier version of it."""
        origin, replied = incoming.origin, incoming.replied
        bare = replace(incoming, said=(), replied=replied and replace(replied, said=None))
        body = _json().dump_json(bare).decode()
        self._database.execute(
            "INSERT OR REPLACE INTO held (chat_id, question_message_id, body, held_at)"
            " VALUES (?, ?, ?, ?)",
            (origin.chat_id, origin.message_id, body, int(self._clock())),
        )

    def find(self, chat_id: int, question_message_id: int) -> Incoming | None:
        """Return a question, None where it was never kept or too long ago."""
        row = self._database.row(
            "SELECT body FROM held WHERE chat_id = ? AND question_message_id = ? AND held_at >= ?",
            (chat_id, question_message_id, int(self._clock()) - KEPT_SECONDS),
        )
        return _json().validate_json(row["body"]) if row else None

    def sweep(self) -> None:
        """Delete what nobody said yes to."""
        oldest = int(self._clock()) - KEPT_SECONDS
        self._database.execute("DELETE FROM held WHERE held_at < ?", (oldest,))


@cache
def _json() -> "TypeAdapter[Incoming]":
    # Loaded with the first question that waits: few chats ever have one.
    from pydantic import TypeAdapter

    return TypeAdapter(Incoming)
