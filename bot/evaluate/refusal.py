"""Measure how well questions that the documents do not answer are told from those that they do.

Two kinds of them: a question whose document was taken out of the store, which a search can tell, and one that
fits its document but is not answered in it, which no score of a search can: that is near chance by nature, and
only a model that reads the passages has more to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluate.metrics import Scored, auc_estimate, refused_at
from bot.evaluate.pages import Asked
from bot.evaluate.report import OURS, Row

TAKEN_OUT = "refusal, document taken out"
NOT_ANSWERED = "refusal, not answered in its document"


@dataclass(frozen=True, slots=True)
class _Sure:
    """One way to say how surely a search answers."""

    method: str
    of: Callable[[Asked], float]


def _best_of(name: str) -> Callable[[Asked], float]:
    def best(asked: Asked) -> float:
        votes = [v.score for hit in asked.found.hits for v in hit.lists if v.list == name]
        return max(votes, default=0.0)

    return best


_WAYS = (
    _Sure(OURS, lambda asked: asked.found.answerable),
    _Sure("best BM25 score", _best_of("bm25")),
    _Sure("best z of meaning", _best_of("dense")),
)

MODEL = "answering model, having read"
_READ = _Sure(MODEL, lambda asked: asked.answered or 0.0)
"""Whether the passages suffice, as the model finds that has to answer from them."""


def rows(dataset: str, asked: Sequence[Asked], without: Sequence[Asked]) -> list[Row]:
    """Compare answerable questions with both kinds; `without` are the same, their document taken out."""
    yes = [one for one in asked if one.question.answerable]
    read = all(one.answered is not None for one in (*asked, *without))
    result = []
    for task, no in (
        (TAKEN_OUT, [one for one in without if one.question.answerable]),
        (NOT_ANSWERED, [one for one in asked if not one.question.answerable]),
    ):
        for way in (*_WAYS, _READ) if read else _WAYS:
            positive, negative = _scored(way, yes), _scored(way, no)
            figures = (
                ("AUC", auc_estimate(positive, negative)),
                ("refused at 10 % false", refused_at(positive, negative)),
            )
            result.append(Row(dataset, task, "all", len(yes) + len(no), figures, way.method))
    return result


def _scored(way: _Sure, asked: Sequence[Asked]) -> list[Scored]:
    return [Scored(one.question.doc, way.of(one)) for one in asked]
