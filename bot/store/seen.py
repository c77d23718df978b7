"""Remember which files hung on which message, so that a reply can bring a whole album.

Telegram shows a bot only the one message that was replied to, and never tells an album's other parts.
Holds file ids, no bytes and no words.
"""

import sqlite3
import time
from collections.abc import Callable

import orjson

from bot.records import Attachment, AttachmentKind, Incoming, Rendition
from bot.store.database import Database

KEPT_SECONDS = 30 * 86_400
"""How long an attachment is remembered."""


class Seen:
    """The attachments of the last thirty days."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def remember(self, incoming: Incoming) -> None:
        """Note the attachments of a message; an edit that changed them replaces what was known."""
        if not incoming.attachments:
            return
        now = int(self._clock())
        chat_id = incoming.origin.chat_id
        with self._database.transaction():
            for message_id in {a.message_id for a in incoming.attachments}:
                self._database.execute(
                    "DELETE FROM attachments WHERE chat_id = ? AND message_id = ?",
                    (chat_id, message_id),
                )
            for position, attachment in enumerate(incoming.attachments):
                self._insert(incoming, position, attachment, now)

    def sweep(self) -> None:
        """Delete what was seen too long ago to be replied to."""
        oldest = int(self._clock()) - KEPT_SECONDS
        self._database.execute("DELETE FROM attachments WHERE seen_at < ?", (oldest,))

    def _insert(self, incoming: Incoming, position: int, attachment: Attachment, now: int) -> None:
        self._database.execute(
            "INSERT INTO attachments (chat_id, message_id, position, album_id, kind, file_id,"
            " unique_id, size_bytes, media_type, name, seen_at, seconds, copies)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                incoming.origin.chat_id,
                attachment.message_id,
                position,
                incoming.album_id,
                attachment.kind,
                attachment.file_id,
                attachment.unique_id,
                attachment.size_bytes,
                attachment.media_type,
                attachment.name,
                now,
                attachment.seconds,
                _copies(attachment),
            ),
        )

    def album(self, chat_id: int, album_id: str) -> tuple[Attachment, ...]:
        """Return all known parts of an album, in the order in which they were sent."""
        rows = self._database.rows(
            "SELECT * FROM attachments WHERE chat_id = ? AND album_id = ?"
            " ORDER BY abs(message_id), position",
            (chat_id, album_id),
        )
        return tuple(map(_attachment, rows))

    def attachments(self, chat_id: int, message_id: int) -> tuple[Attachment, ...]:
        """Return what hung on one message."""
        rows = self._database.rows(
            "SELECT * FROM attachments WHERE chat_id = ? AND message_id = ? ORDER BY position",
            (chat_id, message_id),
        )
        return tuple(map(_attachment, rows))


def _copies(attachment: Attachment) -> str:
    """Write down what else Telegram keeps of a file; empty where nothing, as for most."""
    still = attachment.thumbnail
    if not attachment.renditions and still is None:
        return ""
    return orjson.dumps({"renditions": attachment.renditions, "thumbnail": still}).decode()


def _attachment(row: sqlite3.Row) -> Attachment:
    copies = orjson.loads(row["copies"]) if row["copies"] else {}
    still = copies.get("thumbnail")
    return Attachment(
        kind=AttachmentKind(row["kind"]),
        message_id=row["message_id"],
        file_id=row["file_id"],
        unique_id=row["unique_id"],
        size_bytes=row["size_bytes"],
        media_type=row["media_type"],
        name=row["name"],
        seconds=row["seconds"],
        renditions=tuple(Rendition(**one) for one in copies.get("renditions", ())),
        thumbnail=Rendition(**still) if still else None,
    )
