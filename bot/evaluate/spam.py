"""Measure the spam classifier on messages with known answers, with tg-spam's way beside it.

Cross-validated: every message is judged by a classifier that has not seen it, and the line is drawn
inside the training part. Messages of another time are judged by one that learned all of the first.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.errors import BadInput
from bot.evaluate.disguise import DRESSES, padded
from bot.evaluate.shares import Figure, SpamReport, share
from bot.evaluate.tgspam import TgSpam
from bot.safety.spam.course import Course, taught
from knowledge.records import Progress

INNOCENT = Path(__file__).parent / "innocent.txt"
"""Twelve paragraphs of plain English, one a line, that no classifier here was taught."""

ALIKE = 0.5
"""Messages at least so alike (of 1.6) are of one family: copies and variants of one text."""

LESSONS_TIMED = 9

Flag = Callable[[Sequence[str]], Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Data:
    """Messages to learn from, and messages of another time."""

    spam: tuple[str, ...]
    ham: tuple[str, ...]
    later_spam: tuple[str, ...] = ()
    later_ham: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How often the messages are dealt anew, and into how many parts."""

    folds: int = 5
    seeds: int = 10


def read(path: Path) -> tuple[str, ...]:
    """Return the messages of a file, one a line, each once; raise `BadInput` where there are none."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise BadInput(f"{str(path)!r} is not UTF-8 text; save it as UTF-8") from error
    found = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not found:
        raise BadInput(f"{str(path)!r} holds no messages; write one a line")
    return found


def measure(data: Data, plan: Plan, progress: Callable[[Progress], None]) -> SpamReport:
    """Measure everything."""
    smaller = min(len(data.spam), len(data.ham))
    if not 2 <= plan.folds <= smaller:
        raise BadInput(
            f"--folds is {plan.folds}; choose from 2 to {smaller}, the smaller file's size"
        )
    full = taught(data.spam, data.ham)
    sets = _variants(data)
    figures = _crossed(data, full, sets, plan, progress)
    figures += _families(data, full, plan)
    tg = TgSpam(data.spam, data.ham)
    fresh = taught((), ())
    for name, texts in (
        ("later recall", data.later_spam),
        ("later false alarms", data.later_ham),
        ("innocent English", read(INNOCENT)),
    ):
        if texts:
            figures.append(share(name, "groundglass", [sum(_flags(full)(texts))], len(texts)))
            figures.append(share(name, "tg-spam", [sum(tg.flags(texts))], len(texts)))
    for name, texts in (("recall untaught", data.spam), ("false alarms untaught", data.ham)):
        figures.append(share(name, "groundglass", [sum(_flags(fresh)(texts))], len(texts)))
    return SpamReport(tuple(figures), _speed(full, data), _lesson_ms(full))


def _variants(data: Data) -> dict[str, list[str]]:
    """Return the spam as it is and in each disguise, and the ham; in the order of the data."""
    chance = random.Random(0)
    sets = {"recall": list(data.spam)}
    for name, dress in DRESSES.items():
        sets[f"recall {name}"] = [dress(text, chance) for text in data.spam]
    sets["recall with ham appended"] = [padded(text, data.ham, chance) for text in data.spam]
    return sets | {"false alarms": list(data.ham)}


def _crossed(
    data: Data,
    full: Course,
    sets: dict[str, list[str]],
    plan: Plan,
    progress: Callable[[Progress], None],
) -> list[Figure]:
    """Deal the messages into folds, and judge each fold by what the others teach."""
    hits: dict[tuple[str, str], list[int]] = {}
    for seed in range(plan.seeds):
        folds = _deal(len(data.spam), plan.folds, seed), _deal(len(data.ham), plan.folds, seed)
        counts = {(name, method): 0 for name in sets for method in ("groundglass", "tg-spam")}
        for fold in range(plan.folds):
            progress(Progress(seed * plan.folds + fold, plan.seeds * plan.folds, "folds"))
            learned = np.concatenate(folds) != fold
            course = full.only(np.flatnonzero(learned).tolist())
            tg = TgSpam(
                (text for text, part in zip(data.spam, folds[0], strict=True) if part != fold),
                (text for text, part in zip(data.ham, folds[1], strict=True) if part != fold),
            )
            for name, texts in sets.items():
                part = folds[1] if name == "false alarms" else folds[0]
                held = [texts[number] for number in np.flatnonzero(part == fold)]
                counts[name, "groundglass"] += sum(_flags(course)(held))
                counts[name, "tg-spam"] += sum(tg.flags(held))
        for key, count in counts.items():
            hits.setdefault(key, []).append(count)
    return [share(*key, counts, len(sets[key[0]])) for key, counts in hits.items()]


def _families(data: Data, full: Course, plan: Plan) -> list[Figure]:
    """Measure recall where a message's copies and variants are never among what is learned."""
    own = full.likeness[-len(full.lessons) :, -len(full.lessons) :]
    spam = len(data.spam)
    family = _components(own[:spam, :spam] - 1 > ALIKE)
    hits = []
    for seed in range(min(plan.seeds, 3)):
        dealt = _deal(int(family.max()) + 1, min(plan.folds, int(family.max()) + 1), seed)[family]
        count = 0
        for fold in range(int(dealt.max()) + 1):
            keep = [*np.flatnonzero(dealt != fold), *range(spam, len(full.lessons))]
            held = [data.spam[number] for number in np.flatnonzero(dealt == fold)]
            count += sum(_flags(full.only(keep))(held))
        hits.append(count)
    return [share("recall of unlike families", "groundglass", hits, spam)]


def _components(
    alike: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Number the groups of messages that are linked by likeness."""
    number = np.arange(len(alike))
    while True:
        lowest = np.where(alike, number, len(alike)).min(1)
        lowest = np.minimum(lowest, number)
        if (lowest == number).all():
            return np.unique(number, return_inverse=True)[1].astype(np.int64)
        number = lowest


def _deal(count: int, folds: int, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    dealt = np.arange(count) % folds
    np.random.default_rng(seed).shuffle(dealt)
    return dealt


def _flags(course: Course) -> Flag:
    model = course.model
    return lambda texts: (model.weigh(texts) >= model.line).tolist() if texts else []


def _speed(full: Course, data: Data) -> float:
    texts = [*data.spam, *data.ham]
    model = full.model
    model.weigh(texts)
    began = time.process_time()
    model.weigh(texts)
    return len(texts) / max(time.process_time() - began, 1e-9)


def _lesson_ms(full: Course) -> float:
    took = []
    for number in range(LESSONS_TIMED):
        began = time.process_time()
        _ = full.after(f"lesson {number}: win a prize today, write to me", spam=True).model
        took.append((time.process_time() - began) * 1000)
    return statistics.median(took)
