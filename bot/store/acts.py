"""Keep what moderation did, with enough to show it, to judge it and to take it back once."""

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.records import Action, Person
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Act:
    """One moderation record. `undone_by` is the person who took it back, None while it stands."""

    id: int
    chat_id: int
    person: Person
    message_ids: tuple[int, ...]
    text: str
    reason: str
    action: str
    done_at: int
    undone_by: int | None = None


class Acts:
    """Every act of moderation, those under `watch` included."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(self, chat_id: int, person: Person, action: Action, text: str) -> int:
        """Write down an act against a person, with what they had written; return its number."""
        cursor = self._database.execute(
            "INSERT INTO acts (chat_id, person_id, person_name, person_username, person_language,"
            " message_ids, text, reason, action, done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                chat_id,
                person.id,
                person.name,
                person.username,
                person.language,
                json.dumps(action.message_ids),
                text,
                action.reason,
                action.name,
                int(self._clock()),
            ),
        )
        number = cursor.lastrowid
        assert number is not None  # an INSERT into a table with a row id always sets it
        return number

    def get(self, number: int) -> Act | None:
        """Return one act by its number."""
        row = self._database.row("SELECT * FROM acts WHERE id = ?", (number,))
        return _act(row) if row else None

    def undo(self, number: int, by: int) -> bool:
        """Mark an act as taken back by person `by`; False where it is unknown or was undone before."""
        changed = self._database.execute(
            "UPDATE acts SET undone_by = ?, undone_at = ? WHERE id = ? AND undone_by IS NULL",
            (by, int(self._clock()), number),
        )
        return changed.rowcount == 1

    def latest(self, chat_id: int, limit: int = 10) -> tuple[Act, ...]:
        """Return the newest acts in a chat, newest first."""
        rows = self._database.rows(
            "SELECT * FROM acts WHERE chat_id = ? ORDER BY id DESC LIMIT ?", (chat_id, limit)
        )
        return tuple(map(_act, rows))


def _act(row: sqlite3.Row) -> Act:
    return Act(
        id=row["id"],
        chat_id=row["chat_id"],
        person=Person(
            row["person_id"], row["person_name"], row["person_username"], row["person_language"]
        ),
        message_ids=tuple(json.loads(row["message_ids"])),
        text=row["text"],
        reason=row["reason"],
        action=row["action"],
        done_at=row["done_at"],
        undone_by=row["undone_by"],
    )
