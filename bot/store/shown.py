"""Keep the hashes of pictures that were sent to a group in the last thirty days; no picture.

So a ban can show, before it holds, what else it would have hit. Compares nothing.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.records import Incoming
from bot.store.banned import dumped, loaded
from bot.store.database import Database
from knowledge.bank.words import Fingerprint
from knowledge.vision.prints import Codes

KEPT_SECONDS = 30 * 86_400
"""As long as judgements are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture that was sent once, by its hashes."""

    message_id: int
    person_id: int
    person_name: str
    codes: Codes
    """In all eight positions, shape (n, 32)."""
    words: Fingerprint | None


class Shows:
    """Pictures by group."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def keep(
        self, incoming: Incoming, pictures: Sequence[tuple[int, Codes, Fingerprint | None]]
    ) -> None:
        """Note the pictures of a message: (message, hashes, words) each."""
        origin = incoming.origin
        with self._database.transaction():
            for position, (message_id, codes, words) in enumerate(pictures):
                self._database.execute(
                    "INSERT OR REPLACE INTO shown (chat_id, message_id, position, person_id,"
                    " person_name, codes, words, shown_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(origin.chat_id, message_id or origin.message_id, position),
                        *(origin.person.id, origin.person.name),
                        *(codes.tobytes(), dumped(words), int(self._clock())),
                    ),
                )

    def of(self, chat_id: int) -> list[Shown]:
        """Return the pictures of a group, newest first."""
        rows = self._database.rows(
            "SELECT message_id, person_id, person_name, codes, words FROM shown"
            " WHERE chat_id = ? ORDER BY shown_at DESC, message_id DESC, position",
            (chat_id,),
        )
        return [
            Shown(
                *(row["message_id"], row["person_id"], row["person_name"]),
                np.frombuffer(row["codes"], np.uint8).reshape(-1, 32),
                loaded(row["words"]),
            )
            for row in rows
        ]

    def sweep(self) -> None:
        """Delete what is older than thirty days."""
        self._database.execute(
            "DELETE FROM shown WHERE shown_at < ?", (int(self._clock()) - KEPT_SECONDS,)
        )
