"""Train the ranker and the judgement of answers on written material, on folders of documents, or on feedback.

Each kind of material is learned into a space of its own; negatives for the judgement are the same questions
with a quarter of the documents, theirs among it, left out of the store. All figures told are of documents that
the weights in question have not seen.
"""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.evaluate import cloze, datasets, paged, strip, written
from bot.evaluate.datasets import PictureSet
from bot.evaluate.lessons import Lesson
from bot.evaluate.store import Tell, Trainable
from knowledge.rank import answer, features, fit
from knowledge.rank.pool import Pool
from knowledge.rank.ranker import Ranker, Weights
from knowledge.records import Query

FOLDS = 4
"""Parts of the documents that are held out in turn."""

MANUALS = 8
SEED = 7
"""Of the written material; tests write with others."""

PULL = 3.0
"""Strength of the pull of the ranker's weights towards where they start, in searches."""

ANSWER_PULL = 0.3

ANSWERED = 5
"""A search answers when the right unit is among so many first: what a model is given to read."""


@dataclass(frozen=True, slots=True)
class Course:
    """A folder to learn and the lessons about it."""

    name: str
    folder: Path
    lessons: Sequence[Lesson]


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson's search: what was found with its document in the store, and what without."""

    lesson: Lesson
    course: str
    pool: Pool
    right: tuple[bool, ...]
    without: Pool | None = None

    @property
    def group(self) -> str:
        """What stands or falls together."""
        return f"{self.course}/{self.lesson.document}"


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
        made.append(Course(f"{name}-text", scratch / f"{name}-text", lessons))
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
    return Course(copy.name, copy, lessons)


def teach(knowledge: Trainable, course: Course, scratch: Path, tell: Tell | None) -> list[Taught]:
    """Learn `course`, search for each of its lessons, and once more without their documents."""
    space = f"train-{course.name}"
    knowledge.learn([course.folder], space, progress=tell)
    units = {row.id: row.unit for row in knowledge.export(space)[0]}
    taught = []
    for lesson in course.lessons:
        pool = knowledge.pool(Query(lesson.question), space)
        right = tuple(lesson.right(units[one.row]) for one in pool.known)
        taught.append(Taught(lesson, course.name, pool, right))
    return list(_without(knowledge, course, scratch, taught))


def _without(
    knowledge: Trainable, course: Course, scratch: Path, taught: Sequence[Taught]
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
            pool = knowledge.pool(Query(one.lesson.question), space)
            yield replace(one, without=pool)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What training gave: the weights, and sentences on how well they do on documents they have not seen."""

    weights: Weights
    told: tuple[str, ...]


def train(taught: Sequence[Taught], start: Weights, notes: str) -> Outcome:
    """Fit both sets of weights to `taught`, from `start` on."""
    prior = np.array([start.candidate.get(name, 0.0) for name in features.NAMES])
    searches = _searches(taught)
    fold = fit.folds([one.group for one in taught], FOLDS)
    ordered: list[tuple[Pool, tuple[bool, ...]]] = []
    held_out: list[Pool | None] = []
    rankers = [
        Ranker(
            _candidate(
                fit.ranker(
                    [s for s, f in zip(searches, fold, strict=True) if f != held], prior, PULL
                )
            )
        )
        for held in range(FOLDS)
    ]
    for one, at in zip(taught, fold, strict=True):
        question = one.lesson.question
        ordered.append(_ordered(one, rankers[at]))
        held_out.append(rankers[at].order(one.without, question) if one.without else None)
    told = list(_told(taught, ordered))
    vector = fit.ranker(searches, prior, PULL)
    judged, said = _answer(taught, ordered, held_out, fold)
    told.append(said)
    candidate = dict(zip(features.NAMES, vector, strict=True))
    return Outcome(Weights(candidate, judged, notes), tuple(told))


def _candidate(vector: fit.Vector) -> Weights:
    return Weights(dict(zip(features.NAMES, vector, strict=True)), {})


def _searches(taught: Sequence[Taught]) -> list[fit.Search]:
    sizes = {
        course: sum(one.course == course for one in taught) for course in {t.course for t in taught}
    }
    return [
        fit.Search(
            features.describe(one.pool, one.lesson.question),
            np.array(one.right, dtype=bool),
            one.group,
            # Small sets count less than large ones, but not as little as their size says.
            sizes[one.course] ** -0.5,
        )
        for one in taught
    ]


def _ordered(one: Taught, ranker: Ranker) -> tuple[Pool, tuple[bool, ...]]:
    right = dict(zip((known.row for known in one.pool.known), one.right, strict=True))
    pool = ranker.order(one.pool, one.lesson.question)
    return pool, tuple(right[known.row] for known in pool.known)


def _told(
    taught: Sequence[Taught], ordered: Sequence[tuple[Pool, tuple[bool, ...]]]
) -> Iterator[str]:
    """Compare the order by weights that have not seen the document with plain fusion and the best list."""
    for course in dict.fromkeys(one.course for one in taught):
        members = [at for at, one in enumerate(taught) if one.course == course]
        fused = np.mean([_at(taught[at].right, 1) for at in members])
        first, five = (np.mean([_at(ordered[at][1], cut) for at in members]) for cut in (1, 5))
        lists = {
            name: float(np.mean([_first_of(taught[at], name) for at in members]))
            for name in features.LISTS
        }
        best = max(lists, key=lambda name: lists[name])
        yield (
            f"{course}: {len(members)} questions, right first {first:.3f} (weighted RRF {fused:.3f}, "
            f"best list {best} {lists[best]:.3f}), among five {five:.3f}"
        )


def _at(right: Sequence[bool], cut: int) -> float:
    return float(any(right[:cut]))


def _first_of(one: Taught, name: str) -> float:
    right = {
        known.row for known, is_right in zip(one.pool.known, one.right, strict=True) if is_right
    }
    firsts = [ranked.entries[0][0] for ranked in one.pool.looking.lists if ranked.name == name]
    return float(bool(firsts) and firsts[0] in right)


Judged = tuple[dict[str, float], str]


def _answer(
    taught: Sequence[Taught],
    ordered: Sequence[tuple[Pool, tuple[bool, ...]]],
    held_out: Sequence[Pool | None],
    fold: Sequence[int],
) -> Judged:
    """Fit the judgement of answers, calibrated on logits of documents that it was not fitted to."""
    rows, labels, parts = [], [], []
    for one, (pool, right), without, part in zip(taught, ordered, held_out, fold, strict=True):
        question = one.lesson.question
        if any(right[:ANSWERED]):
            rows.append(answer.describe(pool, question))
            labels.append(True)
            parts.append(part)
        if without is not None:
            rows.append(answer.describe(without, question))
            labels.append(False)
            parts.append(part)
    table, yes, of = np.array(rows), np.array(labels, dtype=bool), np.array(parts)
    logits = np.zeros(len(yes))
    for held in range(FOLDS):
        vector = fit.logistic(table[of != held], yes[of != held], ANSWER_PULL)
        logits[of == held] = np.column_stack([table, np.ones(len(table))])[of == held] @ vector
    final = fit.calibrated(fit.logistic(table, yes, ANSWER_PULL), logits, yes)
    wins = np.mean(logits[yes][:, None] > logits[~yes][None, :])
    weights = dict(zip((*answer.NAMES, "bias"), map(float, final), strict=True))
    return (
        weights,
        f"answered or not: {len(yes)} searches, AUC {wins:.3f} on documents not trained on",
    )
