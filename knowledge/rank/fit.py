"""Fit the weights of the ranker and of the answer to labelled searches, by gradient descent in NumPy.

Small on purpose: some thirty numbers, which a person can read and a few hundred searches determine. `prior`
pulls towards known weights, so that a team's own few labels correct them rather than replace them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Gradient = Callable[[Vector], Vector]

_STEPS = 300
_RATE = 0.05
_BETAS = (0.9, 0.999)


@dataclass(frozen=True, slots=True)
class Search:
    """One labelled search: its candidates as rows of features, and which of them are right."""

    features: NDArray[np.float64]
    """Shape (candidates, features)."""
    right: NDArray[np.bool_]
    group: str
    """Its document: searches of one document stand or fall together."""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Start:
    """Where a fit begins and what it is held to."""

    prior: Vector
    strength: float
    """Of the pull towards `prior`, in searches."""
    signed: NDArray[np.bool_]
    """Which weights may fall below 0: more words held never speak against a candidate."""


def ranker(searches: Sequence[Search], start: Start) -> Vector:
    """Fit the weights that give right candidates the largest share of each softmax (ListNet).

    A search without a right candidate, or with nothing else, teaches nothing.
    """
    useful = [one for one in searches if one.right.any() and not one.right.all()]
    if not useful:
        return start.prior
    table = np.concatenate([one.features for one in useful])
    right = np.concatenate([one.right for one in useful])
    sizes = np.array([len(one.right) for one in useful])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weights = np.array([one.weight for one in useful])
    weights = weights / weights.sum() * len(useful)

    def gradient(vector: Vector) -> Vector:
        scores = table @ vector
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        shares = np.exp(scores)
        every = shares / np.repeat(np.add.reduceat(shares, starts), sizes)
        among = shares * right
        among /= np.repeat(np.maximum(np.add.reduceat(among, starts), 1e-300), sizes)
        pull = table.T @ ((every - among) * np.repeat(weights, sizes))
        return np.asarray((pull + start.strength * (vector - start.prior)) / len(useful))

    return _descend(gradient, start.prior, start.signed)


def logistic(table: NDArray[np.float64], labels: NDArray[np.bool_], start: Start) -> Vector:
    """Fit a logistic regression, whose last weight is the bias; both labels count alike in all.

    `table` has shape (searches, features). The bias is free; all else is as `start` says.
    """
    rows = np.column_stack([table, np.ones(len(table))])
    weights = np.where(labels, 0.5 / max(labels.sum(), 1), 0.5 / max((~labels).sum(), 1))
    pull = np.append(np.full(table.shape[1], start.strength / len(rows)), 0.0)
    prior = np.append(start.prior, 0.0)

    def gradient(vector: Vector) -> Vector:
        wrong = _sigmoid(rows @ vector) - labels
        return np.asarray(rows.T @ (wrong * weights) + pull * (vector - prior))

    return _descend(gradient, prior, np.append(start.signed, True))


def calibrated(vector: Vector, held_out: NDArray[np.float64], labels: NDArray[np.bool_]) -> Vector:
    """Stretch and shift `vector` so that it is calibrated on logits of searches it was not fitted to (Platt)."""
    stretch, shift = logistic(held_out[:, None], labels, Start(np.ones(1), 0.0, np.array([True])))
    scaled = np.asarray(vector * stretch)
    scaled[-1] += shift
    return scaled


def folds(groups: Sequence[str], count: int) -> list[int]:
    """Assign each group to one of `count` folds, so that all of a group lie in one."""
    order = sorted(set(groups))
    np.random.default_rng(0).shuffle(order)
    fold = {group: at % count for at, group in enumerate(order)}
    return [fold[group] for group in groups]


def _sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))))


def _descend(gradient: Gradient, start: Vector, signed: NDArray[np.bool_]) -> Vector:
    """Walk down by Adam (Kingma and Ba 2015), unsigned weights kept at 0 or above."""
    vector = start.astype(np.float64).copy()
    mean, square = np.zeros_like(vector), np.zeros_like(vector)
    for step in range(1, _STEPS + 1):
        slope = gradient(vector)
        mean = _BETAS[0] * mean + (1 - _BETAS[0]) * slope
        square = _BETAS[1] * square + (1 - _BETAS[1]) * slope**2
        rate = _RATE * (1 - (step - 1) / _STEPS)
        steep = np.sqrt(square / (1 - _BETAS[1] ** step)) + 1e-8
        vector -= rate * (mean / (1 - _BETAS[0] ** step)) / steep
        vector[~signed] = np.maximum(vector[~signed], 0.0)
    return vector
