"""Checks that break: the answer is blocked, and nobody is punished."""

import asyncio
import logging

import pytest

from bot.records import ChatKind, Finding, Incoming, Origin, Person, Question, Verdict
from bot.safety.inspect import Inspector

QUESTION = Question(
    Incoming((1,), Origin(-1001, ChatKind.SUPERGROUP, 10, Person(7, "Ada")), "hello"), "hello"
)
CLEAN = Finding("clean", "")
GUILTY = Finding("guilty", "scam", flagged=True, score=0.9)


class Check:
    """A check that says what it was told to."""

    def __init__(self, finding: Finding) -> None:
        self.name = finding.check
        self._finding = finding

    async def check(self, question: Question) -> tuple[Finding, ...]:
        return (self._finding,)


class Broken:
    name = "broken"

    async def check(self, question: Question) -> tuple[Finding, ...]:
        raise ZeroDivisionError("a bug")


class Endless:
    name = "endless"

    async def check(self, question: Question) -> tuple[Finding, ...]:
        await asyncio.Event().wait()
        return (CLEAN,)


async def test_findings_come_in_the_order_of_the_checks() -> None:
    verdict = await Inspector([Check(CLEAN), Check(GUILTY)]).inspect(QUESTION)
    assert verdict == Verdict((CLEAN, GUILTY))
    assert (verdict.allows, verdict.convicts) == (False, True)


async def test_what_asks_elsewhere_is_left_out_of_a_glance_and_asked_once_after_it() -> None:
    inspector = Inspector([Check(CLEAN)], slow=[Check(GUILTY)])
    assert inspector.asks_elsewhere and not Inspector([Check(CLEAN)]).asks_elsewhere
    seen = await inspector.glance(QUESTION)
    assert seen == Verdict((CLEAN,))
    assert await inspector.inspect(QUESTION, seen) == Verdict((CLEAN, GUILTY))
    assert await inspector.inspect(QUESTION) == Verdict((CLEAN, GUILTY))


async def test_a_broken_check_blocks_the_answer_and_convicts_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.CRITICAL, logger="bot.safety.inspect"):
        verdict = await Inspector([Check(CLEAN), Broken()]).inspect(QUESTION)
    assert verdict.findings[1] == Finding("broken", "", error="ZeroDivisionError")
    assert (verdict.allows, verdict.convicts) == (False, False)


async def test_a_check_that_never_ends_is_left_after_its_time() -> None:
    inspector = Inspector([Check(GUILTY), Endless()], seconds_per_check=0.01)
    verdict = await inspector.inspect(QUESTION)
    assert verdict.findings == (GUILTY, Finding("endless", "", error="took too long"))
    # The other check ran, and what it saw still counts.
    assert verdict.convicts


async def test_a_cancelled_question_is_not_a_finding() -> None:
    task = asyncio.create_task(Inspector([Endless()]).inspect(QUESTION))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
