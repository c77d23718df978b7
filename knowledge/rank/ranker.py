"""Order candidates by learned weights, or by weighted rank fusion where there are none.

Listwise: the weights were fitted so that the right candidate of a search gets the largest softmax (ListNet's
top-one probability, Cao et al. 2007). Knows columns and weights, not what they mean.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import StoreBroken
from knowledge.fuse import Candidate, K
from knowledge.rank import features
from knowledge.rank.pool import Known, Pool

WEIGHTS = "ranker.json"
"""Name of the file, beside the catalog, with weights that a team trained for itself."""

LEARNED = 2.0
"""How much a rank in the learned order counts beside the ranks of lists that no training has seen."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What training gives: a weight for each feature of a candidate, and of a whole search."""

    candidate: Mapping[str, float]
    answer: Mapping[str, float]
    """Weights of `knowledge.rank.answer`, with `bias`."""
    notes: str = ""
    """What they were trained on."""
    blind: Mapping[str, float] = field(default_factory=dict)
    """As `candidate`, where no list of meaning ran; those of `candidate` do where it is empty."""

    def save(self, path: Path) -> None:
        """Write them as JSON that a person can read; the file holds what it held before, or all of them."""
        plain = {
            "notes": self.notes,
            "candidate": {name: round(value, 4) for name, value in self.candidate.items()},
            "blind": {name: round(value, 4) for name, value in self.blind.items()},
            "answer": {name: round(value, 4) for name, value in self.answer.items()},
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        part.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")
        part.replace(path)


NO_WEIGHTS = Weights({}, {})
"""Rank fusion alone, and the answer judged by words and nearness."""


def load(path: Path | None = None) -> Weights:
    """Read the weights at `path`, else those of this package; none where neither is there."""
    if path is not None and path.exists():
        return _read(path.read_text("utf-8"), str(path))
    shipped = resources.files("knowledge.rank") / "weights.json"
    if not shipped.is_file():
        return NO_WEIGHTS
    return _read(shipped.read_text("utf-8"), "weights.json")


def _read(text: str, name: str) -> Weights:
    try:
        plain = json.loads(text)
        return Weights(
            {key: float(value) for key, value in plain["candidate"].items()},
            {key: float(value) for key, value in plain["answer"].items()},
            str(plain.get("notes", "")),
            {key: float(value) for key, value in plain.get("blind", {}).items()},
        )
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise StoreBroken(
            f"the weights {name!r} cannot be read ({error}); delete them, or train them again"
        ) from error


class Ranker:
    """Orders the candidates of one search."""

    def __init__(self, weights: Weights) -> None:
        """Take the weights; those that were made for other features are not used."""
        self._vector = _vector(weights.candidate)
        self._blind = _vector(weights.blind)

    def order(self, pool: Pool, text: str) -> Pool:
        """Return `pool` with new scores (0 to 1), best first; the order of rank fusion without weights."""
        lists = {ranked.name: ranked.weight for ranked in pool.looking.lists}
        vector = self._vector
        if pool.blind and self._blind is not None:
            vector = self._blind
        if vector is None or not pool.known or not lists.keys() & set(features.LISTS):
            return pool
        scores = features.describe(pool, text) @ vector  # (candidates,)
        unseen = {name: weight for name, weight in lists.items() if name not in features.LISTS}
        if unseen:
            scores = _with_unseen(pool, scores, unseen)
        order = np.argsort(-scores, kind="stable")
        known = tuple(_scored(pool.known[at], float(scores[at])) for at in order)
        return replace(pool, known=known)


def _vector(weights: Mapping[str, float]) -> NDArray[np.float64] | None:
    if not weights or not set(features.NAMES) >= set(weights):
        return None
    return np.array([weights.get(name, 0.0) for name in features.NAMES])


def _scored(one: Known, score: float) -> Known:
    share = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
    candidate = Candidate(one.row, share, one.candidate.votes)
    return Known(candidate, one.place, one.words, one.held)


def _with_unseen(
    pool: Pool, scores: NDArray[np.float64], unseen: Mapping[str, float]
) -> NDArray[np.float64]:
    """Fuse the learned order, as one list, with lists that it knows nothing of."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    fused = LEARNED / (K + ranks)
    for at, one in enumerate(pool.known):
        for vote in one.candidate.votes:
            fused[at] += unseen.get(vote.list, 0.0) / (K + vote.rank)
    return fused
