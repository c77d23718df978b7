"""A clip that is too long to be shown at once: notes on each stretch, then an answer from all of them."""

import json
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx2
import pytest
from answering import LEAVE, Model, Server, asked, failure, heard, passage, picture

from bot.answer.again import Again
from bot.answer.clean import Cleaner
from bot.answer.extractive import Extractive
from bot.answer.guard import Guard
from bot.answer.meter import Metered
from bot.answer.prices import Prices
from bot.answer.prompt import version
from bot.answer.router import Answers
from bot.answer.windows import needed, stream
from bot.ports import Prompt, Task
from bot.records import Clip, Scope, Utterance
from bot.say import Notice, Say
from bot.store.database import Database
from bot.store.kept import Kept
from bot.store.spendings import Budget, Limits, Payer, Spendings
from knowledge.records import Sight

SECONDS = 300.0
NOON = 1_800_000_000.0
"""A clock that stands: no budget begins anew beneath a test."""
SPOKEN = (Utterance(2.0, "Welcome."), Utterance(290.0, "That is all."))
ANSWER = "The printer fails at 3:20 [1].\n\n- 0:00 Settings open\n- 3:20 HB-2209 shows"


def long_clip(stills: int = 60) -> Prompt:
    """Ask about a clip with so many stills, evenly over five minutes; each reads its own number."""
    shown = tuple(
        replace(
            picture(f"screen {at}", content=b"\x89PNG" + bytes([at])),
            clip=1,
            seconds=at * SECONDS / stills,
        )
        for at in range(stills)
    )
    prompt = asked("What happens?", passage(1, LEAVE), pictures=shown)
    clip = Clip(1, "tour.mp4", SECONDS, SPOKEN)
    question = replace(prompt.question, clips=(clip,))
    return replace(prompt, question=question, task=Task.TIMELINE, scope=Scope(("team",)))


class Watcher(Server):
    """Notes which frames it was shown, and answers where it is given notes on all of them."""

    secret = ""
    fails_at = 0

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        wanted = "notes are wanted now" in request.content.decode()
        self.words = [f"0:00 noted {len(self.requests) + 1}{self.secret}"] if wanted else [ANSWER]
        if len(self.requests) + 1 == self.fails_at:
            self.failures = [failure(401)]
        return super().answer(request)

    @property
    def asked(self) -> list[str]:
        """What each request says last, its pictures left out."""
        return [words_of(request) for request in self.requests]


def parts_of(request: dict[str, object]) -> list[dict[str, str]]:
    content = cast("list[dict[str, object]]", request["messages"])[-1]["content"]
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return cast("list[dict[str, str]]", content)


def words_of(request: dict[str, object]) -> str:
    return "\n".join(part["text"] for part in parts_of(request) if part["type"] == "text")


def shown_to(request: dict[str, object]) -> int:
    return sum(part["type"] == "image_url" for part in parts_of(request))


@pytest.fixture
def server() -> Watcher:
    return Watcher()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "bot.sqlite3")
    yield opened
    opened.close()


async def test_each_stretch_is_shown_once_and_the_answer_comes_from_the_notes(
    server: Watcher,
) -> None:
    told: list[Notice] = []
    prompt = replace(long_clip(), status=told.append)
    assert needed(prompt.question)
    words, answer = await heard(Answers([server.model()], Extractive()).stream(prompt))
    assert (words, answer.text) == (ANSWER, ANSWER)
    assert answer.prompt == version(Task.TIMELINE) != version()
    assert [citation.number for citation in answer.citations] == [1]
    assert [shown_to(request) for request in server.requests] == [20, 20, 20, 0]
    first, middle, third, last = server.asked
    assert "Clip 1 is 5:00 long; you are shown its stretch from 0:00 to 1:40" in first
    assert "its stretch from 1:40 to 3:20" in middle
    assert "its stretch from 3:20 to 5:00" in third
    assert "notes on all its stretches" in last
    assert ("Welcome." in first, "Welcome." in middle, "Welcome." in third) == (True, False, False)
    assert "That is all." not in first
    assert "That is all." in third
    # Later stretches are given what was noted before; the documents are for the answer alone.
    assert ["noted 1" in asked for asked in server.asked] == [False, True, True, True]
    assert ["25 days" in asked for asked in server.asked] == [False, False, False, True]
    assert all("noted" in last and f"noted {number}" in last for number in (1, 2, 3))
    assert all(f"Question: {prompt.question.text}" in asked for asked in server.asked)
    assert [(one.key, one.values["done"]) for one in told] == [
        (Say.WATCHING_PART, number) for number in (1, 2, 3)
    ]


async def test_a_picture_beside_the_clip_and_the_telling_still_reach_the_answer(
    server: Watcher,
) -> None:
    prompt = long_clip(50)
    question = replace(prompt.question, pictures=(picture("a door"), *prompt.question.pictures))
    still = question.pictures[31]
    prompt = replace(prompt, question=question, evidence=replace(prompt.evidence, still=still))
    await heard(Answers([server.model()], Extractive()).stream(prompt))
    assert [shown_to(request) for request in server.requests] == [17, 18, 18, 2]
    assert "Frame at 3:00 of clip 1:" in server.asked[-1]


async def test_a_clip_that_can_be_shown_at_once_is_asked_about_once(server: Watcher) -> None:
    prompt = replace(long_clip(24), task=Task.ANSWER)
    assert not needed(prompt.question)
    await heard(Answers([server.model()], Extractive()).stream(prompt))
    assert [shown_to(request) for request in server.requests] == [24]


async def test_all_calls_are_paid_and_told_together(server: Watcher, database: Database) -> None:
    spendings = Spendings(database, Limits(month=5.0), lambda: NOON)
    ladder = Answers([server.model()], Extractive()).through(
        lambda one: Metered(one, Prices(None), spendings)
    )
    _, answer = await heard(ladder.stream(long_clip()))
    one = (1000 * 2.50 + 200 * 10.00) / 1e6
    assert answer.usage is not None
    assert answer.usage.cost_dollars == pytest.approx(4 * one)
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (4_000, 800)
    payer = Payer(7, 7)
    assert spendings.level(Budget.MONTH, payer).spent == pytest.approx(4 * one)


async def test_a_budget_that_is_used_up_ends_it_before_the_next_stretch(
    server: Watcher, database: Database
) -> None:
    server.usage = {"prompt_tokens": 100_000, "completion_tokens": 0, "total_tokens": 100_000}
    spendings = Spendings(database, Limits(person_day=0.4), lambda: NOON)
    ladder = Answers([server.model()], Extractive()).through(
        lambda one: Metered(one, Prices(None), spendings)
    )
    _, answer = await heard(ladder.stream(long_clip()))
    assert answer.model == Extractive.name
    assert len(server.requests) == 2


async def test_the_same_question_is_not_asked_again_nor_are_stretches_that_were_noted(
    server: Watcher, database: Database
) -> None:
    ladder = Answers([server.model()], Extractive()).through(lambda one: Again(one, Kept(database)))
    _, first = await heard(ladder.stream(long_clip()))
    _, second = await heard(ladder.stream(long_clip()))
    assert second.text == first.text
    assert second.usage is not None
    assert second.usage.again
    assert len(server.requests) == 4
    # Other evidence is a matter for the answer alone.
    other = replace(long_clip(), evidence=asked("", passage(1, "Nothing.")).evidence)
    _, third = await heard(ladder.stream(other))
    assert third.usage is not None
    assert not third.usage.again
    assert len(server.requests) == 5


async def test_a_model_that_fails_at_any_stretch_falls_to_the_next_one(server: Watcher) -> None:
    worse = Model("worse", "Some screens are shown.")
    server.fails_at = 3
    ladder = Answers([server.model(), worse], Extractive())
    words, answer = await heard(ladder.stream(long_clip()))
    assert len(server.requests) == 3
    assert (words, answer.text, answer.model) == (worse.words[0], worse.words[0], "worse")
    assert answer.footer == Notice(Say.FELL_BACK, {"model": "worse"})
    assert worse.asked == 4


async def test_hanging_up_while_notes_are_taken_hangs_up_on_the_server(server: Watcher) -> None:
    async with aclosing(stream(server.model(), long_clip())) as items:
        await anext(items)
    assert server.hung_up
    assert len(server.requests) == 1


async def test_a_secret_in_the_notes_leaves_the_host_no_more_than_one_in_the_question(
    server: Watcher,
) -> None:
    key = "AKIA" + "Q7ZL4MXW2NVB8RTD"
    server.secret = f" the key {key}"
    eyes = Cleaner(
        lambda content: Sight(content, "image/png", 64, 48, "0" * 64, read=True),
        _covered,
        lambda _: (),
        lambda _: (),
    )
    guarded = Answers([Guard(server.model(), eyes, "redact")], Extractive())
    await heard(guarded.stream(long_clip()))
    assert len(server.requests) == 4
    assert key not in json.dumps(server.requests)
    assert "noted 1 the key [" in server.asked[-1]


def _covered(content: bytes, places: object) -> tuple[bytes, str]:
    return content, "image/png"
