"""What a group taught, on top of what every group begins with, and the classifier that follows from it.

The floor are messages written for this project in several languages; they are fitted together with the
group's own lessons, so that a group which knows spam in one language only keeps judging the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

import numpy as np
from scipy import sparse

from bot.safety.spam.fit import Lesson, Rows, fit, gram, matrix, rarity
from bot.safety.spam.inverse import Panel, panels
from bot.safety.spam.letters import Flags
from bot.safety.spam.model import Model, Weights

MOST_LESSONS: Final = 1_000
"""So many of a group's newest lessons are fitted at most."""

FORGOTTEN: Final = 64
"""So many of the oldest fall out at once, since whatever was worked out after the first of them is worked
out anew."""


@dataclass(frozen=True)
class Floor:
    """The written messages, ready to be fitted with others."""

    spam: Flags
    rarity: Weights
    matrix: sparse.csr_matrix
    likeness: Weights
    inverse: tuple[Panel, ...]


@cache
def floor() -> Floor:
    """Read the written messages; a quarter of a second, once."""
    spam, ham = written("spam"), written("ham")
    rare = rarity([*spam, *ham])
    rows = matrix([*spam, *ham], rare)
    called = np.arange(len(spam) + len(ham)) < len(spam)
    likeness = gram(rows, rows)
    return Floor(called, rare, rows, likeness, panels(likeness))


def written(kind: str) -> list[str]:
    """Return the project's own messages of a kind, `spam` or `ham`."""
    text = files("bot.safety.spam").joinpath("written", f"{kind}.txt").read_text("utf-8")
    return text.splitlines()


@dataclass(frozen=True)
class Course:
    """A group's lessons, oldest first, each text once. `after` and `without` give another course."""

    lessons: tuple[Lesson, ...]
    rows: sparse.csr_matrix
    likeness: Weights
    """(floor + lessons, floor + lessons)"""
    inverse: tuple[Panel, ...]

    @cached_property
    def model(self) -> Model:
        """The classifier; fitted when it is asked for."""
        ground = floor()
        taught = np.array([lesson.spam for lesson in self.lessons], np.bool_)
        own = np.arange(len(ground.spam) + len(taught)) >= len(ground.spam)
        rows = Rows(self.rows, np.concatenate([ground.spam, taught]), own)
        return fit(rows, self.inverse, ground.rarity)

    def after(self, text: str, *, spam: bool) -> "Course":
        """Return the course with one more lesson; one on the same text is replaced."""
        rest = (one for one in self.lessons if one.text != text)
        return self.then([*rest, Lesson(text, spam)])

    def without(self, text: str) -> "Course":
        """Return the course as if a text had never been taught."""
        return self.then([one for one in self.lessons if one.text != text])

    def only(self, numbers: Sequence[int]) -> "Course":
        """Return the course of some of the lessons, by their place among `lessons`."""
        return self.then([self.lessons[number] for number in numbers])

    def then(self, lessons: Iterable[Lesson]) -> "Course":
        """Return the course of other lessons; what they share with these is not worked out again.

        What follows depends on the lessons alone, and not on how they came together.
        """
        kept = fitted(lessons)
        ground = len(floor().spam)
        place = {one.text: ground + number for number, one in enumerate(self.lessons)}
        old = [*range(ground), *(place[one.text] for one in kept if one.text in place)]
        new = [one.text for one in kept if one.text not in place]
        rows, likeness = _chosen(self.rows, self.likeness, old)
        if new:
            rows, likeness = _joined(rows, likeness, new)
            rows, likeness = _chosen(rows, likeness, _order(kept, place, ground))
        same = _common(self.lessons, kept)
        known = [panel for panel in self.inverse if panel.shape[1] <= ground + same]
        return Course(kept, rows, likeness, panels(likeness, known))


def taught(spam: Sequence[str], ham: Sequence[str]) -> Course:
    """Return the course of messages that were called spam, then of those that were called ham."""
    return course([Lesson(text, True) for text in spam] + [Lesson(text, False) for text in ham])


def course(lessons: Iterable[Lesson] = ()) -> Course:
    """Return the course of these lessons, the newest of them where they are too many."""
    ground = floor()
    return Course((), ground.matrix, ground.likeness, ground.inverse).then(lessons)


def fitted(lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """Return the lessons that are fitted: each text once, as it was called last, and not too many."""
    each = tuple({lesson.text: lesson for lesson in lessons}.values())
    over = max(0, len(each) - MOST_LESSONS)
    return each[-(-over // FORGOTTEN) * FORGOTTEN :]


def _chosen(
    rows: sparse.csr_matrix, likeness: Weights, numbers: list[int]
) -> tuple[sparse.csr_matrix, Weights]:
    """Return some of the rows in another order, and their likeness to one another."""
    if numbers == [*range(len(likeness))]:
        return rows, likeness
    return rows[numbers], likeness[np.ix_(numbers, numbers)]


def _joined(
    rows: sparse.csr_matrix, likeness: Weights, texts: list[str]
) -> tuple[sparse.csr_matrix, Weights]:
    """Append messages to rows, and to their likeness to one another."""
    own = matrix(texts, floor().rarity)
    joined = sparse.csr_matrix(sparse.vstack([rows, own], format="csr"))
    column = gram(joined, own)
    return joined, np.block([[likeness, column[: len(likeness)]], [column.T]])


def _order(kept: Sequence[Lesson], place: dict[str, int], ground: int) -> list[int]:
    """Return at which row each lesson stands where the known ones come first, then the new ones."""
    old = sum(one.text in place for one in kept)
    first, second = iter(range(ground, ground + old)), iter(range(ground + old, ground + len(kept)))
    return [*range(ground), *(next(first if one.text in place else second) for one in kept)]


def _common(left: Sequence[Lesson], right: Sequence[Lesson]) -> int:
    """Return of how many lessons the texts agree from the first one on; what they are called is no matter."""
    pairs = zip(left, right, strict=False)
    return next(
        (number for number, (a, b) in enumerate(pairs) if a.text != b.text),
        min(len(left), len(right)),
    )
