"""Prepare what the ranker is taught with, and search for it: with the right document in the store, and without.

Each kind of material is learned into a space of its own. Negatives for the judgement of answers are the same
questions with a quarter of the documents, theirs among it, left out of the store.
"""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.evaluate import cloze, datasets, paged, strip, written
from bot.evaluate.datasets import PictureSet
from bot.evaluate.lessons import Lesson
from bot.evaluate.store import Knowledge, Tell
from knowledge.rank import fit
from knowledge.rank.pool import Pool
from knowledge.records import Query

FOLDS = 4
"""Parts of the documents that are held out in turn."""

MANUALS = 8
SEED = 7
"""Of the written material; tests write with others."""


CLOZE = 0.25
"""Weight of a sentence taken out of its paragraph beside a question: it knows more of its neighbours than people
who ask do, and so thinks too well of chunks and too little of pages."""


@dataclass(frozen=True, slots=True)
class Course:
    """A folder to learn and the lessons about it."""

    name: str
    folder: Path
    lessons: Sequence[Lesson]
    only_pictures: bool = False
    """Whether nothing but pictures is asked for, as by alt texts."""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson's search: what was found with its document in the store, and what without."""

    lesson: Lesson
    course: Course
    pool: Pool
    right: tuple[bool, ...]
    without: Pool | None = None

    @property
    def group(self) -> str:
        """What stands or falls together."""
        return f"{self.course.name}/{self.lesson.document}"


def courses(data: Sequence[Path], scratch: Path) -> list[Course]:
    """Prepare the written material and every folder of `data` below `scratch`."""
    shutil.rmtree(scratch, ignore_errors=True)
    made = [
        Course("written", scratch / "written", written.write(scratch / "written", MANUALS, SEED))
    ]
    for folder in data:
        name = folder.resolve().name
        chance = random.Random(SEED)
        lessons = cloze.make(folder, scratch / f"{name}-text", chance)
        lessons = _set_as_pages(scratch / f"{name}-text", lessons)
        made.append(Course(f"{name}-text", scratch / f"{name}-text", lessons, weight=CLOZE))
        if (folder / datasets.PAIRS).is_file():
            found = datasets.read(folder)
            assert isinstance(found, PictureSet)
            made.append(_pictures(found, scratch / f"{name}-pictures"))
    return made


def _set_as_pages(folder: Path, lessons: Sequence[Lesson]) -> list[Lesson]:
    """Turn every third document into a PDF, where its letters are Latin."""
    turned = {}
    for path in sorted(folder.rglob("*.md"))[::3]:
        text = path.read_text("utf-8")
        if sum(sign < "\u0250" for sign in text) > 0.98 * len(text):
            path.with_suffix(".pdf").write_bytes(paged.pdf(text))
            path.unlink()
            inside = path.relative_to(folder)
            turned[inside.as_posix()] = inside.with_suffix(".pdf").as_posix()
    return [replace(one, document=turned.get(one.document, one.document)) for one in lessons]


def _pictures(dataset: PictureSet, copy: Path) -> Course:
    originals = strip.copy(dataset, copy)
    names = {image: name for name, image in originals.items()}
    lessons = [
        Lesson(pair.alt, pair.page, picture=names[pair.image].lower()) for pair in dataset.pairs
    ]
    return Course(copy.name, copy, lessons, only_pictures=True)


def teach(knowledge: Knowledge, course: Course, scratch: Path, tell: Tell | None) -> list[Taught]:
    """Learn `course`, search for each of its lessons, and once more without their documents."""
    space = f"train-{course.name}"
    knowledge.learn([course.folder], space, progress=tell)
    units = {row.id: row.unit for row in knowledge.bench.export(space)[0]}
    taught = []
    for lesson in course.lessons:
        pool = knowledge.bench.pool(Query(lesson.question), space)
        right = tuple(lesson.right(units[one.row]) for one in pool.known)
        taught.append(Taught(lesson, course, pool, right))
    return list(_without(knowledge, course, scratch, taught))


def _without(
    knowledge: Knowledge, course: Course, scratch: Path, taught: Sequence[Taught]
) -> Iterator[Taught]:
    fold = fit.folds([one.lesson.document for one in taught], FOLDS)
    for held in range(FOLDS):
        members = [one for one, at in zip(taught, fold, strict=True) if at == held]
        part = scratch / f"{course.name}-without-{held}"
        shutil.copytree(course.folder, part)
        for document in {one.lesson.document for one in members}:
            (part / document).unlink(missing_ok=True)
        for one in members:
            if one.lesson.picture:
                for path in part.rglob(f"{one.lesson.picture}*"):
                    path.unlink()
        space = f"train-{course.name}-{held}"
        knowledge.learn([part], space)
        for one in members:
            pool = knowledge.bench.pool(Query(one.lesson.question), space)
            yield replace(one, without=pool)
