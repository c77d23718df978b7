"""Simpler ways to rank the same things, computed in the same run: single lists, and plain fusion of them.

Each is a full ranking without a gate, as it is commonly built: BM25 over one kind of text, MiniLM over
another, reciprocal rank fusion (Cormack et al. 2009) over all of them.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from knowledge.ports import Vectors
from knowledge.terms import query_terms, terms

Target = TypeVar("Target", bound=Hashable)
"""What is ranked: a page or a picture."""

DEPTH = 50
"""Entries of each list that are fused."""

_K1, _B = 1.2, 0.75
_RRF = 60


class Bm25(Generic[Target]):
    """BM25 over one text a target (Robertson and Zaragoza 2009)."""

    def __init__(self, texts: Sequence[tuple[Target, str]]) -> None:
        self._targets = [target for target, _ in texts]
        counts = [Counter(terms(text)) for _, text in texts]
        lengths = [sum(count.values()) for count in counts]
        mean = sum(lengths) / len(lengths) if lengths else 0.0
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, count in enumerate(counts):
            norm = _K1 * (1 - _B + _B * lengths[at] / mean) if mean else 0.0
            for term, times in count.items():
                self._postings[term].append((at, times * (_K1 + 1) / (times + norm)))

    def rank(self, question: str) -> list[Target]:
        """Return the targets that share a word with `question`, best first, each once."""
        scores: dict[int, float] = defaultdict(float)
        forms = dict.fromkeys(form for term in query_terms(question) for form in term.forms)
        for form in forms:
            postings = self._postings.get(form, ())
            rarity = math.log(
                1 + (len(self._targets) - len(postings) + 0.5) / (len(postings) + 0.5)
            )
            for at, weight in postings:
                scores[at] += rarity * weight
        order = sorted(scores, key=lambda at: -scores[at])
        return list(dict.fromkeys(self._targets[at] for at in order))


@dataclass(frozen=True, slots=True)
class Dense(Generic[Target]):
    """All vectors, compared one by one."""

    targets: Sequence[Target]
    vectors: Vectors
    """Shape (targets, dimensions)."""

    def rank(self, query: Vectors) -> list[Target]:
        """Return all targets, nearest to the one row of `query` first, each once."""
        if not len(self.targets):
            return []
        order = np.argsort(-(self.vectors @ query[0]), kind="stable")
        return list(dict.fromkeys(self.targets[at] for at in order))


def fused(lists: Mapping[str, Sequence[Target]]) -> list[Target]:
    """Fuse `lists` by plain reciprocal rank."""
    scores: dict[Target, float] = defaultdict(float)
    for entries in lists.values():
        for rank, target in enumerate(entries[:DEPTH], start=1):
            scores[target] += 1 / (_RRF + rank)
    return sorted(scores, key=lambda target: -scores[target])
