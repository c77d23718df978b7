"""Weigh how much of a question's single characters each candidate holds, where a script has no spaces.

Words are looked up by pairs of characters there, and two words for one thing often share one character only.
Knows counts; neither what a character means nor how much it should count beside words.
"""

import numpy as np
from numpy.typing import NDArray

from knowledge.gate import Weighted
from knowledge.rank.pool import Pool
from knowledge.terms import characters

_ENOUGH = 1.2
"""Occurrences that count for half: the constant k1 of BM25. What stands right before a picture occurs thrice."""


def held(pool: Pool, text: str) -> NDArray[np.float64]:
    """Return by candidate, from 0 to 1, how much it says of the characters of `text`; zeros where it has none."""
    signs = characters(text)
    if not signs or not pool.known:
        return np.zeros(len(pool.known))
    texts = [f" {one.words.heading} {one.words.body} " for one in pool.known]
    counts = np.array([[said.count(f" {sign} ") for sign in signs] for said in texts], float)
    # Rare among the candidates, not in the space: they share the subject, and the rest tells them apart.
    holding = (counts > 0).sum(axis=0)
    rarity = np.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))  # (signs,)
    shares = counts / (counts + _ENOUGH) @ rarity / rarity.sum()  # (candidates,)
    return np.asarray(shares * _unspaced(pool.looking.asked))


def _unspaced(asked: Weighted) -> float:
    """Return the share of the question's weight in pairs of characters: its product names are words."""
    pairs = sum(weight for term, weight in asked.terms.items() if term.unspaced)
    return pairs / asked.weight if asked.terms else 0.0
