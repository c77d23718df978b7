"""What a group taught, on top of what every group begins with, and the classifier that follows from it.

The floor are messages written for this project in several languages; they are fitted together with the
group's own lessons, so that a group which knows spam in one language only keeps judging the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

import numpy as np
from scipy import sparse

from bot.safety.spam.fit import Lesson, Rows, fit, gram, matrix, rarity
from bot.safety.spam.letters import Flags
from bot.safety.spam.model import Model, Numbers, Weights

MOST_LESSONS: Final = 1_000
"""So many of a group's newest lessons are fitted; with them a lesson still takes a tenth of a second."""


@dataclass(frozen=True)
class Floor:
    """The written messages, ready to be fitted with others."""

    spam: Flags
    rarity: Weights
    matrix: sparse.csr_matrix
    likeness: Numbers


@cache
def floor() -> Floor:
    """Read the written messages; a tenth of a second, once."""
    spam, ham = written("spam"), written("ham")
    rare = rarity([*spam, *ham])
    rows = matrix([*spam, *ham], rare)
    called = np.arange(len(spam) + len(ham)) < len(spam)
    return Floor(called, rare, rows, gram(rows, rows))


def written(kind: str) -> list[str]:
    """Return the project's own messages of a kind, `spam` or `ham`."""
    text = files("bot.safety.spam").joinpath("written", f"{kind}.txt").read_text("utf-8")
    return text.splitlines()


@dataclass(frozen=True)
class Course:
    """A group's lessons, oldest first, each text once. `after` and `without` give another course."""

    lessons: tuple[Lesson, ...]
    rows: sparse.csr_matrix
    likeness: Numbers
    """(floor + lessons, floor + lessons)"""

    @cached_property
    def model(self) -> Model:
        """The classifier; fitted when it is asked for."""
        ground = floor()
        taught = np.array([lesson.spam for lesson in self.lessons], np.bool_)
        own = np.arange(len(ground.spam) + len(taught)) >= len(ground.spam)
        rows = Rows(self.rows, np.concatenate([ground.spam, taught]), own)
        return fit(rows, self.likeness, ground.rarity)

    def after(self, text: str, *, spam: bool) -> "Course":
        """Return the course with one more lesson; one on the same text is replaced."""
        rest = self.without(text)
        if len(rest.lessons) >= MOST_LESSONS:
            rest = rest.without(rest.lessons[0].text)
        row = matrix([text], floor().rarity)
        rows = sparse.vstack([rest.rows, row], format="csr")
        column = gram(rows, row)
        likeness = np.block([[rest.likeness, column[:-1]], [column.T]])
        return Course((*rest.lessons, Lesson(text, spam)), rows, likeness)

    def without(self, text: str) -> "Course":
        """Return the course as if a text had never been taught."""
        keep = [number for number, one in enumerate(self.lessons) if one.text != text]
        return self if len(keep) == len(self.lessons) else self.only(keep)

    def only(self, numbers: Sequence[int]) -> "Course":
        """Return the course of some of the lessons, by their place among `lessons`."""
        ground = len(floor().spam)
        index = np.concatenate([np.arange(ground), np.array(numbers, np.int64) + ground])
        lessons = tuple(self.lessons[number] for number in numbers)
        return Course(lessons, self.rows[index], self.likeness[np.ix_(index, index)])


def taught(spam: Sequence[str], ham: Sequence[str]) -> Course:
    """Return the course of messages that were called spam, then of those that were called ham."""
    return course([Lesson(text, True) for text in spam] + [Lesson(text, False) for text in ham])


def course(lessons: Sequence[Lesson] = ()) -> Course:
    """Return the course of these lessons, the newest of them where they are too many."""
    ground = floor()
    last = {lesson.text: lesson for lesson in lessons}
    kept = tuple(last.values())[-MOST_LESSONS:]
    if not kept:
        return Course((), ground.matrix, ground.likeness)
    own = matrix([lesson.text for lesson in kept], ground.rarity)
    across = gram(own, ground.matrix)
    likeness = np.block([[ground.likeness, across.T], [across, gram(own, own)]])
    return Course(kept, sparse.vstack([ground.matrix, own], format="csr"), likeness)
