"""Keep the pictures that each group banned, by what they are known by, and who is hit by them.

Takes no print and compares nothing; of a picture that waits for its print the picture is kept until then.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.store.database import Database
from knowledge.bank.records import Known
from knowledge.bank.words import Fingerprint
from knowledge.vision.features import Features
from knowledge.vision.prints import Print

HIT_SECONDS = 600
"""Hits further apart than this are no sudden ones, and nobody keeps them."""

_COLUMNS = (
    "id, chat_id, source, message_id, note, added_by, added_at, paused_at IS NOT NULL AS paused"
)


@dataclass(frozen=True, slots=True)
class Ban:
    """Who banned a picture, when, and from which message."""

    id: int
    chat_id: int
    source: str
    message_id: int
    note: str
    added_by: int
    added_at: int
    paused: bool


@dataclass(frozen=True, slots=True)
class NewBan:
    """A picture, or the stills of a clip, that is to be banned."""

    source: str
    added_by: int
    message_id: int = 0
    note: str = ""
    words: Fingerprint | None = None


NO_PRINT = Print(np.zeros((0, 32), np.uint8), quality=0)
"""Of a picture that is too plain to be told from others."""


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """The print of one picture, with the vector of a picture model where there is one."""

    print: Print
    model: str = ""
    vector: bytes = b""
    """Single floats."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A banned picture of which no print was taken yet."""

    banned_id: int
    position: int
    content: bytes


class Banned:
    """Bans by group."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def state(self, chat_id: int) -> tuple[int, int, str, int]:
        """Return what changes whenever a group's bans do, also by another process, without reading them."""
        row = self._database.row(
            "SELECT count(*) AS many, coalesce(sum(id), 0) AS total,"
            # Which ones rest, not how many: one may be paused while another is let hold again.
            " coalesce(group_concat(CASE WHEN paused_at IS NOT NULL THEN id END), '') AS paused,"
            " (SELECT count(*) FROM prints p JOIN banned b ON b.id = p.banned_id"
            " WHERE b.chat_id = ? AND p.waiting IS NOT NULL) AS waiting FROM banned WHERE chat_id = ?",
            (chat_id, chat_id),
        )
        return (row["many"], row["total"], row["paused"], row["waiting"]) if row else (0, 0, "", 0)

    def add(self, chat_id: int, ban: NewBan, prints: Sequence[Taken | bytes]) -> int:
        """Ban what has these prints, or pictures of which prints are still to be taken; return its number."""
        with self._database.transaction():
            cursor = self._database.execute(
                "INSERT INTO banned (chat_id, source, message_id, note, added_by, added_at, words)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(chat_id, ban.source, ban.message_id, ban.note, ban.added_by),
                    *(int(self._clock()), dumped(ban.words)),
                ),
            )
            number = int(cursor.lastrowid or 0)
            for position, one in enumerate(prints):
                self._put(number, position, one)
        return number

    def _put(self, number: int, position: int, one: Taken | bytes) -> None:
        waiting = one if isinstance(one, bytes) else None
        taken = Taken(NO_PRINT) if isinstance(one, bytes) else one
        known = taken.print
        self._database.execute(
            "INSERT OR REPLACE INTO prints (banned_id, position, waiting, codes, quality, width,"
            " height, features, model, vector) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(number, position, waiting, known.codes.tobytes(), known.quality),
                *(*known.features.packed(), taken.model, taken.vector),
            ),
        )

    def waiting(self, chat_id: int) -> list[Waiting]:
        """Return the pictures of a group whose prints are still to be taken."""
        rows = self._database.rows(
            "SELECT p.banned_id, p.position, p.waiting FROM prints p JOIN banned b"
            " ON b.id = p.banned_id WHERE b.chat_id = ? AND p.waiting IS NOT NULL",
            (chat_id,),
        )
        return [Waiting(*row) for row in rows]

    def took(self, one: Waiting, taken: Taken) -> None:
        """Keep a print in place of its picture."""
        exists = "SELECT 1 FROM prints WHERE banned_id = ? AND position = ?"
        # It may have been taken back while the print was taken.
        if self._database.row(exists, (one.banned_id, one.position)) is not None:
            self._put(one.banned_id, one.position, taken)

    def forget(self, chat_id: int, source: str) -> int:
        """Take back every ban that came from `source`, with all that was kept of it; return how many."""
        return self._database.execute(
            "DELETE FROM banned WHERE chat_id = ? AND source = ?", (chat_id, source)
        ).rowcount

    def bans(self, chat_id: int) -> tuple[Ban, ...]:
        """Return the bans of a group, oldest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM banned WHERE chat_id = ? ORDER BY id", (chat_id,)
        )
        return tuple(Ban(**dict(row)) for row in rows)

    def known(self, chat_id: int, model: str = "") -> list[Known]:
        """Return what a group banned and what is not paused, under the numbers of the bans.

        Vectors are those of the picture model `model`: others cannot be compared.
        """
        rows = self._database.rows(
            "SELECT b.id, b.words, p.codes, p.quality, p.width, p.height, p.features, p.model,"
            " p.vector FROM banned b"
            " JOIN prints p ON p.banned_id = b.id WHERE b.chat_id = ? AND b.paused_at IS NULL"
            " AND p.waiting IS NULL ORDER BY b.id, p.position",
            (chat_id,),
        )
        entries: dict[int, list[sqlite3.Row]] = {}
        for row in rows:
            entries.setdefault(row["id"], []).append(row)
        return [_known(number, some, model) for number, some in entries.items()]

    def hit(self, number: int, person_id: int, *, regular: bool) -> int:
        """Note whom a ban was found with; return how many regulars it hit in the last minutes."""
        now = int(self._clock())
        self._database.execute(
            "INSERT INTO hits (banned_id, person_id, regular, hit_at) VALUES (?, ?, ?, ?)",
            (number, person_id, regular, now),
        )
        row = self._database.row(
            "SELECT count(DISTINCT person_id) AS many FROM hits"
            " WHERE banned_id = ? AND regular AND hit_at >= ?",
            (number, now - HIT_SECONDS),
        )
        return int(row["many"]) if row else 0

    def pause(self, chat_id: int, number: int, *, paused: bool = True) -> None:
        """Let a ban rest, or let it hold again."""
        self._database.execute(
            "UPDATE banned SET paused_at = ? WHERE chat_id = ? AND id = ?",
            (int(self._clock()) if paused else None, chat_id, number),
        )
        if not paused:
            self._database.execute("DELETE FROM hits WHERE banned_id = ?", (number,))

    def sweep(self) -> None:
        """Delete hits that are long over; bans stay until they are taken back."""
        self._database.execute(
            "DELETE FROM hits WHERE hit_at < ?", (int(self._clock()) - HIT_SECONDS,)
        )


def dumped(words: Fingerprint | None) -> str:
    """Write a fingerprint as text: SQLite's integers have a sign."""
    return f"{words.bits:016x} {words.letters}" if words else ""


def loaded(text: str) -> Fingerprint | None:
    """Read what `dumped` wrote."""
    bits, _, letters = text.partition(" ")
    return Fingerprint(int(bits, 16), int(letters)) if text else None


def _known(number: int, rows: Sequence[sqlite3.Row], model: str) -> Known:
    vectors = [
        np.frombuffer(row["vector"], np.float32) for row in rows if model and row["model"] == model
    ]
    prints = tuple(map(_print, rows))
    stacked = np.stack(vectors) if vectors else None
    return Known(str(number), prints, loaded(rows[0]["words"]), stacked)


def _print(row: sqlite3.Row) -> Print:
    codes = np.frombuffer(row["codes"], np.uint8).reshape(-1, 32)
    features = Features.unpacked(row["width"], row["height"], row["features"])
    return Print(codes, row["quality"], features)
