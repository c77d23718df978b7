"""Keep for a day who said something when in a group, with a print of it, and who came in.

Holds no words: a print tells only whether two messages are much the same. What is compared with each
message is held by columns in memory, for in a raid reading a thousand rows for each costs more than judging it.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.store.database import Database

KEPT_SECONDS = 86_400

MOST = 1_000
"""So many of the newest messages are compared; a thousand within an hour is a crowd already."""

GROUPS_HELD: Final = 256
"""Groups in memory, of some 80 kB each."""

_COLUMNS: Final = np.dtype(
    [
        *(("message", "i8"), ("person", "i8"), ("said_at", "i8")),
        *(("print", "i8"), ("printed", "?"), ("file", "i8")),
    ]
)


class Utterance(NamedTuple):
    """One message, an album counting as one. `print` is None where there is too little to compare."""

    message_id: int
    person_id: int
    said_at: int
    print: int | None = None
    file: str = ""
    """Telegram's unique id of the first file, empty without one."""


@dataclass(frozen=True, slots=True)
class Lately:
    """What was said within a while, a row for each message."""

    people: NDArray[np.int64]
    said_at: NDArray[np.int64]
    prints: NDArray[np.int64]
    printed: NDArray[np.bool_]
    """Where there is a print."""
    files: NDArray[np.int64]
    """As `file_number` tells them."""


class _Window:
    """The newest messages of one group, with room for as many again."""

    def __init__(self) -> None:
        self._rows = np.zeros(2 * MOST, _COLUMNS)
        self._count = 0

    def add(self, said: Utterance) -> None:
        """Take a message up, or what an edit made of it; its time stays."""
        row = _row(said)
        known = np.flatnonzero(self._rows["message"][: self._count] == said.message_id)
        if len(known):
            at = int(known[0])
            self._rows[at] = (*row[:2], self._rows["said_at"][at], *row[3:])
            return
        if self._count == len(self._rows):
            newest = np.argsort(self._rows["said_at"], kind="stable")[-MOST:]
            self._rows[:MOST] = self._rows[newest]
            self._count = MOST
        self._rows[self._count] = row
        self._count += 1

    def between(self, moment: int, until: int) -> Lately:
        """Return what was said from one moment to another, both included."""
        rows = self._rows[: self._count]
        rows = rows[(rows["said_at"] >= moment) & (rows["said_at"] <= until)]
        columns = (rows[name] for name in ("person", "said_at", "print", "printed", "file"))
        return Lately(*columns)


class Crowd:
    """What was said in groups since yesterday."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._windows: OrderedDict[int, _Window] = OrderedDict()

    def note(self, chat_id: int, said: Utterance) -> None:
        """Remember a message; an edited one replaces what was known of it but for its time."""
        self._window(chat_id).add(said)
        self._database.execute(
            "INSERT INTO crowd (chat_id, message_id, person_id, said_at, print, file)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (chat_id, message_id)"
            " DO UPDATE SET print = excluded.print, file = excluded.file",
            (
                chat_id,
                said.message_id,
                said.person_id,
                said.said_at,
                said.print,
                said.file,
            ),
        )

    def between(self, chat_id: int, moment: int, until: int) -> Lately:
        """Return what was said in a group from one moment to another, of the newest messages."""
        return self._window(chat_id).between(moment, until)

    def arrivals(self, chat_id: int, moment: int) -> int:
        """Return how many people came into a group since a moment."""
        row = self._database.row(
            "SELECT count(*) AS many FROM members WHERE chat_id = ? AND joined_at >= ?",
            (chat_id, moment),
        )
        return int(row["many"]) if row else 0

    def sweep(self) -> None:
        """Forget what was said before yesterday."""
        self._database.execute(
            "DELETE FROM crowd WHERE said_at < ?", (int(self._clock()) - KEPT_SECONDS,)
        )
        self._windows.clear()

    def _window(self, chat_id: int) -> _Window:
        window = self._windows.get(chat_id)
        if window is None:
            window = self._windows[chat_id] = _Window()
            rows = self._database.rows(
                "SELECT message_id, person_id, said_at, print, file FROM crowd"
                " WHERE chat_id = ? ORDER BY said_at DESC LIMIT ?",
                (chat_id, MOST),
            )
            for row in reversed(rows):
                window.add(Utterance(*row))
            while len(self._windows) > GROUPS_HELD:
                self._windows.popitem(last=False)
        self._windows.move_to_end(chat_id)
        return window


def file_number(unique_id: str) -> int:
    """Return the number by which a file is compared, 0 for none; the same within one process."""
    return hash(unique_id) if unique_id else 0


def _row(said: Utterance) -> tuple[int, int, int, int, bool, int]:
    printed = said.print is not None
    known = (said.message_id, said.person_id, said.said_at)
    return (*known, said.print or 0, printed, file_number(said.file))
