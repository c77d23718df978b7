"""How an answer came to be, as facts that are kept and that `/why` puts into words.

Takes times and outcomes of the stages. Of message text it keeps the question's words, which the button for more
passages needs, and the answer's: what people say of it is of use only together with it.
"""

import time
from collections.abc import Mapping
from typing import TypeVar

from bot.records import Answer, Evidence, Finding, Passage, Question, Verdict
from bot.reply.why import Check, Facts, Found
from bot.store.kept import TOLD_CHARACTERS

T = TypeVar("T")

WORDS = "words"
"""The entry that is not shown: what was asked."""


class Watch:
    """A stopwatch that is read after each stage."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._times: dict[str, float] = {}

    def took(self, stage: str, outcome: T) -> T:
        """Note the time since the last reading under `stage`, and hand `outcome` through."""
        now = time.perf_counter()
        self._times[stage] = now - self._last
        self._last = now
        return outcome

    def milliseconds(self) -> Mapping[str, int]:
        """Return the time that each stage took."""
        return {stage: round(took * 1000) for stage, took in self._times.items()}

    def line(self) -> str:
        """Return the times as one line, for the log."""
        return ", ".join(f"{stage} {took} ms" for stage, took in self.milliseconds().items())


def of(
    question: Question, verdict: Verdict, evidence: Evidence | None, answer: Answer, watch: Watch
) -> Facts:
    """Put together what `/why` tells about one answer."""
    facts: Facts = {
        "words": question.text[:TOLD_CHARACTERS],
        "checks": [_check(finding) for finding in verdict.findings],
        "answer": answer.text,
        "cited": [citation.number for citation in answer.citations],
        "hashes": [p.sight.sha256 for p in question.pictures],
        "prompt": answer.prompt,
        "pictures": [f"{p.sight.width}×{p.sight.height}" for p in question.pictures],
        "milliseconds": watch.milliseconds(),
    }
    if evidence is not None:
        facts["lists"] = evidence.lists
        facts["passages"] = [_found(p) for p in evidence.passages]
        facts["answerable"] = round(evidence.answerable, 2)
    if answer.left:
        facts["sent"] = answer.left
    if answer.model:
        facts["model"] = answer.model
    if answer.usage is not None and answer.usage.again:
        facts["again"] = True
    if answer.usage is not None and answer.usage.input_tokens:
        facts["tokens"] = (answer.usage.input_tokens, answer.usage.output_tokens)
        facts["cost_dollars"] = answer.usage.cost_dollars
    return facts


def _found(passage: Passage) -> Found:
    unit = passage.hit.unit
    return {
        "number": passage.number,
        "source": passage.source,
        "lists": [vote.list for vote in passage.hit.lists],
        "unit": unit.id,
        "document": unit.document,
        "page": unit.page,
        "space": passage.hit.space,
    }


def _check(finding: Finding) -> Check:
    """Note what one check said; what it did not flag is of no weight here."""
    said: Check = {"name": finding.check}
    if finding.error:
        said["error"] = finding.error
    elif finding.flagged:
        said["category"] = finding.reason
        said["detail"] = finding.detail
    return said
