"""Measure how well questions find the pages that answer them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.evaluate.datasets import PageQuestion, PageSet
from bot.evaluate.metrics import Estimate, Outcome, auc, estimate, recall
from bot.evaluate.report import CUTS, Row, ranked
from knowledge.records import Found, Hit

Page = tuple[str, int]
"""Document name and page number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what the search found for it."""

    question: PageQuestion
    found: Found


def rows(dataset: PageSet, asked: Sequence[Asked]) -> list[Row]:
    """Measure page retrieval inside the document and in the whole folder, then refusal.

    Inside the document is the same search with the hits of other documents left out.
    """
    labelled = [a for a in asked if a.question.answerable and a.question.evidence_pages]
    result = [_coverage(dataset, labelled)]
    for task, inside in (("page in document", True), ("page in folder", False)):
        outcomes = [(a, Outcome(a.question.doc, _rank(a, inside))) for a in labelled]
        result.append(ranked(dataset.name, task, "all", [o for _, o in outcomes], "hit"))
        for source in sorted({s for a in labelled for s in a.question.evidence_sources}):
            part = [o for a, o in outcomes if source in a.question.evidence_sources]
            result.append(ranked(dataset.name, task, source, part, "hit"))
    result.append(_refusal(dataset, asked))
    return result


def distinct_pages(hits: Iterable[Hit]) -> list[Page]:
    """Return the pages of `hits` in order, each once."""
    return list(
        dict.fromkeys((h.unit.document, h.unit.page) for h in hits if h.unit.page is not None)
    )


def _rank(asked: Asked, inside: bool) -> int | None:
    question = asked.question
    pages = distinct_pages(asked.found.hits)
    if inside:
        pages = [page for page in pages if _same(page[0], question.doc)]
    for rank, (document, number) in enumerate(pages, 1):
        if _same(document, question.doc) and number in question.evidence_pages:
            return rank
    return None


def _coverage(dataset: PageSet, labelled: Sequence[Asked]) -> Row:
    shares = []
    for asked in labelled:
        pages = distinct_pages(asked.found.hits)[: CUTS[-1]]
        found = [number for document, number in pages if _same(document, asked.question.doc)]
        shares.append((asked.question.doc, recall(found, asked.question.evidence_pages)))
    figure = (f"recall@{CUTS[-1]}", estimate(shares))
    return Row(dataset.name, "evidence pages in folder", "all", len(labelled), (figure,))


def _same(document: str, file_name: str) -> bool:
    return document == file_name or document.endswith("/" + file_name)


def _refusal(dataset: PageSet, asked: Sequence[Asked]) -> Row:
    yes = [a.found.answerable for a in asked if a.question.answerable]
    no = [a.found.answerable for a in asked if not a.question.answerable]
    unknown = float("nan")
    return Row(
        dataset.name,
        "answerable or not",
        "all",
        len(asked),
        (("AUC", Estimate(auc(yes, no), unknown, unknown)),),
    )
