"""Tell which space a chat reads, which groups a person was seen in, and follow a chat to a new id.

Says nothing about who may read now: being seen in a group once is only a reason to ask Telegram.
"""

import json

from bot.records import ChatKind
from bot.store.database import Database

NUMBERED: dict[str, tuple[str, ...]] = {
    "turns": ("question_message_id",),
    "attachments": ("message_id",),
    "deliveries": ("question_message_id", "placeholder_id"),
    "traces": ("question_message_id",),
    "feedback": ("answer_message_id",),
    "looked": ("message_id",),
    "judged": ("message_id",),
    "crowd": ("message_id",),
    "reports": ("message_id",),
    "review_cards": ("message_id",),
    "held": ("question_message_id",),
    "banned": ("message_id",),
    "shown": ("message_id",),
    "sent": ("message_id",),
}
"""Tables with columns that name a message of their chat; `parts` is reached through `deliveries`."""

SINGLE = (
    *("bindings", "chats", "sightings", "acts", "buttons", "spendings", "lessons"),
    *("rulebooks", "baselines", "members", "audit", "told", "applicants"),
    "privacy",
)
"""Tables keyed by chat alone. Where the new chat already has its own row, that row stays."""


class Spaces:
    """Chats, the spaces they are bound to, and the people seen in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, chat_id: int) -> str:
        """Return the space of a chat: the one it is bound to, else one of its own."""
        row = self._database.row("SELECT space FROM bindings WHERE chat_id = ?", (chat_id,))
        if row:
            return str(row["space"])
        moved_to = self._moved_to(chat_id)
        if moved_to is not None:
            return self.of(moved_to)
        # Telegram gives people positive ids and groups negative ones.
        return f"user-{chat_id}" if chat_id > 0 else f"group-{-chat_id}"

    def bind(self, chat_id: int, space: str) -> None:
        """Let a chat read and fill `space` from now on."""
        self._database.execute(
            "INSERT INTO bindings (chat_id, space) VALUES (?, ?)"
            " ON CONFLICT (chat_id) DO UPDATE SET space = excluded.space",
            (chat_id, space),
        )

    def saw(self, chat_id: int, user_id: int, title: str, kind: ChatKind) -> None:
        """Note that a person spoke in a chat; what is known already costs one read and no write."""
        known = self._database.row(
            "SELECT title, kind, user_id FROM chats LEFT JOIN sightings"
            " ON sightings.chat_id = chats.chat_id AND user_id = ? WHERE chats.chat_id = ?",
            (user_id, chat_id),
        )
        if known and tuple(known) == (title, kind, user_id):
            return
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO chats (chat_id, kind, title) VALUES (?, ?, ?) ON CONFLICT (chat_id)"
                " DO UPDATE SET kind = excluded.kind, title = excluded.title",
                (chat_id, kind, title),
            )
            self._database.execute(
                "INSERT OR IGNORE INTO sightings (user_id, chat_id) VALUES (?, ?)",
                (user_id, chat_id),
            )

    def named(self, chat_id: int, title: str, kind: ChatKind) -> None:
        """Note what a chat is called, before anybody has spoken there."""
        self._database.execute(
            "INSERT INTO chats (chat_id, kind, title) VALUES (?, ?, ?) ON CONFLICT (chat_id)"
            " DO UPDATE SET kind = excluded.kind, title = excluded.title",
            (chat_id, kind, title),
        )

    def groups_of(self, user_id: int) -> tuple[int, ...]:
        """Return the groups where a person was seen, whether or not they are still there."""
        rows = self._database.rows(
            "SELECT chat_id FROM sightings WHERE user_id = ? AND chat_id < 0 ORDER BY chat_id DESC",
            (user_id,),
        )
        return tuple(row["chat_id"] for row in rows)

    def knows(self, chat_id: int) -> bool:
        """Tell whether anything was ever said in a chat; a person's is their private one."""
        known = self._database.row("SELECT 1 FROM chats WHERE chat_id = ?", (chat_id,))
        return known is not None

    def title(self, chat_id: int) -> str:
        """Return the last known title of a chat, empty where it never had one."""
        row = self._database.row("SELECT title FROM chats WHERE chat_id = ?", (chat_id,))
        return str(row["title"]) if row else ""

    def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """Move everything that is known of a group to the supergroup it became; twice is harmless."""
        with self._database.transaction():
            moved = self._database.row(
                "SELECT 1 FROM chats WHERE chat_id = ? UNION SELECT 1 FROM bindings"
                " WHERE chat_id = ?",
                (old_chat_id, old_chat_id),
            )
            space = self.of(old_chat_id)
            self._database.execute(
                "INSERT OR REPLACE INTO moves (old_id, new_id) VALUES (?, ?)",
                (old_chat_id, new_chat_id),
            )
            self._renumber(old_chat_id)
            for table in (*NUMBERED, *SINGLE):
                self._database.execute(
                    f"UPDATE OR IGNORE {table} SET chat_id = ? WHERE chat_id = ?",
                    (new_chat_id, old_chat_id),
                )
                self._database.execute(f"DELETE FROM {table} WHERE chat_id = ?", (old_chat_id,))
            if moved:
                # The name of the space holds the old id; what was learned stays where it is.
                self._database.execute(
                    "INSERT OR IGNORE INTO bindings (chat_id, space) VALUES (?, ?)",
                    (new_chat_id, space),
                )

    def follow(self, chat_id: int) -> None:
        """Move what was written down under a chat's old id while, or after, it moved."""
        moved_to = self._moved_to(chat_id)
        if moved_to is not None:
            self.migrate(chat_id, moved_to)

    def _moved_to(self, chat_id: int) -> int | None:
        row = self._database.row("SELECT new_id FROM moves WHERE old_id = ?", (chat_id,))
        return row["new_id"] if row else None

    def _renumber(self, chat_id: int) -> None:
        # The supergroup counts its messages anew, so an old number would name a stranger's message.
        self._database.execute(
            "UPDATE parts SET message_id = -abs(message_id) WHERE delivery_id IN"
            " (SELECT id FROM deliveries WHERE chat_id = ?)",
            (chat_id,),
        )
        acts = self._database.rows("SELECT id, message_ids FROM acts WHERE chat_id = ?", (chat_id,))
        for row in acts:
            numbers = [-abs(number) for number in json.loads(row["message_ids"])]
            self._database.execute(
                "UPDATE acts SET message_ids = ? WHERE id = ?", (json.dumps(numbers), row["id"])
            )
        for table, columns in NUMBERED.items():
            settings = ", ".join(f"{column} = -abs({column})" for column in columns)
            self._database.execute(f"UPDATE {table} SET {settings} WHERE chat_id = ?", (chat_id,))
