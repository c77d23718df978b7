"""Keep what a person might do in a group before moderation touched them, and where cards about acts stand.

Permissions are JSON here; what they mean is known in `bot.moderate.hands`.
"""

import json
import time
from collections.abc import Callable, Mapping

from bot.store.database import Database

KEPT_SECONDS = 366 * 86_400
"""Telegram takes no restriction that ends later."""

CARD_SECONDS = 90 * 86_400


class Baselines:
    """The state of each person who is restricted or banned by us, as it was before."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def note(self, chat_id: int, person_id: int, state: Mapping[str, object]) -> None:
        """Keep a state, unless one is kept: that is older and so what holds."""
        self._database.execute(
            "INSERT OR IGNORE INTO baselines (chat_id, person_id, state, noted_at)"
            " VALUES (?, ?, ?, ?)",
            (chat_id, person_id, json.dumps(state), int(self._clock())),
        )

    def get(self, chat_id: int, person_id: int) -> Mapping[str, object] | None:
        """Return the kept state of a person."""
        row = self._database.row(
            "SELECT state FROM baselines WHERE chat_id = ? AND person_id = ?",
            (chat_id, person_id),
        )
        if row is None:
            return None
        state: dict[str, object] = json.loads(row["state"])
        return state

    def drop(self, chat_id: int, person_id: int) -> None:
        """Forget a state that was restored."""
        self._database.execute(
            "DELETE FROM baselines WHERE chat_id = ? AND person_id = ?", (chat_id, person_id)
        )

    def card(self, act_id: int, chat_id: int, message_id: int) -> None:
        """Note where a card about an act stands."""
        self._database.execute(
            "INSERT OR IGNORE INTO review_cards (act_id, chat_id, message_id, posted_at)"
            " VALUES (?, ?, ?, ?)",
            (act_id, chat_id, message_id, int(self._clock())),
        )

    def cards(self, act_id: int) -> tuple[tuple[int, int], ...]:
        """Return (chat id, message id) of the cards about an act."""
        rows = self._database.rows(
            "SELECT chat_id, message_id FROM review_cards WHERE act_id = ? ORDER BY posted_at",
            (act_id,),
        )
        return tuple((row["chat_id"], row["message_id"]) for row in rows)

    def sweep(self) -> None:
        """Forget states and cards that nothing leads back to."""
        now = int(self._clock())
        self._database.execute("DELETE FROM baselines WHERE noted_at < ?", (now - KEPT_SECONDS,))
        self._database.execute(
            "DELETE FROM review_cards WHERE posted_at < ?", (now - CARD_SECONDS,)
        )
