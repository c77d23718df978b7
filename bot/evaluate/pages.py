"""Measure how well questions find the pages that answer them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluate.datasets import PageQuestion, PageSet
from bot.evaluate.metrics import Outcome, estimate, recall
from bot.evaluate.peers import Bm25, Dense, fused
from bot.evaluate.report import CUTS, OURS, Row, Task, compared
from bot.evaluate.store import Knowledge
from knowledge.records import Found, Hit, Kind

Page = tuple[str, int]
"""Document name and page number."""

Rankings = Mapping[str, Sequence[Sequence[Page]]]
"""By method: for each question the pages it gives, best first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what the search found for it."""

    question: PageQuestion
    found: Found
    answered: float | None = None
    """1 where the answering model, given what was found, answers, 0 where it says that it does not know; None: not
    asked."""


def rows(dataset: PageSet, asked: Sequence[Asked], peers: Rankings) -> list[Row]:
    """Measure page retrieval inside the document and in the whole folder, ours beside `peers`.

    Inside the document is the same ranking with the pages of other documents left out. Kinds of evidence
    are measured apart: a page that answers by a figure is found in another way than one of plain text.
    """
    labelled = [a.question.answerable and bool(a.question.evidence_pages) for a in asked]
    questions = [a.question for a, kept in zip(asked, labelled, strict=True) if kept]
    methods = {OURS: [distinct_pages(a.found.hits) for a in asked], **peers}
    rankings = {
        method: [pages for pages, kept in zip(every, labelled, strict=True) if kept]
        for method, every in methods.items()
    }
    result = [_coverage(dataset, questions, rankings[OURS])]
    sources = sorted({source for question in questions for source in question.evidence_sources})
    for name, inside in (("page in document", True), ("page in folder", False)):
        task = Task(dataset.name, name, "hit")
        for group in ("all", *sources):
            for method, every in rankings.items():
                outcomes = [
                    Outcome(question.doc, _rank(question, pages, inside))
                    for question, pages in zip(questions, every, strict=True)
                    if group == "all" or group in question.evidence_sources
                ]
                result.append(compared(task, group, method, outcomes))
    return result


def peers(knowledge: Knowledge, space: str, questions: Sequence[str]) -> Rankings:
    """Rank the pages of `space` for each of `questions` in simpler ways."""
    exported, vectors = knowledge.bench.export(space)
    paged = [(row, (row.unit.document, row.unit.page or 0)) for row in exported if row.unit.page]
    whole = Bm25([(page, row.unit.text) for row, page in paged if row.unit.kind is Kind.PAGE])
    chunks = Bm25([(page, row.unit.text) for row, page in paged if row.unit.kind is Kind.TEXT])
    near = [
        (page, vectors[row.text_key])
        for row, page in paged
        if row.text_key and row.text_key in vectors
    ]
    dense = Dense([page for page, _ in near], np.array([vector for _, vector in near]))
    rankings: dict[str, list[Sequence[Page]]] = {}
    for question in questions:
        lists = {
            "BM25, page text": whole.rank(question),
            "BM25, chunks": chunks.rank(question),
            "MiniLM, chunks": dense.rank(knowledge.bench.embed([question])),
        }
        for method, pages in {**lists, "plain RRF of these": fused(lists)}.items():
            rankings.setdefault(method, []).append(pages)
    return rankings


def distinct_pages(hits: Iterable[Hit]) -> list[Page]:
    """Return the pages of `hits` in order, each once."""
    return list(
        dict.fromkeys((h.unit.document, h.unit.page) for h in hits if h.unit.page is not None)
    )


def _rank(question: PageQuestion, pages: Sequence[Page], inside: bool) -> int | None:
    if inside:
        pages = [page for page in pages if same(page[0], question.doc)]
    for rank, (document, number) in enumerate(pages, 1):
        if same(document, question.doc) and number in question.evidence_pages:
            return rank
    return None


def _coverage(
    dataset: PageSet, questions: Sequence[PageQuestion], rankings: Sequence[Sequence[Page]]
) -> Row:
    shares = []
    for question, pages in zip(questions, rankings, strict=True):
        found = [number for document, number in pages[: CUTS[-1]] if same(document, question.doc)]
        shares.append((question.doc, recall(found, question.evidence_pages)))
    figure = (f"recall@{CUTS[-1]}", estimate(shares))
    return Row(dataset.name, "evidence pages in folder", "all", len(questions), (figure,))


def same(document: str, file_name: str) -> bool:
    """Tell whether a document was learned from the file of that name, in whatever folder."""
    return document == file_name or document.endswith("/" + file_name)
