"""Tell a list that found something from one that only ranked: z-scores, coverage, answerability.

Knows numbers and words; no list, no index. The constants were fitted to questions on long PDFs (with their
document and without it), headings, captions, and a handbook; they are meant to hold roughly everywhere.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.ports import Vectors
from knowledge.terms import Term

PRIOR_WEIGHT = 30.0
"""Rows that what is known of a model counts for. They steady a background of few vectors: among twenty chunks the
best is always far out."""


CODE = re.compile(
    r"(?=(?:\D*\d){3})(?![a-z]+(?:19|20)\d\d$|[qh][1-4](?:19|20)\d\d$)[a-z]{1,4}\d[a-z0-9]*|0x[0-9a-f]{4,}"
)
"""An error code or a part number as it is indexed: few letters, three digits at least, and no year."""

RARE_UNITS, RARE_SHARE = 5, 0.05
"""In how many units of a space a code may stand and still mean one thing; of a large space, what share."""

NAMED = 0.7
"""How surely a section answers that holds the very code of the question, whatever the words around it."""


@dataclass(frozen=True, slots=True)
class Background:
    """How a query scores against texts that were not chosen for it."""

    mean: float
    spread: float

    @classmethod
    def of(cls, sample: Vectors, query: Vectors, prior: tuple[float, float]) -> "Background":
        """Score `query`, one row, against `sample`, with `prior` (mean, spread) as a few rows more."""
        scores: NDArray[np.float32] = sample @ query[0]
        # Rows of another model than the query's stand at right angles to it, and tell nothing.
        scores = scores[scores != 0.0]
        count = len(scores) + PRIOR_WEIGHT
        mean = (float(scores.sum()) + PRIOR_WEIGHT * prior[0]) / count
        squares = float(((scores - mean) ** 2).sum()) + PRIOR_WEIGHT * (
            prior[1] ** 2 + (prior[0] - mean) ** 2
        )
        return cls(mean, math.sqrt(squares / count))

    @classmethod
    def beneath(cls, sample: Vectors, query: Vectors, prior: tuple[float, float]) -> "Background":
        """Do as `of`, by the lower half of the scores alone, mirrored.

        A space may hold many pictures that are a little like what is asked for; what lies below the median
        is not, and its spread is that of chance.
        """
        scores: NDArray[np.float32] = sample @ query[0]
        mean = float(np.median(scores))
        below = scores[scores <= mean]
        weight = PRIOR_WEIGHT / 2
        squares = float(((below - mean) ** 2).sum()) + weight * prior[1] ** 2
        return cls(mean, math.sqrt(squares / (len(below) + weight)))

    def z(self, score: float) -> float:
        """Return how many standard deviations `score` lies above the background."""
        return (score - self.mean) / self.spread


@dataclass(frozen=True, slots=True)
class Weighted:
    """A question as weighted terms: how much each says is its inverse document frequency."""

    terms: Mapping[Term, float]
    frequency: Mapping[str, float]
    codes: frozenset[str] = frozenset()
    """Forms of error codes and part numbers that the space knows, and only in few places."""

    @classmethod
    def of(
        cls, terms: Sequence[Term], frequency: Mapping[str, float], unknown: float
    ) -> "Weighted":
        """Weigh `terms` by the inverse `frequency` of their forms; `unknown` is that of a word nobody wrote."""
        weights = {}
        for term in terms:
            whole = [frequency[form] for form in term.joined if frequency[form] < unknown]
            parts = [frequency[form] for form in term.parts]
            weight = max(whole or parts, default=unknown)
            if term.unspaced and weight >= unknown:
                # Half of the pairs of characters in a question join two words and are in no text.
                weight *= 0.5
            elif term.identifier:
                # Who names an error code or a part number asks for that one and no other.
                weight *= 2.0
            elif weight >= unknown:
                # In a small space a rare word is hardly rarer than any other; one that nobody wrote is a sign.
                weight *= 1.4
            weights[term] = weight
        forms = {form for term in terms for form in term.joined or term.parts}
        return cls(
            weights, frequency, frozenset(f for f in forms if _names(f, frequency[f], unknown))
        )

    @property
    def weight(self) -> float:
        """The weight of all terms, in nats: how much the question says."""
        return sum(self.terms.values())

    @property
    def forms(self) -> frozenset[str]:
        """Everything that is looked up for any of the terms."""
        return frozenset(form for term in self.terms for form in term.forms)

    def coverage(self, words: Collection[str]) -> float:
        """Return the share of the question's weight that `words` hold; 0 for a question without words."""
        held = sum(weight * self._held(term, words) for term, weight in self.terms.items())
        return held / self.weight if self.terms else 0.0

    def named(self, words: Collection[str]) -> bool:
        """Tell whether `words` hold a code that the question names."""
        return any(code in words for code in self.codes)

    def _held(self, term: Term, words: Collection[str]) -> float:
        if any(form in words for form in term.joined):
            return 1.0
        whole = sum(self.frequency[part] for part in term.parts)
        held = sum(self.frequency[part] for part in term.parts if part in words)
        # Of NL-9999 the handbook knows NL, which is next to nothing.
        return held / whole if whole else 0.0


def _names(form: str, frequency: float, unknown: float) -> bool:
    """Tell whether a form is a code that stands in few units, by inverse document frequencies."""
    if not CODE.fullmatch(form):
        return False
    units = (math.exp(unknown) - 1) / 2
    holding = (units + 1) / math.exp(frequency) - 0.5
    return holding <= max(RARE_UNITS, RARE_SHARE * units)


NOTHING = Weighted({}, {})
"""A question without words."""


def answerable(covered: float, z: float) -> float:
    """Estimate from 0 to 1 that a passage answers, by the words it covers and how near its meaning is.

    Even odds where half of the question's weight is covered, or a third of it by a passage that is near
    in meaning (z about 4). A question about something absent shares its common words only.
    """
    evidence = 6.2 * covered + 0.25 * max(0.0, min(z, 7.0)) - 3.2
    return 1 / (1 + math.exp(-evidence))
