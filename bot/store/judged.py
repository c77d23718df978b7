"""Keep every judged message of a group with its findings, so that another policy can be tried on it.

The words, and where the files are, go when the policy says so; the findings go after a month. Judges nothing.
"""

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.records import Attachment, AttachmentKind, Finding, Incoming
from bot.store import quoted
from bot.store.database import Database

KEPT_SECONDS = 30 * 86_400
"""How far a replay can look back."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One message as it was judged."""

    id: int
    chat_id: int
    message_id: int
    person_id: int
    person_name: str
    text: str
    """Empty where its time was over."""
    media: tuple[Attachment, ...]
    findings: tuple[Finding, ...]
    newcomer: bool
    spared: str
    """Why the policy did not apply to the sender (`administrator`), empty where it did."""
    judged_at: int
    topic_id: int | None = None
    label: str = ""


class Ledger:
    """The judged messages of the last thirty days."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(
        self, incoming: Incoming, findings: tuple[Finding, ...], newcomer: bool, keep_text: int
    ) -> int:
        """Write down a judged message, its words for `keep_text` seconds; the same update once."""
        origin, now = incoming.origin, int(self._clock())
        text = incoming.text if keep_text else ""
        cursor = self._database.execute(
            "INSERT OR REPLACE INTO judged (chat_id, message_id, update_id, topic_id, person_id,"
            " person_name, text, media, findings, newcomer, spared, judged_at, text_until)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
            (
                *(origin.chat_id, origin.message_id, max(incoming.update_ids, default=0)),
                *(origin.topic_id, origin.person.id, origin.person.name, text),
                *(_dumped(incoming.attachments), quoted.dumped(findings), newcomer),
                *(now, now + keep_text),
            ),
        )
        return int(cursor.lastrowid or 0)

    def spare(self, number: int, why: str) -> None:
        """Note that the policy did not apply to the sender."""
        self._database.execute("UPDATE judged SET spared = ? WHERE id = ?", (why, number))

    def label(self, chat_id: int, message_ids: tuple[int, ...], label: str, by: int) -> None:
        """Note what an administrator said of a message: `right` to act, or `wrong`."""
        for message_id in message_ids:
            self._database.execute(
                "UPDATE judged SET label = ?, labelled_by = ? WHERE chat_id = ? AND message_id = ?",
                (label, by, chat_id, message_id),
            )

    def cleared(self, incoming: Incoming) -> bool:
        """Tell whether administrators said of the very same words and files that they are harmless."""
        files = {one.unique_id for one in incoming.attachments}
        if not (files or incoming.text):
            return False
        rows = self._database.rows(
            "SELECT label, media FROM judged WHERE chat_id = ? AND label IN ('right', 'wrong')"
            " AND text = ? ORDER BY id DESC",
            (incoming.origin.chat_id, incoming.text),
        )
        # The newest word on just this holds: pictures without words have the same, empty text.
        said = (row["label"] for row in rows if files <= {m[3] for m in json.loads(row["media"])})
        return next(said, "") == "wrong"

    def get(self, number: int) -> Judged | None:
        """Return one judged message by its number."""
        row = self._database.row("SELECT * FROM judged WHERE id = ?", (number,))
        return _judged(row) if row else None

    def of_message(self, chat_id: int, message_id: int) -> Judged | None:
        """Return the newest judgement on a message."""
        row = self._database.row(
            "SELECT * FROM judged WHERE chat_id = ? AND message_id = ? ORDER BY id DESC LIMIT 1",
            (chat_id, message_id),
        )
        return _judged(row) if row else None

    def since(self, chat_id: int, when: int) -> tuple[Judged, ...]:
        """Return what was judged from a moment on, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM judged WHERE chat_id = ? AND judged_at >= ? ORDER BY id",
            (chat_id, when),
        )
        return tuple(map(_judged, rows))

    def first_at(self, chat_id: int) -> int | None:
        """Return when the oldest known message was judged."""
        row = self._database.row(
            "SELECT min(judged_at) AS first FROM judged WHERE chat_id = ?", (chat_id,)
        )
        return row["first"] if row else None

    def chats(self) -> tuple[int, ...]:
        """Return the groups in which anything was judged."""
        rows = self._database.rows("SELECT DISTINCT chat_id FROM judged ORDER BY chat_id")
        return tuple(row["chat_id"] for row in rows)

    def sweep(self) -> None:
        """Delete words and files whose time is over, and judgements of more than a month ago."""
        now = int(self._clock())
        # Before the words: with them goes what tells that the time is over.
        self._database.execute(
            "UPDATE judged SET media = '[]' WHERE text_until < ? AND text_until > 0", (now,)
        )
        quoted.forget(self._database, "judged", now)
        self._database.execute("DELETE FROM judged WHERE judged_at < ?", (now - KEPT_SECONDS,))


def _dumped(attachments: tuple[Attachment, ...]) -> str:
    return json.dumps([[a.kind, a.message_id, a.file_id, a.unique_id] for a in attachments])


def _judged(row: sqlite3.Row) -> Judged:
    media = tuple(
        Attachment(AttachmentKind(kind), message_id, file_id, unique_id)
        for kind, message_id, file_id, unique_id in json.loads(row["media"])
    )
    return Judged(
        id=row["id"],
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        person_id=row["person_id"],
        person_name=row["person_name"],
        text=row["text"],
        media=media,
        findings=quoted.loaded(row["findings"]),
        newcomer=bool(row["newcomer"]),
        spared=row["spared"],
        judged_at=row["judged_at"],
        topic_id=row["topic_id"],
        label=row["label"],
    )
