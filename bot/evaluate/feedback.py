"""Read what a team said of its answers, and correct the ranker's weights by it.

One JSON object a line: `{"text", "unit", "label"}`, or `"document"` with an optional `"page"` in place of the
unit; the label is true for right and false for wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.errors import BadInput
from bot.evaluate import train
from bot.evaluate.datasets import rows
from bot.evaluate.store import Knowledge
from knowledge.rank import features, fit
from knowledge.rank.ranker import Weights
from knowledge.records import Query, Unit

PULL = 20.0
"""Strength of the pull towards the weights that are there, in searches: a few labels move them little."""


@dataclass(frozen=True, slots=True)
class Label:
    """What somebody said of one unit, or of all units of a document or page, found for `text`."""

    text: str
    label: bool
    unit: str = ""
    document: str = ""
    page: int | None = None

    def about(self, unit: Unit) -> bool:
        """Tell whether `unit` is what was spoken of."""
        if self.unit:
            return unit.id == self.unit
        return unit.document == self.document and self.page in (None, unit.page)


def read(path: Path) -> tuple[Label, ...]:
    """Read the labels in `path`."""
    if not path.is_file():
        raise BadInput(f"{str(path)!r} is no file; name one with a JSON object a line")
    labels = rows(path, Label)
    # An exported answer may have cited nothing; of it there is nothing to learn here.
    kept = tuple(one for one in labels if one.unit or one.document)
    if not kept:
        raise BadInput(f"no line of {str(path)!r} names a unit or a document; add one")
    return kept


def correct(
    knowledge: Knowledge, space: str, labels: Sequence[Label], start: Weights
) -> tuple[Weights, int]:
    """Return `start` corrected by `labels` on `space`, and how many questions taught something."""
    units = {row.id: row.unit for row in knowledge.bench.export(space)[0]}
    searches, blind = [], []
    for text in dict.fromkeys(label.text for label in labels):
        pool = knowledge.bench.pool(Query(text), space)
        said = [one for one in labels if one.text == text]
        shown = [units[one.row] for one in pool.known]
        right = _marked(shown, [one for one in said if one.label])
        wrong = _marked(shown, [one for one in said if not one.label])
        # Where only something wrong is known, anything else is better.
        wanted = right & ~wrong if right.any() else ~wrong
        searches.append(fit.Search(features.describe(pool, text), wanted, text))
        blind += searches[-1:] * pool.blind
    useful = sum(bool(one.right.any() and not one.right.all()) for one in searches)
    notes = f"{start.notes}; corrected by {useful} questions of a team".removeprefix("; ")
    candidate = _corrected(start.candidate or features.START, searches)
    words = _corrected(start.blind, blind) if start.blind else {}
    return Weights(candidate, start.answer, notes, words), useful


def _corrected(weights: Mapping[str, float], searches: Sequence[fit.Search]) -> dict[str, float]:
    vector = fit.ranker(searches, train.start(weights, PULL))
    return dict(zip(features.NAMES, map(float, vector), strict=True))


def _marked(units: Sequence[Unit], labels: Sequence[Label]) -> np.typing.NDArray[np.bool_]:
    return np.array([any(label.about(unit) for label in labels) for unit in units], dtype=bool)
