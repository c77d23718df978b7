"""Fit a classifier to lessons: least squares in the space of the lessons (kernel ridge regression).

The fit depends on the lessons alone and not on how they came together, so one that is taken back leaves
nothing behind. The lessons judge one another: what each would weigh had it not been learned comes out of
the same inverse (leave-one-out residuals, Rifkin & Lippert 2007), and sets the line and the chances.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from scipy import sparse

from bot.safety.spam.features import BUCKETS, LONGEST_RUN, Features, features
from bot.safety.spam.inverse import Panel, solve
from bot.safety.spam.letters import Flags, Places
from bot.safety.spam.model import (
    FEW_RUNS,
    FEW_WORDS,
    MARKS_SHARE,
    WORDS_SHARE,
    Model,
    Numbers,
    Weights,
    marks,
    whole,
)

FALSE_ALARMS: Final = 0.009
"""Share of a group's own ham that may lie above the line, each judged by the lessons without it."""

CAUTION: Final = 0.12
"""The lowest line of a group that has taught nothing yet; it comes down as ham lessons come in."""

CAUTION_LESSONS: Final = 150
"""So many ham lessons halve the caution."""

_NEWTON_STEPS: Final = 30


class Rows(NamedTuple):
    """Messages as rows of one matrix, in which the product of two tells how alike they are."""

    matrix: sparse.csr_matrix
    spam: Flags
    own: Flags
    """Which rows are the group's lessons and not the floor below them."""


def matrix(texts: list[str], rare: Weights) -> sparse.csr_matrix:
    """Return messages as rows: runs of letters, words, marks, and a one for the bias."""
    found = features(texts)
    size = found.messages
    held = found.runs >= 0
    owner = np.broadcast_to(found.owner, found.runs.shape)[held]
    runs = found.runs[held]
    left = _unit(owner, runs, rare[runs].astype(np.float64), FEW_RUNS, size)
    right = _words(found, size) * np.sqrt(WORDS_SHARE)
    dense = np.hstack([marks(found, whole(found)) * np.sqrt(MARKS_SHARE), np.ones((size, 1))])
    joined = sparse.hstack([left, right, sparse.csr_matrix(dense)], format="csr")
    # Products are summed in the order of the columns, and so come out the same to the last bit.
    joined.sum_duplicates()
    return sparse.csr_matrix(joined)


def gram(left: sparse.csr_matrix, right: sparse.csr_matrix) -> Weights:
    """Return how alike each of `left` is to each of `right`."""
    return np.asarray((left @ right.T).toarray(), np.float32)


def fit(rows: Rows, inverse: Sequence[Panel], rare: Weights) -> Model:
    """Fit a model to rows, of whose likeness to one another the inverse was worked out before."""
    truth = np.where(rows.spam, 1.0, -1.0)
    shares, certainty = solve(inverse, truth)
    unseen = truth - shares / certainty
    weights = rows.matrix.T @ shares
    line = _line(unseen[rows.own & ~rows.spam])
    return Model(
        runs=weights[:BUCKETS].astype(np.float32),
        words=weights[BUCKETS : 2 * BUCKETS].astype(np.float32),
        marks=weights[2 * BUCKETS : -1] * np.sqrt(MARKS_SHARE),
        bias=float(weights[-1]),
        rarity=rare,
        line=line,
        slope=_slope(unseen - line, rows.spam),
    )


def rarity(texts: list[str]) -> Weights:
    """Return how much each run of letters tells: the logarithm of how few messages have it."""
    found = features(texts)
    having = np.zeros(BUCKETS)
    for run in range(LONGEST_RUN):
        held = found.runs[run] >= 0
        pairs = np.unique(found.owner[held] * BUCKETS + found.runs[run][held])
        having += np.bincount(pairs % BUCKETS, minlength=BUCKETS)
    rare = np.log((found.messages + 1) / (np.minimum(having, found.messages) + 1))
    return rare.astype(np.float32)


def _unit(
    owner: Places, bucket: Places, value: Numbers, few: float, size: int
) -> sparse.csr_matrix:
    length = np.sqrt(np.bincount(owner, value * value, size) + few)
    return sparse.csr_matrix((value / length[owner], (owner, bucket)), shape=(size, BUCKETS))


def _words(found: Features, size: int) -> sparse.csr_matrix:
    owner = found.owner[found.word_at]
    return _unit(owner, found.words, np.ones(len(owner)), FEW_WORDS, size)


def _line(ham: Numbers) -> float:
    """Return the weight above which so few of the ham lessons lie as may be wrongly called spam."""
    caution = CAUTION * CAUTION_LESSONS / (CAUTION_LESSONS + len(ham))
    if not len(ham):
        return caution
    allowed = int(FALSE_ALARMS * len(ham))
    return float(max(caution, np.sort(ham)[::-1][allowed] + 1e-6))


def _slope(above: Numbers, spam: Flags) -> float:
    """Return the steepness with which the chance of spam grows above the line (Platt 1999)."""
    slope = 1.0
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-slope * above))
        pull = float(((spam - chance) * above).sum()) - 0.01 * slope
        curve = float((chance * (1 - chance) * above * above).sum()) + 0.01
        slope += pull / curve
    return max(slope, 1.0)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One message that an administrator called spam or ham."""

    text: str
    spam: bool
