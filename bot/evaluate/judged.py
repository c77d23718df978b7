"""Answers that people judged, as an evaluation set: written from what was kept, read, and measured.

One JSON object a line. `text`, `unit`, `document`, `page` and `label` are what `train ranker --feedback` reads, of the
first passage that the answer cited; `evidence` has all of them.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from bot.answer.match import terms
from bot.evaluate.metrics import Outcome, estimate, hit_at, mean_reciprocal_rank
from bot.evaluate.report import CUTS, Row
from bot.records import Answer
from bot.store.feedback import Judged
from knowledge.records import Found

RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that the answer had before it, and whether it was cited."""

    number: int
    document: str
    unit: str = ""
    page: int | None = None
    space: str = ""
    cited: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One judged answer."""

    id: str
    text: str
    verdict: str
    votes: Mapping[str, int]
    answer: str
    evidence: tuple[Evidence, ...] = ()
    pictures: tuple[str, ...] = ()
    """sha256 of each picture that was asked about; the pictures themselves are not kept."""
    model: str = ""
    prompt: str = ""
    """The version of the instructions."""
    given_at: int = 0

    @property
    def label(self) -> bool:
        return self.verdict == RIGHT

    @property
    def cited(self) -> tuple[Evidence, ...]:
        return tuple(one for one in self.evidence if one.cited)


def of(judged: Judged) -> Case | None:
    """Put one judged answer into the form of the set, None where its trace was not kept."""
    trace = judged.trace
    if not trace.get("answer"):
        return None
    passages = cast("Sequence[Mapping[str, object]]", trace.get("passages", ()))
    cited = set(cast("Sequence[int]", trace.get("cited", ())))
    name = f"{judged.chat_id}/{judged.answer_message_id}".encode()
    return Case(
        # A chat's number is nobody's business beyond it.
        id=hashlib.sha256(name).hexdigest()[:12],
        text=str(trace.get("words", "")),
        verdict=_verdict(judged.votes),
        votes=judged.votes,
        answer=str(trace["answer"]),
        evidence=tuple(_evidence(passage, cited) for passage in passages),
        pictures=tuple(cast("Sequence[str]", trace.get("hashes", ()))),
        model=str(trace.get("model", "")),
        prompt=str(trace.get("prompt", "")),
        given_at=judged.given_at,
    )


def line(case: Case) -> dict[str, object]:
    """Return the object that stands for `case` in a file."""
    first = next(iter(case.cited), None)
    place = {"unit": first.unit, "document": first.document, "page": first.page} if first else {}
    return {
        "id": case.id,
        "text": case.text,
        **place,
        "label": case.label,
        "verdict": case.verdict,
        "votes": dict(case.votes),
        "answer": case.answer,
        "evidence": [
            {name: getattr(one, name) for name in Evidence.__slots__} for one in case.evidence
        ],
        "pictures": list(case.pictures),
        "model": case.model,
        "prompt": case.prompt,
        "given_at": case.given_at,
    }


def _verdict(votes: Mapping[str, int]) -> str:
    """Return what most said; of verdicts that are level the least kind, so that somebody looks."""
    most = max(votes.values())
    level = [verdict for verdict, count in votes.items() if count == most]
    return next((verdict for verdict in ("wrong", "outdated") if verdict in level), level[0])


def _evidence(passage: Mapping[str, object], cited: set[int]) -> Evidence:
    number = cast("int", passage["number"])
    return Evidence(
        number=number,
        document=str(passage.get("document", "")),
        unit=str(passage.get("unit", "")),
        page=cast("int | None", passage.get("page")),
        space=str(passage.get("space", "")),
        cited=number in cited,
    )


def found(name: str, cases: Sequence[tuple[Case, Found]]) -> list[Row]:
    """Report how well a search finds what right answers cited."""
    outcomes = [
        Outcome(case.id, _rank(case, hits)) for case, hits in cases if case.label and case.cited
    ]
    if not outcomes:
        return []
    figures = [(f"hit@{cut}", hit_at(outcomes, cut)) for cut in CUTS]
    figures.append(("mrr", mean_reciprocal_rank(outcomes)))
    return [Row(name, "judged right: its source is found", "all", len(outcomes), tuple(figures))]


def _rank(case: Case, hits: Found) -> int | None:
    wanted = {(one.document, one.page) for one in case.cited}
    places = ((hit.unit.document, hit.unit.page) for hit in hits.hits)
    return next((rank for rank, place in enumerate(places, 1) if place in wanted), None)


def answered(name: str, cases: Sequence[tuple[Case, Answer]]) -> list[Row]:
    """Report whether right answers are given again, and others no longer."""
    return list(_answered(name, cases))


def _answered(name: str, cases: Sequence[tuple[Case, Answer]]) -> Iterator[Row]:
    right = [(case, answer) for case, answer in cases if case.label]
    if right:
        same = [(case.id, _alike(case.answer, answer.text)) for case, answer in right]
        sourced = [(case.id, float(_shares_source(case, answer))) for case, answer in right]
        told = [(case.id, float(not answer.refused)) for case, answer in right]
        figures = (
            ("answered", estimate(told)),
            ("same source", estimate(sourced)),
            ("same words", estimate(same)),
        )
        yield Row(name, "judged right: answered again", "all", len(right), figures)
    for verdict in sorted({case.verdict for case, _ in cases} - {RIGHT}):
        others = [(case, answer) for case, answer in cases if case.verdict == verdict]
        changed = [
            (case.id, float(answer.refused or _alike(case.answer, answer.text) < ALIKE))
            for case, answer in others
        ]
        yield Row(
            name,
            f"judged {verdict}: not said again",
            "all",
            len(others),
            (("changed", estimate(changed)),),
        )


ALIKE = 0.8
"""Two answers that share so much of their words say the same."""


def _alike(one: str, other: str) -> float:
    """Return the F1 of the terms of two texts."""
    first, second = terms(one), terms(other)
    shared = len(first & second)
    return 2 * shared / (len(first) + len(second)) if first or second else 1.0


def _shares_source(case: Case, answer: Answer) -> bool:
    wanted = {(one.document, one.page) for one in case.cited}
    units = [citation.passage.hit.unit for citation in answer.citations]
    return not wanted or any((unit.document, unit.page) in wanted for unit in units)


def verdicts(cases: Sequence[Case]) -> Mapping[str, int]:
    """Count the cases by verdict."""
    return Counter(case.verdict for case in cases)
