"""Estimate from the whole of a search whether what it found answers the question.

No single score tells: what counts is how much of the question the best hits hold, how near their meaning
is, and whether lists that know nothing of each other point at the same document. What a passage says about
the subject it holds is beyond any such number: a question that fits a document but is not answered in it looks
answered here, and only whoever reads the passage can tell.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge import gate
from knowledge.rank import features
from knowledge.rank.pool import Pool
from knowledge.rank.ranker import Weights

NAMES = (
    "section",
    "phrase",
    "heading",
    "z",
    "near_and_covered",
    "near_together",
    "words_score",
    "words_together",
    "gap",
    "unknown",
    "says",
    "blind",
    "blind_covered",
)
"""Of the first hits: coverage by their sections, adjacent words, coverage by headings. Mean z-score of the ten
nearest; the best product of nearness and coverage; the share of the ten nearest that lie in one document. BM25 of
the best chunk as a share of the most that the question could score; the share of its ten best in one document; how
far the best stands out. The share of the question that no candidate holds; how much the question says; and
whether no list of meaning could look, alone and with what the words cover then."""

START = {
    "section": 1.0,
    "phrase": 0.5,
    "z": 1.0,
    "near_and_covered": 5.0,
    "near_together": 2.0,
    "words_score": 2.0,
    "blind_covered": 4.0,
}
"""Where training starts and what it is pulled back to: nearness and words that agree."""

SIGNED = frozenset({"unknown", "says", "blind"})
"""What may speak against an answer; more of anything else never does."""

NEAR_Z = 2.0
"""Least z-score of what is near in meaning: an answer is not made likelier by what others are as near as."""

_READ = 3
"""Hits that a reader looks at before giving up."""

_TEN = 10


def describe(pool: Pool) -> NDArray[np.float64]:
    """Describe a search, whose `pool` is in its final order, as one row of numbers; zeros where it is empty."""
    if not pool.known:
        return np.zeros(len(NAMES))
    looking = pool.looking
    first = features.of_first(pool, _READ)
    weight = max(looking.asked.weight, looking.read.weight, 1e-9)
    lists = {ranked.name: ranked.entries for ranked in looking.lists}
    words = [score for _, score in lists.get("bm25", ())] or [0.0]
    dense = [(row, z) for row, z in lists.get("dense", ()) if z >= NEAR_Z]
    near = [z for _, z in dense[:_TEN]]
    blind = float(pool.blind)
    values = {
        **first,
        "z": sum(near) / _TEN / 8,
        "near_and_covered": max(
            pool.covered(one.held) * _near(looking.z.get(one.row, 0.0)) / 8
            for one in pool.known[:_TEN]
        ),
        "near_together": _together(pool, dense),
        "words_score": words[0] / weight,
        "words_together": _together(pool, lists.get("bm25", ())),
        "gap": 1 - words[min(5, len(words)) - 1] / words[0] if words[0] else 0.0,
        "unknown": _unknown(pool),
        "says": math.log1p(weight) / 4,
        "blind": blind,
        "blind_covered": blind * first["section"],
    }
    return np.array([values[name] for name in NAMES])


def _together(pool: Pool, entries: Sequence[tuple[int, float]]) -> float:
    """Return the share of the first ten entries that lie in one document: what is there is there in one place."""
    documents = {one.row: one.place.document for one in pool.known}
    shares = Counter(documents[row] for row, _ in entries[:_TEN] if row in documents)
    return max(shares.values(), default=0) / _TEN


def _near(z: float) -> float:
    return z if z >= NEAR_Z else 0.0


def _unknown(pool: Pool) -> float:
    """Return the share of the question's weight that is in no candidate at all."""
    return 1 - pool.covered(frozenset().union(*(one.held for one in pool.known)))


def probability(weights: Weights, pool: Pool) -> float:
    """Return the calibrated probability that the first hits of `pool` answer what was asked."""
    if not pool.known:
        return 0.0
    if not weights.answer or set(weights.answer) - {"bias", *NAMES}:
        best = pool.known[:_READ]
        judged = (
            gate.answerable(pool.covered(one.held), pool.looking.z.get(one.row, 0.0))
            for one in best
        )
        return max(judged)
    row = describe(pool)
    logit = weights.answer.get("bias", 0.0) + sum(
        weights.answer.get(name, 0.0) * value for name, value in zip(NAMES, row, strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
