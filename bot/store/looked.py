"""Keep what was seen on the pictures of a conversation, so that a later question about one needs no new look.

Holds what was read on a picture, what was answered about it, and, where there is a picture model, its vector; no
pictures. Knows no Telegram and no models.
"""

import math
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.records import Picture
from bot.store import pointing
from bot.store.database import Database
from knowledge.terms import query_terms, terms

KEPT_SECONDS = 30 * 86_400
"""As long as the answers themselves can be explained."""

LATEST = 10
"""Pictures that a question can mean by their number: an album."""

EARLIER = 200
"""Pictures among which one is looked for by what a question says of it."""
HOUR_SECONDS = 3_600
YESTERDAY_HOURS = (6, 48)
"""What somebody may call yesterday, in hours ago: nobody knows when their day began."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One picture of the conversation: its number in its message, what it reads, what was said of it."""

    number: int
    words: str
    said: str
    looked_at: int = 0
    message_id: int = 0
    sha256: str = ""
    model: str = ""
    vector: bytes = field(default=b"", repr=False)
    """How it looks to `model`, see `knowledge.meant`; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The pictures of the conversation that some words speak of."""

    pictures: tuple[Looked, ...] = ()
    described: str = ""
    """What they say that it shows, where neither a number nor what is known of any tells which it is."""


class LookedAt:
    """The pictures of the last thirty days, by conversation."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def record(
        self,
        chat_id: int,
        topic_id: int | None,
        message_id: int,
        pictures: Sequence[Picture],
        said: str,
    ) -> None:
        """Note the pictures of one question, in place of what an earlier version of it showed."""
        place = (chat_id, topic_id or 0, message_id)
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM looked WHERE chat_id = ? AND topic_id = ? AND message_id = ?", place
            )
            for position, one in enumerate(pictures):
                self._database.execute(
                    "INSERT INTO looked (chat_id, topic_id, message_id, position, unique_id, sha256,"
                    " name, words, said, looked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *place,
                        position,
                        one.unique_id,
                        one.sight.sha256,
                        one.name,
                        one.sight.words,
                        said,
                        int(self._clock()),
                    ),
                )

    def see(
        self,
        chat_id: int,
        topic_id: int | None,
        message_id: int,
        model: str,
        vectors: Sequence[bytes],
    ) -> None:
        """Note how the pictures of one question look to `model`, in their order; without a vector it stays unknown."""
        with self._database.transaction():
            for position, vector in enumerate(vectors):
                self._database.execute(
                    "UPDATE looked SET vector = ?, model = ? WHERE chat_id = ? AND topic_id = ?"
                    " AND message_id = ? AND position = ?",
                    (vector or None, model, chat_id, topic_id or 0, message_id, position),
                )

    def earlier(self, chat_id: int, topic_id: int | None, text: str = "") -> tuple[Looked, ...]:
        """Return the pictures of a conversation, oldest first; those of yesterday where `text` says so."""
        known = tuple(_looked(row) for row in self._rows(chat_id, topic_id))
        if not pointing.at_yesterday(text):
            return known
        latest, oldest = (self._clock() - hours * HOUR_SECONDS for hours in YESTERDAY_HOURS)
        then = tuple(one for one in known if oldest <= one.looked_at <= latest)
        return then or known

    def meant(self, chat_id: int, topic_id: int | None, text: str) -> Meant:
        """Return the pictures of the conversation that `text` speaks of, none where it speaks of none."""
        if not pointing.at_picture(text):
            return Meant()
        rows, number, described = (
            self._rows(chat_id, topic_id),
            pointing.number(text),
            pointing.description(text),
        )
        if number is None:
            told = _told_of(rows, text)
            if told:
                return Meant(told)
            described = described if told is None else ""
        rows = rows[-LATEST:]
        newest = [row for row in rows if row["message_id"] == rows[-1]["message_id"]]
        # Who sends photos one by one counts them over their messages.
        among = newest if number is None or len(newest) > max(number, 0) else rows
        shown = [Looked(at, row["words"], row["said"]) for at, row in enumerate(among, 1)]
        if number is None:
            return Meant(tuple(shown), described)
        return Meant((shown[number],) if len(shown) > max(number, 0) else ())

    def _rows(self, chat_id: int, topic_id: int | None) -> list[sqlite3.Row]:
        rows = self._database.rows(
            "SELECT * FROM looked WHERE chat_id = ? AND topic_id = ? AND looked_at >= ?"
            " ORDER BY looked_at DESC, message_id DESC, position DESC LIMIT ?",
            (chat_id, topic_id or 0, self._oldest(), EARLIER),
        )
        return rows[::-1]

    def reset(self, chat_id: int, topic_id: int | None) -> None:
        """Forget the pictures of one conversation."""
        self._database.execute(
            "DELETE FROM looked WHERE chat_id = ? AND topic_id = ?", (chat_id, topic_id or 0)
        )

    def sweep(self) -> None:
        """Delete what was seen too long ago."""
        self._database.execute("DELETE FROM looked WHERE looked_at < ?", (self._oldest(),))

    def _oldest(self) -> int:
        return int(self._clock()) - KEPT_SECONDS


def _told_of(rows: Sequence[sqlite3.Row], text: str) -> tuple[Looked, ...] | None:
    """Return the picture whose words or answer a question speaks of.

    None at all where the newest fit it as well; None where no word tells any of them apart.
    """
    wanted = query_terms(pointing.without_picture(text))
    held = [frozenset(terms(f"{row['name']} {row['words']} {row['said']}")) for row in rows]
    weights = {}
    for term in wanted:
        count = sum(not one.isdisjoint(term.forms) for one in held)
        # What stands on most pictures tells none of them apart.
        if 0 < 2 * count <= len(rows):
            weights[term] = math.log(len(rows) / count)
    fits = [
        sum(w for term, w in weights.items() if held[at] & {*term.forms}) for at in range(len(rows))
    ]
    if not any(fits):
        return None
    best = max(range(len(rows)), key=lambda at: (fits[at], at))
    newest = rows[-1]["message_id"]
    if rows[best]["message_id"] == newest:
        return ()
    return (_looked(rows[best]),)


def _looked(row: sqlite3.Row) -> Looked:
    return Looked(
        row["position"] + 1,
        row["words"],
        row["said"],
        row["looked_at"],
        row["message_id"],
        row["sha256"],
        row["model"],
        row["vector"] or b"",
    )
