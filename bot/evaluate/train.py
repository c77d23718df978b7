"""Train the ranker and the judgement of answers on searches for lessons.

All figures told are of documents that the weights in question have not seen.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.evaluate.courses import FOLDS, Taught
from knowledge.rank import answer, features, fit
from knowledge.rank.pool import Pool
from knowledge.rank.ranker import Ranker, Weights
from knowledge.records import Kind

PULL = 3.0
"""Strength of the pull of the ranker's weights towards where they start, in searches."""

BLIND_PULL = 10.0
"""The same of the weights for searches without a list of meaning: fewer teach those, most by written manuals."""

ANSWER_PULL = 100.0
"""The same of the judgement of answers. Most of its searches are for sentences taken out of their paragraphs: freer
weights judge those better, and alt texts, which people wrote, no better."""

ANSWERED = 5
"""A search answers when the right unit is among so many first: what a model is given to read."""


def start(weights: Mapping[str, float], pull: float) -> fit.Start:
    """Return where fitting begins: at `weights`, by the names of features."""
    return fit.Start(
        np.array([weights.get(name, 0.0) for name in features.NAMES]),
        pull,
        np.array([name in features.SIGNED for name in features.NAMES]),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What training gave: the weights, and sentences on how well they do on documents they have not seen."""

    weights: Weights
    told: tuple[str, ...]


def train(taught: Sequence[Taught], notes: str) -> Outcome:
    """Fit both sets of weights to `taught`."""
    searches = _searches(taught)
    fold = fit.folds([one.group for one in taught], FOLDS)
    ordered: list[tuple[Pool, tuple[bool, ...]]] = []
    held_out: list[Pool | None] = []
    rankers = []
    for held in range(FOLDS):
        others = [at for at, part in enumerate(fold) if part != held]
        rankers.append(Ranker(_fit([taught[at] for at in others], [searches[at] for at in others])))
    for one, at in zip(taught, fold, strict=True):
        ordered.append(_ordered(one, rankers[at]))
        held_out.append(
            rankers[at].order(one.without, one.lesson.question) if one.without else None
        )
    told = list(_told(taught, ordered))
    judged, said = _answer(ordered, held_out, fold)
    told.append(said)
    weights = replace(_fit(taught, searches), answer=judged, notes=notes)
    return Outcome(weights, tuple(told))


def _fit(taught: Sequence[Taught], searches: Sequence[fit.Search]) -> Weights:
    """Fit one order to all `searches`, and one to those without a list of meaning, of whose scores it knows nothing."""
    blind = [one for one, of in zip(searches, taught, strict=True) if of.pool.blind]
    every = fit.ranker(searches, start(features.START, PULL))
    words = fit.ranker(blind, start(features.START, BLIND_PULL))
    return Weights(_named(every), {}, blind=_named(words))


def _named(vector: fit.Vector) -> dict[str, float]:
    return dict(zip(features.NAMES, map(float, vector), strict=True))


def _searches(taught: Sequence[Taught]) -> list[fit.Search]:
    sizes = Counter(one.course.name for one in taught)
    searches = []
    for one in taught:
        table, right = features.describe(one.pool, one.lesson.question), np.array(one.right, bool)
        if one.course.only_pictures:
            # Else what is learned of alt texts is that pictures are better than text.
            shown = np.array([known.place.kind is Kind.PICTURE for known in one.pool.known], bool)
            table, right = table[shown], right[shown]
        # Small sets count less than large ones, but not as little as their size says.
        weight = one.course.weight * sizes[one.course.name] ** -0.5
        searches.append(fit.Search(table, right, one.group, weight))
    return searches


def _ordered(one: Taught, ranker: Ranker) -> tuple[Pool, tuple[bool, ...]]:
    right = dict(zip((known.row for known in one.pool.known), one.right, strict=True))
    pool = ranker.order(one.pool, one.lesson.question)
    return pool, tuple(right[known.row] for known in pool.known)


def _told(
    taught: Sequence[Taught], ordered: Sequence[tuple[Pool, tuple[bool, ...]]]
) -> Iterator[str]:
    """Compare the order by weights that have not seen the document with plain fusion and the best list."""
    for course in dict.fromkeys(one.course.name for one in taught):
        members = [at for at, one in enumerate(taught) if one.course.name == course]
        candidates = [_candidates(taught[at], *ordered[at]) for at in members]
        first, five = (np.mean([any(one[:cut]) for one in candidates]) for cut in (1, 5))
        fused = np.mean(
            [any(_candidates(taught[at], taught[at].pool, taught[at].right)[:1]) for at in members]
        )
        lists = {
            name: float(np.mean([_first_of(taught[at], name) for at in members]))
            for name in features.LISTS
        }
        best = max(lists, key=lambda name: lists[name])
        yield (
            f"{course}: {len(members)} questions, right first {first:.3f} (weighted RRF {fused:.3f}, "
            f"best list {best} {lists[best]:.3f}), among five {five:.3f}"
        )


def _candidates(one: Taught, pool: Pool, right: Sequence[bool]) -> list[bool]:
    """Return whether each candidate is right, in order; of pictures alone where nothing else is asked for."""
    pairs = zip(pool.known, right, strict=True)
    return [
        yes
        for known, yes in pairs
        if not one.course.only_pictures or known.place.kind is Kind.PICTURE
    ]


def _first_of(one: Taught, name: str) -> bool:
    """Tell whether the first candidate of a list is right."""
    pairs = list(zip(one.pool.known, one.right, strict=True))
    right = {known.row for known, yes in pairs if yes}
    shown = {
        known.row
        for known, _ in pairs
        if not one.course.only_pictures or known.place.kind is Kind.PICTURE
    }
    entries = [ranked.entries for ranked in one.pool.looking.lists if ranked.name == name]
    rows = [row for row, _ in entries[0] if row in shown] if entries else []
    return bool(rows) and rows[0] in right


Judged = tuple[dict[str, float], str]


def _answer(
    ordered: Sequence[tuple[Pool, tuple[bool, ...]]],
    held_out: Sequence[Pool | None],
    fold: Sequence[int],
) -> Judged:
    """Fit the judgement of answers, calibrated on logits of documents that it was not fitted to."""
    rows, labels, parts = [], [], []
    for (pool, right), without, part in zip(ordered, held_out, fold, strict=True):
        if any(right[:ANSWERED]):
            rows.append(answer.describe(pool))
            labels.append(True)
            parts.append(part)
        if without is not None:
            rows.append(answer.describe(without))
            labels.append(False)
            parts.append(part)
    table, yes, of = np.array(rows), np.array(labels, dtype=bool), np.array(parts)
    begin = fit.Start(
        np.array([answer.START.get(name, 0.0) for name in answer.NAMES]),
        ANSWER_PULL,
        np.array([name in answer.SIGNED for name in answer.NAMES]),
    )
    logits = np.zeros(len(yes))
    for held in range(FOLDS):
        vector = fit.logistic(table[of != held], yes[of != held], begin)
        logits[of == held] = np.column_stack([table, np.ones(len(table))])[of == held] @ vector
    final = fit.calibrated(fit.logistic(table, yes, begin), logits, yes)
    wins = np.mean(logits[yes][:, None] > logits[~yes][None, :])
    weights = dict(zip((*answer.NAMES, "bias"), map(float, final), strict=True))
    return (
        weights,
        f"answered or not: {len(yes)} searches, AUC {wins:.3f} on documents not trained on",
    )
