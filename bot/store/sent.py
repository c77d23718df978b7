"""Keep what left the host for an answer, so that `/why` can show it: pictures a week, the rest a month."""

import json
import time
from collections.abc import Callable

from bot.records import Sent
from bot.store.database import Database

KEPT_SECONDS = 30 * 86_400
"""As long as `/why` looks back."""

PICTURES_KEPT_SECONDS = 7 * 86_400


class Departures:
    """What was sent to models in the cloud."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(self, chat_id: int, sent: Sent, message_id: int | None = None) -> int:
        """Write down what is about to leave; return the number under which it is kept.

        `message_id` is the message that it leaves for where no answer will name the number.
        """
        with self._database.transaction():
            cursor = self._database.execute(
                "INSERT INTO sent"
                " (chat_id, model, characters, withheld, sent_at, message_id, recordings)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    chat_id,
                    sent.model,
                    sent.characters,
                    json.dumps(dict(sent.withheld)),
                    int(self._clock()),
                    message_id,
                    sent.recordings,
                ),
            )
            number = int(cursor.lastrowid or 0)
            for position, content in enumerate(sent.pictures):
                self._database.execute(
                    "INSERT INTO sent_pictures (sent_id, position, content) VALUES (?, ?, ?)",
                    (number, position, content),
                )
        return number

    def about(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """Return the numbers of what left for a message before it was answered."""
        rows = self._database.rows(
            "SELECT id FROM sent WHERE chat_id = ? AND message_id = ? ORDER BY id",
            (chat_id, message_id),
        )
        return tuple(int(row["id"]) for row in rows)

    def get(self, chat_id: int, number: int) -> Sent | None:
        """Return what was sent, None where it was in another chat or too long ago."""
        row = self._database.row(
            "SELECT model, characters, withheld, recordings FROM sent WHERE id = ? AND chat_id = ?",
            (number, chat_id),
        )
        if row is None:
            return None
        pictures = self._database.rows(
            "SELECT content FROM sent_pictures WHERE sent_id = ? ORDER BY position", (number,)
        )
        contents = tuple(picture["content"] for picture in pictures)
        withheld = json.loads(row["withheld"])
        return Sent(row["model"], row["characters"], contents, withheld, row["recordings"])

    def sweep(self) -> None:
        """Delete what is kept no longer."""
        now = int(self._clock())
        self._database.execute(
            "DELETE FROM sent_pictures WHERE sent_id IN (SELECT id FROM sent WHERE sent_at < ?)",
            (now - PICTURES_KEPT_SECONDS,),
        )
        self._database.execute("DELETE FROM sent WHERE sent_at < ?", (now - KEPT_SECONDS,))
