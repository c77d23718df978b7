"""Estimate from the whole of a search whether what it found answers the question.

No single score tells: what counts is how much of the question the best hits hold, how near their meaning
is, and whether lists that know nothing of each other point at the same document. What a passage says about
the subject it holds is beyond any such number: a question that fits a document but is not answered in it looks
answered here, and only whoever reads the passage can tell.
"""

import math
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from knowledge import gate
from knowledge.rank import features
from knowledge.rank.pool import Known, Pool
from knowledge.rank.ranker import Weights

NAMES = (
    "covered",
    "covered_most",
    "section",
    "document",
    "phrase",
    "heading",
    "z",
    "z_most",
    "near_and_covered",
    "words_score",
    "page_score",
    "gap",
    "same_document",
    "unknown",
    "says",
    "blind",
    "blind_covered",
)
"""Coverage of the best hit, of the best of three, of its section and its document; adjacent words; z-scores;
BM25 of the best chunk and page as a share of the most that the question could score; how far the best chunk
stands out; the share of lists whose first is in the best hit's document; the share of the question that no
unit holds; how much the question says; and whether no list of meaning could look."""

SIGNED = frozenset({"unknown", "says", "blind"})
"""What may speak against an answer; more of anything else never does."""

_READ = 3
"""Hits that a reader looks at before giving up."""


def describe(pool: Pool, text: str) -> NDArray[np.float64]:
    """Describe a search, whose `pool` is in its final order, as one row of numbers; zeros where it is empty."""
    if not pool.known:
        return np.zeros(len(NAMES))
    table = dict(zip(features.NAMES, features.describe(pool, text).T, strict=True))
    first = pool.known[:_READ]
    looking, best = pool.looking, first[0]
    z = [looking.z.get(one.row, 0.0) / 8 for one in first]
    weight = max(looking.asked.weight, looking.read.weight, 1e-9)
    scores = {ranked.name: [score for _, score in ranked.entries] for ranked in looking.lists}
    words = scores.get("bm25", [0.0])
    covered = table["covered"]
    blind = float("dense" not in scores)
    section = max(table["section"][: len(first)])
    values = {
        "covered": covered[0],
        "covered_most": max(covered[: len(first)]),
        "section": section,
        "document": table["document"][0],
        "phrase": max(table["phrase"][: len(first)]),
        "heading": max(table["heading"][: len(first)]),
        "z": z[0],
        "z_most": max(looking.z.values(), default=0.0) / 8,
        "near_and_covered": max(z) * section,
        "words_score": words[0] / weight,
        "page_score": scores.get("bm25_page", [0.0])[0] / weight,
        "gap": 1 - words[min(5, len(words)) - 1] / words[0] if words[0] else 0.0,
        "same_document": _agreeing(pool, best),
        "unknown": _unknown(pool),
        "says": math.log1p(weight) / 4,
        "blind": blind,
        "blind_covered": blind * section,
    }
    return np.array([values[name] for name in NAMES])


def _agreeing(pool: Pool, best: Known) -> float:
    """Return the share of lists whose first entry lies in the document of `best`."""
    documents = {one.row: one.place.document for one in pool.known}
    firsts = [
        documents.get(ranked.entries[0][0]) for ranked in pool.looking.lists if ranked.entries
    ]
    return Counter(firsts)[best.place.document] / len(firsts) if firsts else 0.0


def _unknown(pool: Pool) -> float:
    """Return the share of the question's weight that is in no candidate at all."""
    held: frozenset[str] = frozenset().union(*(one.held for one in pool.known))
    return 1 - pool.covered(held)


def probability(weights: Weights, pool: Pool, text: str) -> float:
    """Return the calibrated probability that the first hits of `pool` answer `text`."""
    if not pool.known:
        return 0.0
    if not weights.answer or set(weights.answer) - {"bias", *NAMES}:
        best = pool.known[:_READ]
        judged = (
            gate.answerable(pool.covered(one.held), pool.looking.z.get(one.row, 0.0))
            for one in best
        )
        return max(judged)
    row = describe(pool, text)
    logit = weights.answer.get("bias", 0.0) + sum(
        weights.answer.get(name, 0.0) * value for name, value in zip(NAMES, row, strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
