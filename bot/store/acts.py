"""Keep what moderation did, with enough to show it, to judge it and to take it back once.

The words go when the policy says so; who, what, when and why stay for ninety days.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.records import Action, Finding, Origin, Person
from bot.store import quoted
from bot.store.database import Database

KEPT_SECONDS = 90 * 86_400
"""How long an act is remembered: who did what to whom, when, and for what reason."""

REMOVING = ("delete", "warn", "mute", "ban")
"""Actions after which the message is gone."""

TOUCHING = ("mute", "ban")
"""Actions that a person feels beyond the message."""


@dataclass(frozen=True, slots=True)
class Act:
    """One moderation record. `undone_by` is the person who took it back, None while it stands."""

    id: int
    chat_id: int
    person: Person
    message_ids: tuple[int, ...]
    text: str
    """Empty where its time was over."""
    reason: str
    action: str
    done_at: int
    undone_by: int | None = None
    topic_id: int | None = None
    state: str = "done"
    """`planned` while it is being carried out, then `done`."""
    score: float = 0.0
    findings: tuple[Finding, ...] = ()
    policy_version: int = 0
    until: int = 0
    """When a mute or ban ends, in seconds since 1970; 0 for never."""
    obstacle: str = ""
    """Why it could not be carried out as decided."""
    by_id: int = 0
    """The administrator who ordered it, 0 where the policy did."""
    label: str = ""
    """`right` or `wrong`, as an administrator said."""
    appealed: bool = False

    @property
    def stands(self) -> bool:
        return self.undone_by is None


class Strike(NamedTuple):
    """What counts of an act where the next one against the same person is decided."""

    action: str
    done_at: int
    until: int
    messages: str
    """JSON array of the messages that it was about."""

    def about(self, message_ids: Iterable[int]) -> bool:
        """Tell whether it was about one of these messages."""
        return not set(json.loads(self.messages)).isdisjoint(message_ids)

    def held(self, said_at: int, now: int) -> bool:
        """Tell whether it keeps somebody from writing now, and a message was sent before it did."""
        return self.action in TOUCHING and said_at <= self.done_at and not 0 < self.until <= now


class Acts:
    """Every act of moderation, those under `watch` included."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def plan(
        self, origin: Origin, action: Action, text: str, keep_text: int, by_id: int = 0
    ) -> int:
        """Write down an act that is about to be carried out; return its number.

        Its words go with those of the judged message, after `keep_text` seconds where none was judged;
        they stay until the next sweep at least, for the act is told with them.
        """
        person, now = origin.person, int(self._clock())
        cursor = self._database.execute(
            "INSERT INTO acts (chat_id, topic_id, person_id, person_name, person_username,"
            " person_language, message_ids, text, reason, action, done_at, state, score, findings,"
            " policy_version, until, by_id, text_until)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?, ?, ?, ?,"
            " coalesce((SELECT max(text_until) FROM judged WHERE chat_id = ?"
            " AND message_id = ? AND text_until > 0), ?))",
            (
                *(origin.chat_id, origin.topic_id, person.id, person.name, person.username),
                *(person.language, json.dumps(action.message_ids), text, action.reason),
                *(action.name, now, action.score, quoted.dumped(action.findings)),
                *(action.policy_version, action.until, by_id),
                *(origin.chat_id, min(action.message_ids, default=0), now + keep_text),
            ),
        )
        number = cursor.lastrowid
        assert number is not None  # an INSERT into a table with a row id always sets it
        return number

    def done(self, number: int, action: str, obstacle: str = "") -> None:
        """Note what was really done in the end."""
        self._database.execute(
            "UPDATE acts SET state = 'done', action = ?, obstacle = ? WHERE id = ?",
            (action, obstacle, number),
        )

    def get(self, number: int) -> Act | None:
        """Return one act by its number."""
        row = self._database.row("SELECT * FROM acts WHERE id = ?", (number,))
        return _act(row) if row else None

    def undo(self, number: int, by: int) -> bool:
        """Mark an act as taken back by person `by`; False where it is unknown or was undone before."""
        changed = self._database.execute(
            "UPDATE acts SET undone_by = ?, undone_at = ?, label = 'wrong', labelled_by = ?"
            " WHERE id = ? AND undone_by IS NULL",
            (by, int(self._clock()), by, number),
        )
        return changed.rowcount == 1

    def label(self, number: int, label: str, by: int) -> None:
        """Note what an administrator said of an act: `right` or `wrong`."""
        self._database.execute(
            "UPDATE acts SET label = ?, labelled_by = ? WHERE id = ?", (label, by, number)
        )

    def appeal(self, number: int) -> bool:
        """Note that the author appealed; False the second time, or where the act was undone."""
        changed = self._database.execute(
            "UPDATE acts SET appealed = 1 WHERE id = ? AND appealed = 0 AND undone_by IS NULL",
            (number,),
        )
        return changed.rowcount == 1

    def latest(self, chat_id: int, limit: int = 10) -> tuple[Act, ...]:
        """Return the newest acts in a chat, newest first."""
        return self._read("chat_id = ? ORDER BY id DESC LIMIT ?", (chat_id, limit))

    def since(self, chat_id: int | None, when: int) -> tuple[Act, ...]:
        """Return the acts in a chat from a moment on, oldest first; chat by chat where none is named."""
        if chat_id is None:
            return self._read("done_at >= ? ORDER BY chat_id, id", (when,))
        return self._read("chat_id = ? AND done_at >= ? ORDER BY id", (chat_id, when))

    def standing(self, chat_id: int, person_id: int, since: int = 0) -> tuple[Act, ...]:
        """Return the acts that removed something of a person and still stand, oldest first."""
        found = self._read(
            "chat_id = ? AND person_id = ? AND done_at >= ? AND undone_by IS NULL ORDER BY id",
            (chat_id, person_id, since),
        )
        return tuple(act for act in found if act.action in REMOVING)

    def strikes(self, chat_id: int, person_id: int, since: int) -> tuple[Strike, ...]:
        """Return of `standing` only what the next act depends on: in a raid it is asked of every message."""
        rows = self._database.rows(
            "SELECT action, done_at, until, message_ids FROM acts"
            " WHERE chat_id = ? AND person_id = ? AND done_at >= ? AND undone_by IS NULL"
            " AND action IN ('delete', 'warn', 'mute', 'ban') ORDER BY id",
            (chat_id, person_id, since),
        )
        return tuple(map(Strike._make, rows))

    def hindered(self, chat_id: int, obstacle: str, since: int) -> tuple[Act, ...]:
        """Return the acts that stand and that this obstacle kept from being carried out, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM acts WHERE chat_id = ? AND obstacle = ? AND done_at >= ?"
            " AND undone_by IS NULL AND label <> 'wrong' ORDER BY id",
            (chat_id, obstacle, since),
        )
        return tuple(map(_act, rows))

    def any_undone(self, numbers: Iterable[int]) -> bool:
        """Tell whether one of these acts was taken back."""
        row = self._database.row(
            "SELECT 1 FROM acts WHERE id IN (SELECT value FROM json_each(?))"
            " AND undone_by IS NOT NULL LIMIT 1",
            (json.dumps(list(numbers)),),
        )
        return row is not None

    def on_messages(self, chat_id: int, message_ids: Iterable[int]) -> tuple[Act, ...]:
        """Return the acts about any of these messages that stand, newest first."""
        wanted = set(message_ids)
        recent = self._read(
            "chat_id = ? AND undone_by IS NULL ORDER BY id DESC LIMIT 500", (chat_id,)
        )
        return tuple(act for act in recent if wanted.intersection(act.message_ids))

    def about(self, chat_id: int, message_ids: tuple[int, ...]) -> tuple[Act, ...]:
        """Return every act about exactly these messages, oldest first, those taken back included."""
        rows = self._database.rows(
            "SELECT * FROM acts WHERE chat_id = ? AND message_ids = ? ORDER BY id",
            (chat_id, json.dumps(message_ids)),
        )
        return tuple(map(_act, rows))

    def unfinished(self) -> tuple[Act, ...]:
        """Return the acts during which the process ended."""
        return self._read("state = 'planned' ORDER BY id", ())

    def sweep(self) -> None:
        """Forget words whose time is over, and what was done too long ago to be judged again."""
        now = int(self._clock())
        quoted.forget(self._database, "acts", now)
        self._database.execute("DELETE FROM acts WHERE done_at < ?", (now - KEPT_SECONDS,))

    def _read(self, where: str, values: tuple[int, ...]) -> tuple[Act, ...]:
        rows = self._database.rows(f"SELECT * FROM acts WHERE {where}", values)
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
        topic_id=row["topic_id"],
        state=row["state"],
        score=row["score"],
        findings=quoted.loaded(row["findings"]),
        policy_version=row["policy_version"],
        until=row["until"],
        obstacle=row["obstacle"],
        by_id=row["by_id"],
        label=row["label"],
        appealed=bool(row["appealed"]),
    )
