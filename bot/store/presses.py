"""Give inline buttons an opaque token, and tell what a pressed token means in its chat.

Telegram carries 64 bytes a button and lets anybody send any of them: so what a button does stays here,
and a token that was never issued, or was issued in another chat, means nothing.
"""

import secrets
import time
from collections.abc import Callable, Sequence

from bot.store.database import Database

KEPT_SECONDS = 90 * 86_400
"""How long a button works."""

TOKEN_BYTES = 15
"""120 random bits, 20 characters."""


class Buttons:
    """Issued tokens and what they stand for."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def issue(self, chat_id: int, action: str, payload: str, single_use: bool = False) -> str:
        """Return a new token that stands for `action` with `payload` in one chat."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._database.execute(
            "INSERT INTO buttons (token, chat_id, action, payload, single_use, issued_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (token, chat_id, action, payload, single_use, int(self._clock())),
        )
        return token

    def sweep(self) -> None:
        """Delete tokens that no longer work."""
        oldest = int(self._clock()) - KEPT_SECONDS
        self._database.execute("DELETE FROM buttons WHERE issued_at < ?", (oldest,))

    def peek(self, token: str, chat_id: int) -> tuple[str, str] | None:
        """Return (action, payload) without using the token up, so that rights can be checked first.

        None for a forged, foreign, used or expired token.
        """
        oldest = int(self._clock()) - KEPT_SECONDS
        row = self._database.row(
            "SELECT action, payload FROM buttons"
            " WHERE token = ? AND chat_id = ? AND issued_at >= ?",
            (token, chat_id, oldest),
        )
        return (row["action"], row["payload"]) if row else None

    def redeem(self, token: str, chat_id: int) -> tuple[str, str] | None:
        """Do as `peek`, and use up what may be used once: of two presses one alone succeeds."""
        found = self.peek(token, chat_id)
        if found is None:
            return None
        gone = self._database.execute(
            "DELETE FROM buttons WHERE token = ? AND single_use", (token,)
        )
        kept = self._database.row("SELECT 1 FROM buttons WHERE token = ?", (token,))
        return found if gone.rowcount or kept else None

    def withdraw(self, chat_id: int, payload: str, actions: Sequence[str]) -> None:
        """Let no button of these actions with this payload work any more in a chat."""
        for action in actions:
            self._database.execute(
                "DELETE FROM buttons WHERE chat_id = ? AND payload = ? AND action = ?",
                (chat_id, payload, action),
            )

    def withdraw_like(self, chat_id: int, action: str, beginning: str) -> None:
        """Let no button of an action work any more whose payload begins so."""
        self._database.execute(
            "DELETE FROM buttons WHERE chat_id = ? AND action = ?"
            " AND substr(payload, 1, length(?)) = ?",
            (chat_id, action, beginning, beginning),
        )
