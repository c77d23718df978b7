"""A fitted classifier: messages in, chances of spam out.

Linear in runs of letters, words and marks, each kind brought to the same length, so that neither a long
message nor a short one is suspect for it. A message weighs what its worst stretch weighs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.safety.spam.features import Features, features
from bot.safety.spam.letters import Places

WORDS_SHARE: Final = 0.6
MARKS_SHARE: Final = 0.01
"""How much two messages count as alike for their words and marks, against 1 for runs of letters."""

FEW_RUNS: Final = 100.0
FEW_WORDS: Final = 1.0
"""Added to the squared length: the less there is to go by, the nearer a message stays to the middle."""

WINDOWS: Final = (45, 90, 180)
"""Letters of the stretches that are judged by themselves, each overlapping the next by half."""

HAN_WINDOW: Final = 24
"""Characters of the stretches of Chinese: what takes 90 letters elsewhere is said in so many."""

HAN_SHARE: Final = 0.8
"""Part of such a stretch that is Chinese at least."""

SHORTEST_LINE: Final = 16
"""Letters of a line that is judged by itself; of a Chinese one half as many."""

Weights = NDArray[np.float32]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Parts of messages, as letters of the row of all: each message whole, then its windows."""

    begin: Places
    end: Places
    message: Places


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, and how a weighed message becomes a chance."""

    runs: Weights
    words: Weights
    """(BUCKETS,)"""
    marks: Numbers
    """(len(MARKS),)"""
    bias: float
    rarity: Weights
    """(BUCKETS,) how much a run of letters tells."""
    line: float
    """From this weight on a message is called spam."""
    slope: float
    """Of the logistic curve from weight to chance, which is one half at the line."""

    def weigh(self, texts: Sequence[str]) -> Numbers:
        """Return the weight of each message's worst stretch, about -1 for ham and 1 for spam; (n,)."""
        found = features(texts)
        parts = stretches(found)
        worst = np.full(found.messages, -np.inf)
        np.maximum.at(worst, parts.message, self.weigh_stretches(found, parts))
        return worst

    def weigh_stretches(self, found: Features, parts: Stretches) -> Numbers:
        """Return the weight of each stretch."""
        letters = len(found.owner)
        told = np.zeros(letters)
        length = np.zeros(letters)
        for buckets in found.runs:
            rare = np.where(buckets >= 0, self.rarity[buckets], 0)
            told += self.runs[buckets] * rare
            length += rare * rare
        runs = _inside(told, parts) / np.sqrt(np.maximum(_inside(length, parts), 0) + FEW_RUNS)
        said = np.bincount(found.word_at, self.words[found.words], letters)
        number = np.bincount(found.word_at, minlength=letters)
        words = _inside(said, parts) / np.sqrt(np.maximum(_inside(number, parts), 1) + FEW_WORDS)
        weight = runs + np.sqrt(WORDS_SHARE) * words + self.bias
        return np.asarray(weight + marks(found, parts) @ self.marks)

    def chances(self, weights: Numbers) -> Numbers:
        """Return the chance of spam for each weight."""
        return np.asarray(1 / (1 + np.exp(-self.slope * (weights - self.line))))


def whole(found: Features) -> Stretches:
    """Return each message as one stretch."""
    number = np.arange(found.messages)
    begin = np.searchsorted(found.owner, number, "left")
    return Stretches(begin, np.searchsorted(found.owner, number, "right"), number)


def stretches(found: Features) -> Stretches:
    """Return each message whole, and the windows of the long ones."""
    full = whole(found)
    parts = [full]
    if len(found.breaks) > found.messages:
        parts.append(_lines(found))
    for size in WINDOWS:
        parts.append(_windows(full, size))
    if found.han.any():
        short = _windows(full, HAN_WINDOW)
        chinese = _inside(found.han, short) >= HAN_SHARE * HAN_WINDOW
        parts.append(Stretches(short.begin[chinese], short.end[chinese], short.message[chinese]))
    return Stretches(
        np.concatenate([part.begin for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate([part.message for part in parts]),
    )


def _windows(full: Stretches, size: int) -> Stretches:
    """Return stretches of so many letters, each overlapping the next by half."""
    long = np.flatnonzero(full.end - full.begin > 1.3 * size)
    steps = (full.end - full.begin)[long] * 2 // size
    message = np.repeat(long, steps)
    step = np.arange(len(message)) - np.repeat(np.cumsum(steps) - steps, steps)
    begin = np.minimum(full.begin[message] + step * (size // 2), full.end[message] - size)
    return Stretches(begin, begin + size, message)


def _lines(found: Features) -> Stretches:
    """Return the lines of messages that have several; what is very short says nothing by itself."""
    begin, end = found.breaks, np.append(found.breaks[1:], len(found.owner))
    message = found.owner[begin]
    several = np.bincount(message, minlength=found.messages)[message] > 1
    lines = Stretches(begin, end, message)
    # A Chinese character counts twice.
    kept = several & (end - begin + _inside(found.han, lines) >= SHORTEST_LINE)
    return Stretches(begin[kept], end[kept], message[kept])


def marks(found: Features, parts: Stretches) -> Numbers:
    """Count the marks of each stretch, on a scale on which the tenth says less than the first."""
    counted = np.zeros((len(parts.end), len(found.marks)))
    for column, mark in enumerate(found.marks):
        if len(mark):
            before, after = np.searchsorted(mark, (parts.begin, parts.end))
            counted[:, column] = after - before
    return np.asarray(np.log1p(counted))


def _inside(values: NDArray[np.generic], parts: Stretches) -> Numbers:
    """Sum up what stands in each stretch."""
    until = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray(until[parts.end] - until[parts.begin])
