"""Keep what each chat lets leave the host: one mode a chat, else the one of the settings."""

from typing import cast, get_args

from bot.errors import BadInput
from bot.ports import Privacy
from bot.store.database import Database


class Privacies:
    """The mode of each chat; `default` is for chats that never chose."""

    def __init__(self, database: Database, default: Privacy) -> None:
        self._database = database
        self._default = default

    def mode(self, chat_id: int) -> Privacy:
        """Return what happens to private data of a chat."""
        row = self._database.row("SELECT mode FROM privacy WHERE chat_id = ?", (chat_id,))
        return cast("Privacy", row["mode"]) if row else self._default

    def choose(self, chat_id: int, mode: str) -> None:
        """Choose for a chat; raise `BadInput` for an unknown mode."""
        if mode not in get_args(Privacy):
            raise BadInput(f"{mode!r} is no mode; choose one of {', '.join(get_args(Privacy))}")
        self._database.execute(
            "INSERT INTO privacy (chat_id, mode) VALUES (?, ?) ON CONFLICT (chat_id)"
            " DO UPDATE SET mode = excluded.mode",
            (chat_id, mode),
        )
