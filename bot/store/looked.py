"""Keep what was seen on the pictures of a conversation, so that a later question about one needs no new look.

Holds words alone: what was read on a picture, and what was answered about it. Knows no Telegram and no models.
"""

import math
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.records import Picture
from bot.store.database import Database
from knowledge.terms import query_terms, terms

KEPT_SECONDS = 30 * 86_400
"""As long as the answers themselves can be explained."""

LATEST = 10
"""Pictures that a question can mean by their number: an album."""

EARLIER = 200
"""Pictures among which one is looked for by what a question says of it."""

_PICTURE: Final = re.compile(
    r"\b(?:photo|picture|image|screenshot|screen ?shot|pic|фото\w*|картин\w*|скрин\w*|снимок\w*|снимк\w*)s?\b"
    r"|图|照片|截屏",
    re.IGNORECASE,
)
_NUMBERS: Final = (
    (re.compile(r"\b(?:first|1st|перв\w+)\b|第(?:一|1)", re.IGNORECASE), 0),
    (re.compile(r"\b(?:second|2nd|втор\w+)\b|第(?:二|2)", re.IGNORECASE), 1),
    (re.compile(r"\b(?:third|3rd|трет\w+)\b|第(?:三|3)", re.IGNORECASE), 2),
    (re.compile(r"\b(?:fourth|4th|четв[её]рт\w+)\b|第(?:四|4)", re.IGNORECASE), 3),
    (re.compile(r"\b(?:last|latest|последн\w+)\b|最后", re.IGNORECASE), -1),
)


@dataclass(frozen=True, slots=True)
class Looked:
    """One picture of the conversation: its number in its message, what it reads, what was said of it."""

    number: int
    words: str
    said: str


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

    def meant(self, chat_id: int, topic_id: int | None, text: str) -> tuple[Looked, ...]:
        """Return the pictures of the conversation that `text` speaks of, none where it speaks of none."""
        if not _PICTURE.search(text):
            return ()
        rows = self._database.rows(
            "SELECT message_id, position, name, words, said FROM looked WHERE chat_id = ?"
            " AND topic_id = ? AND looked_at >= ?"
            " ORDER BY looked_at DESC, message_id DESC, position DESC LIMIT ?",
            (chat_id, topic_id or 0, self._oldest(), EARLIER),
        )
        rows.reverse()
        if not any(pattern.search(text) for pattern, _ in _NUMBERS):
            told = _told_of(rows, text)
            if told:
                return told
        rows = rows[-LATEST:]
        newest = [row for row in rows if row["message_id"] == rows[-1]["message_id"]]
        number = next((at for pattern, at in _NUMBERS if pattern.search(text)), None)
        # Who sends photos one by one counts them over their messages.
        among = newest if number is None or len(newest) > max(number, 0) else rows
        shown = [Looked(at, row["words"], row["said"]) for at, row in enumerate(among, 1)]
        if number is None:
            return tuple(shown)
        return (shown[number],) if len(shown) > max(number, 0) else ()

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


def _told_of(rows: Sequence[sqlite3.Row], text: str) -> tuple[Looked, ...]:
    """Return the picture whose words or answer a question speaks of, none where the newest fit it as well."""
    wanted = query_terms(_PICTURE.sub(" ", text))
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
        return ()
    best = max(range(len(rows)), key=lambda at: (fits[at], at))
    newest = rows[-1]["message_id"]
    if rows[best]["message_id"] == newest:
        return ()
    row = rows[best]
    return (Looked(row["position"] + 1, row["words"], row["said"]),)
