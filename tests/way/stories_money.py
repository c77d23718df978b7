"""Money and patience: budgets, what is said of them, and what `/usage` shows."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Core
from bot.store.spendings import Budget, Payer
from tests.way.conftest import Stage, raised
from tests.way.endpoint import Endpoint
from tests.way.town import JONAS, MARA, PAT, XIAOYU, Town, texts

MEALS = "What is the meal allowance in Norway"
ONE_ANSWER = (120 * 100.0 + 12 * 1_000.0) / 1e6
"""What the model of the stories says it used, at the price below."""
LIMIT = 3.5 * ONE_ANSWER
NOON = 1_800_000_000.0
"""A clock that stands: no day ends while a story is told."""


@pytest.fixture
async def thrifty(
    town: Town, parts: Core, state: Path, model: Endpoint, tmp_path: Path
) -> AsyncIterator[Stage]:
    """The bot with a model that costs something, and little money."""
    prices = tmp_path / "prices.yaml"
    prices.write_text("gpt-4o: {input: 100, output: 1000}\n", "utf-8")
    settings = {
        "openai_base_url": model.url,
        "prices": str(prices),
        "person_day_dollars": LIMIT,
        "questions_per_minute": 30,
    }
    async with raised(town, replace(parts, clock=lambda: NOON), state, **settings) as stage:
        yield stage


async def test_64_askers_at_once_overspend_at_most_one_answer_each(
    thrifty: Stage, model: Endpoint
) -> None:
    model.says("It stands there [1].", pause_seconds=0.05)
    people = (MARA, JONAS, XIAOYU, PAT)
    groups = [await thrifty.team(*people) for _ in range(16)]
    asked = [
        # Each another one, or the second would be answered from the first.
        (group, await group.say(f"/ask {MEALS} {number}?", by=person["id"]))
        for number, (group, person) in enumerate(itertools.product(groups, people))
    ]
    said = await asyncio.gather(
        *(
            group.hears(lambda m, q=question: m["reply_to"] == q, patience=60)
            for group, question in asked
        )
    )
    assert len(said) == 64
    assert any("budget for today" in one["text"] for one in said), texts(said)
    spendings = thrifty.running.desk.spendings
    for person in people:
        spent = spendings.level(Budget.PERSON, Payer(0, person["id"])).spent
        assert ONE_ANSWER * 0.99 <= spent <= LIMIT + ONE_ANSWER, spent


async def test_over_budget_the_documents_are_quoted_and_that_is_said(
    thrifty: Stage, model: Endpoint
) -> None:
    chat = await thrifty.reader(JONAS)
    told = []
    for number in range(5):
        question = await chat.say(f"{MEALS} {number}?")
        answer = await chat.hears(lambda m, q=question: m["id"] > q and m["text"])
        told.append(answer["text"])
    used_up = ["budget for today ($0.08) is used up" in text for text in told]
    assert used_up == [False, False, False, False, True], told
    assert ["have cost" in text for text in told] == [False, False, True, False, False], told
    assert len(model.asked) == 4


async def test_usage_tells_everybody_their_own_and_administrators_the_groups(
    thrifty: Stage,
) -> None:
    group = await thrifty.team(MARA, JONAS)
    nothing = await group.answer_to(await group.say("/usage", by=JONAS["id"]))
    assert "You: nothing yet." in nothing["text"], nothing["text"]
    await group.answer_to(await group.say(f"/ask {MEALS}?", by=JONAS["id"]))
    own = await group.answer_to(await group.say("/usage", by=JONAS["id"]))
    assert "You today: answers by a model: 1, $0.02 of $0.08" in own["text"], own["text"]
    assert "This chat" not in own["text"], own["text"]
    asked = await group.say("/usage", by=MARA["id"])
    whole = await group.hears("This chat today: answers by a model: 1, $0.02")
    assert "You: nothing yet." in whole["text"], whole["text"]
    chart = await group.hears(lambda message: message["id"] > asked and message["media"])
    assert (await group.bytes_of(chart))[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")


async def test_who_asks_too_much_in_a_minute_is_told_when_to_ask_again(
    town: Town, parts: Core, state: Path
) -> None:
    async with raised(town, parts, state, questions_per_minute=2) as stage:
        group = await stage.team(JONAS, PAT)
        for _ in range(2):
            await group.answer_to(await group.say("/ask thanks", by=PAT["id"]))
        told = await group.answer_to(await group.say("/ask thanks", by=PAT["id"]))
        assert "more than 2 questions within a minute. Please ask again in" in told["text"], told[
            "text"
        ]
        other = await group.answer_to(await group.say("/ask thanks", by=JONAS["id"]))
        assert "questions within a minute" not in other["text"], other["text"]
