"""Tell a list that found something from one that only ranked: z-scores, coverage, answerability.

Knows numbers and words; no list, no index. The constants were chosen on development questions, see
`tests/benchmarks`; they are meant to hold in general, not to be exact.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.ports import Vectors

PRIOR_MEAN, PRIOR_SPREAD, PRIOR_WEIGHT = 0.08, 0.09, 30.0
"""Cosines of unrelated English texts under MiniLM. They steady a background of few vectors: among
twenty chunks the best is always far out."""


@dataclass(frozen=True, slots=True)
class Background:
    """How a query scores against texts that were not chosen for it."""

    mean: float
    spread: float

    @classmethod
    def of(cls, sample: Vectors, query: Vectors, prior: tuple[float, float]) -> "Background":
        """Score `query`, one row, against `sample`, with `prior` (mean, spread) as a few rows more."""
        scores: NDArray[np.float32] = sample @ query[0]
        count = len(scores) + PRIOR_WEIGHT
        mean = (float(scores.sum()) + PRIOR_WEIGHT * prior[0]) / count
        squares = float(((scores - mean) ** 2).sum()) + PRIOR_WEIGHT * (
            prior[1] ** 2 + (prior[0] - mean) ** 2
        )
        return cls(mean, math.sqrt(squares / count))

    def z(self, score: float) -> float:
        """Return how many standard deviations `score` lies above the background."""
        return (score - self.mean) / self.spread


def coverage(weights: Mapping[str, float], words: Collection[str]) -> float:
    """Return the share of the question's weight that `words` hold; 0 for a question without words."""
    total = sum(weights.values())
    held = sum(weight for word, weight in weights.items() if word in words)
    return held / total if total else 0.0


def answerable(covered: float, z: float) -> float:
    """Estimate from 0 to 1 that a passage answers, by the words it covers and how near its meaning is.

    Half, where two thirds of the question's weight are covered, or where half is and the meaning is
    near (z about 4). A question about something absent covers its common words only.
    """
    evidence = 7.0 * (covered - 0.62) + 0.55 * (max(0.0, min(z, 7.0)) - 2.5)
    return 1 / (1 + math.exp(-evidence))
