"""How an answer came to be, in a few plain lines that `/why` shows.

Takes times and outcomes of the stages; keeps no message text but the question's words, which the
button for more passages needs.
"""

import time
from collections.abc import Mapping
from typing import TypeVar

from bot.records import Answer, Evidence, Finding, Question, Verdict

T = TypeVar("T")

WORDS = "words"
"""The entry that is not shown: what was asked."""
MOST_WORDS = 500


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

    def line(self) -> str:
        """Return the times as one line, for the log and for people."""
        return ", ".join(f"{stage} {took * 1000:.0f} ms" for stage, took in self._times.items())


def of(
    question: Question, verdict: Verdict, evidence: Evidence | None, answer: Answer, watch: Watch
) -> Mapping[str, str]:
    """Put together what `/why` tells about one answer."""
    trace = {WORDS: question.text[:MOST_WORDS], "Checks": _checks(verdict.findings)}
    if question.pictures:
        sizes = (f"{p.sight.width}×{p.sight.height}" for p in question.pictures)
        trace["Pictures"] = ", ".join(sizes)
    if evidence is not None:
        trace["Searched"] = "; ".join(f"{name}: {how}" for name, how in evidence.lists.items())
        trace["Found"] = "; ".join(
            f"[{p.number}] {p.source} ({', '.join(vote.list for vote in p.hit.lists)})"
            for p in evidence.passages
        )
        trace["Answerable"] = f"{evidence.answerable:.0%}"
    if answer.model:
        trace["Model"] = answer.model + _cost(answer)
    trace["Time"] = watch.line()
    return {name: value for name, value in trace.items() if value}


def _checks(findings: tuple[Finding, ...]) -> str:
    return "; ".join(f"{finding.check}: {_outcome(finding)}" for finding in findings)


def _outcome(finding: Finding) -> str:
    if finding.error:
        return f"could not look ({finding.error})"
    return f"{finding.category} ({finding.detail})" if finding.flagged else "clean"


def _cost(answer: Answer) -> str:
    usage = answer.usage
    if usage is None or not usage.input_tokens:
        return ""
    price = f", ${usage.cost_dollars:.4f}" if usage.cost_dollars else ""
    return f" ({usage.input_tokens} + {usage.output_tokens} tokens{price})"
