"""The classifier of each group as its lessons stand now.

Knows the table of lessons and which classifiers are in memory; fits on a thread, since the first time that
takes half a second, and never twice at once for the same group.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from bot import ports
from bot.safety.spam.model import Model
from bot.store.lessons import LessonTable

if TYPE_CHECKING:
    # What fits needs SciPy, a sixth of a second that no start has to wait for: a worker thread imports it.
    from bot.safety.spam.course import Course

Taught = tuple[str, bool]
"""A message, and whether it was called spam."""

IN_MEMORY: Final = 16
"""Groups whose lessons are held ready: some 30 MB each with a thousand lessons, and little with few."""

SHORTEST: Final = 3
"""Letters and digits that a lesson has at least; `ok` teaches nothing but to distrust everybody."""

LONGEST: Final = 8_000

State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Group:
    state: State
    course: "Course"


class School:
    """The classifiers of all groups, and the `Lessons` that change them."""

    name = "samples"

    def __init__(self, table: LessonTable) -> None:
        self._table = table
        self._groups: OrderedDict[int, _Group] = OrderedDict()
        self._locks: dict[int, asyncio.Lock] = {}

    async def model(self, chat_id: int) -> Model:
        """Return the classifier that follows from a group's lessons at this moment."""
        async with self._locks.setdefault(chat_id, asyncio.Lock()):
            state = self._table.state(chat_id)
            held = self._groups.get(chat_id)
            if held is None or held.state != state:
                lessons = self._lessons(chat_id)
                before = held.course if held else None
                held = _Group(state, await asyncio.to_thread(_learn, before, lessons))
                self._groups[chat_id] = held
            self._groups.move_to_end(chat_id)
        while len(self._groups) > IN_MEMORY:
            gone, _ = self._groups.popitem(last=False)
            self._locks.pop(gone, None)
        return held.course.model

    def learn(self, chat_id: int, source: str, lesson: ports.Lesson) -> int:
        """Keep what is written or drawn in a message; 0 where that is next to nothing.

        The next message is judged by it. Whoever may teach is for the caller to know.
        """
        drawn = (picture.sight.words for picture in lesson.pictures)
        text = "\n".join(filter(None, (lesson.text, *drawn))).strip()[:LONGEST]
        if sum(character.isalnum() for character in text) < SHORTEST:
            return 0
        self._table.add(chat_id, source, text, spam=lesson.unwanted, by=lesson.by)
        return 1

    def unlearn(self, chat_id: int, source: str) -> int:
        """Take back what was learned under a source, as if it had never been taught."""
        return self._table.remove(chat_id, source)

    def _lessons(self, chat_id: int) -> list[Taught]:
        """Return a group's lessons, oldest first."""
        return [(taught.text, taught.spam) for taught in self._table.of(chat_id)]


async def untaught(chat_id: int) -> Model:
    """Return the classifier of a group that has taught nothing."""
    return (await asyncio.to_thread(_beginning)).model


@cache
def _beginning() -> "Course":
    """Return the course of every group without lessons, fitted once for all of them."""
    from bot.safety.spam.course import course

    begun = course()
    _ = begun.model
    return begun


def _learn(before: "Course | None", taught: Sequence[Taught]) -> "Course":
    """Return the fitted course of what was taught; what it shares with the last one is kept."""
    from bot.safety.spam.fit import Lesson

    if not taught:
        return _beginning()
    after = (before or _beginning()).then(Lesson(text, spam) for text, spam in taught)
    _ = after.model
    return after
