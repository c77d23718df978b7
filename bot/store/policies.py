"""Keep what each group lets moderation do: only watch, or delete."""

from typing import Literal, get_args

from bot.errors import BadInput
from bot.store.database import Database

Mode = Literal["watch", "delete"]


class Policies:
    """One mode a group; a group that never chose one is only watched."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mode(self, chat_id: int) -> Mode:
        """Return what moderation may do in a group."""
        row = self._database.row("SELECT mode FROM policies WHERE chat_id = ?", (chat_id,))
        return "delete" if row and row["mode"] == "delete" else "watch"

    def set_mode(self, chat_id: int, mode: str) -> Mode:
        """Choose what moderation may do; raise `BadInput` for an unknown mode."""
        for known in get_args(Mode):
            if mode == known:
                self._database.execute(
                    "INSERT INTO policies (chat_id, mode) VALUES (?, ?) ON CONFLICT (chat_id)"
                    " DO UPDATE SET mode = excluded.mode",
                    (chat_id, mode),
                )
                return self.mode(chat_id)
        raise BadInput(f"{mode!r} is no policy; choose `watch` or `delete`")
