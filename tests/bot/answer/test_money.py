"""What answers cost, and that nobody spends beyond a budget: models at the wire, budgets in a file."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx2
import pytest
from answering import LEAVE, Server, asked, heard, passage

from bot.answer.extractive import Extractive
from bot.answer.meter import Metered
from bot.answer.prices import Prices
from bot.answer.rate import Rate
from bot.answer.router import Answers
from bot.errors import ModelFailed
from bot.ports import Prompt, VisionModel
from bot.records import Answer, Person, Usage
from bot.say import Notice, Say
from bot.store.database import Database
from bot.store.spendings import Budget, Limits, Payer, Spendings

QUESTION = asked("How many days of leave?", passage(1, LEAVE))
ONE_ANSWER = (1000 * 2.50 + 200 * 10.00) / 1e6
"""What the server at the wire says it used, at the price of gpt-4o."""


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "bot.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def server() -> Server:
    return Server()


def of_person(person: int, chat: int = -1) -> Prompt:
    incoming = QUESTION.question.incoming
    origin = replace(incoming.origin, person=Person(person, "Ada"), chat_id=chat)
    question = replace(QUESTION.question, incoming=replace(incoming, origin=origin))
    return replace(QUESTION, question=question)


def ladder(model: VisionModel, spendings: Spendings, own: Path | None = None) -> Answers:
    return Answers([model], Extractive()).through(lambda one: Metered(one, Prices(own), spendings))


async def answer(answers: Answers, prompt: Prompt) -> Answer:
    return (await heard(answers.stream(prompt)))[1]


async def test_an_answer_costs_what_the_server_says_it_used(
    server: Server, database: Database
) -> None:
    spendings = Spendings(database, Limits(), Clock())
    told = await answer(ladder(server.model(), spendings), of_person(7))
    assert told.usage is not None
    assert told.usage.cost_dollars == pytest.approx(ONE_ANSWER)
    assert spendings.level(Budget.PERSON, Payer(-1, 7)).spent == pytest.approx(ONE_ANSWER)


async def test_64_parallel_askers_overspend_at_most_one_answer_each(
    server: Server, database: Database
) -> None:
    limit = 5.5 * ONE_ANSWER
    spendings = Spendings(database, Limits(person_day=limit), Clock())
    answers = ladder(server.model(), spendings)
    people = [1, 2, 3, 4] * 16
    told = await asyncio.gather(
        *(answer(answers, of_person(one, chat=-number)) for number, one in enumerate(people, 1))
    )
    for _ in range(8):  # What was booked is settled: whoever has money left may go on.
        told += [await answer(answers, of_person(one)) for one in (1, 2, 3, 4)]

    assert len(told) == 96 and all(one.citations for one in told), "everybody got an answer"
    cheaper = Notice(Say.BUDGET_PERSON, {"limit": f"${limit:.2f}"})
    assert all((one.footer == cheaper) == (one.model == "extractive") for one in told)
    for person in (1, 2, 3, 4):
        spent = spendings.level(Budget.PERSON, Payer(-1, person)).spent
        assert limit <= spent <= limit + ONE_ANSWER
    assert len(server.requests) == 4 * 6


async def test_a_chat_and_the_month_have_budgets_of_their_own(
    server: Server, database: Database
) -> None:
    spendings = Spendings(database, Limits(chat_day=ONE_ANSWER, month=2 * ONE_ANSWER), Clock())
    answers = ladder(server.model(), spendings)
    footers = [
        (await answer(answers, of_person(person, chat))).footer
        for person, chat in ((1, -1), (2, -1), (1, -2), (3, -3))
    ]
    kinds = [footer.key if footer else None for footer in footers]
    assert kinds == [None, Say.BUDGET_CHAT, None, Say.BUDGET_MONTH]


async def test_the_next_day_begins_anew_and_the_month_does_not(
    server: Server, database: Database
) -> None:
    clock = Clock()
    spendings = Spendings(database, Limits(person_day=ONE_ANSWER), clock)
    answers = ladder(server.model(), spendings)
    assert (await answer(answers, of_person(1))).model == "gpt-4o"
    assert (await answer(answers, of_person(1))).model == "extractive"
    clock.now += 86_400
    assert (await answer(answers, of_person(1))).model == "gpt-4o"
    assert spendings.level(Budget.MONTH, Payer(0, 0)).spent == pytest.approx(2 * ONE_ANSWER)


async def test_whoever_nears_a_budget_is_told_once(server: Server, database: Database) -> None:
    spendings = Spendings(database, Limits(person_day=5 * ONE_ANSWER), Clock())
    answers = ladder(server.model(), spendings)
    warnings = []
    for _ in range(5):
        usage = (await answer(answers, of_person(1))).usage
        warnings.append(usage.warning if usage else None)
    assert [bool(warning) for warning in warnings] == [False, False, False, True, False]
    assert warnings[3] == Notice(Say.BUDGET_NEARLY_PERSON, {"spent": "$0.02", "limit": "$0.02"})


async def test_an_answer_that_is_hung_up_on_costs_what_came(
    server: Server, database: Database
) -> None:
    server.words = ["Twenty-five", " days", " and", " so", " on"] * 100
    spendings = Spendings(database, Limits(), Clock())
    metered = Metered(server.model(), Prices(), spendings)
    stream = cast("AsyncGenerator[str | Usage, None]", metered.stream(of_person(1)))
    async with aclosing(stream):
        for _ in range(5):
            await anext(stream)
    price = Prices().of("gpt-4o", "cloud")
    assert price is not None
    read = price.tokens_of(of_person(1))
    spent = spendings.level(Budget.PERSON, Payer(-1, 1)).spent
    assert price.of(Usage("", "", read, 4)) < spent < price.of(Usage("", "", read, 12))


async def test_one_that_breaks_off_costs_what_came_and_one_that_never_began_nothing(
    server: Server, database: Database
) -> None:
    spendings = Spendings(database, Limits(), Clock())
    metered = Metered(server.model(), Prices(), spendings)
    server.failures = [httpx2.Response(401, json={"error": {"message": "no", "code": "x"}})]
    with pytest.raises(ModelFailed):
        [item async for item in metered.stream(of_person(1))]
    assert spendings.totals(1) == spendings.totals(1, person_id=1)
    assert spendings.totals(1).answers == 0
    server.break_after = 1
    with pytest.raises(ModelFailed):
        [item async for item in metered.stream(of_person(1))]
    assert spendings.totals(1).answers == 1
    assert spendings.totals(1).dollars > 0


async def test_a_server_that_counts_nothing_is_counted_here(
    server: Server, database: Database
) -> None:
    server.usage = None
    spendings = Spendings(database, Limits(), Clock())
    told = await answer(ladder(server.model(), spendings), of_person(1))
    assert told.usage is not None
    assert told.usage.input_tokens > 400
    assert told.usage.output_tokens >= 5
    assert told.usage.cost_dollars > 0


def test_what_a_crash_left_open_counts_with_what_was_certain(database: Database) -> None:
    clock = Clock()
    spendings = Spendings(database, Limits(person_day=1.0), clock)
    assert isinstance(spendings.reserve(Payer(-1, 1), "gpt-4o", most=0.9, certain=0.1), int)
    assert spendings.level(Budget.PERSON, Payer(-1, 1)).spent == 0.9
    clock.now += 1_000
    assert spendings.level(Budget.PERSON, Payer(-1, 1)).spent == 0.1


def test_days_without_answers_are_shown_and_old_ones_forgotten(database: Database) -> None:
    clock = Clock()
    spendings = Spendings(database, Limits(), clock)
    booking = spendings.reserve(Payer(-1, 1), "gpt-4o", 0.5, 0.1)
    assert isinstance(booking, int)
    spendings.settle(booking, Usage("gpt-4o", "cloud", 10, 5, 0.25))
    clock.now += 86_400
    days = spendings.daily(3, person_id=1)
    assert [(day.answers, day.dollars) for day in days] == [(0, 0.0), (1, 0.25), (0, 0.0)]
    assert spendings.daily(3, chat_id=-2)[1].answers == 0
    clock.now += 90 * 86_400
    spendings.sweep()
    assert spendings.totals(365).answers == 0


def test_a_person_may_ask_so_much_a_minute_and_another_one_too() -> None:
    clock = Clock()
    rate = Rate(2, clock)
    assert [rate.wait_seconds(1) for _ in range(3)] == [0.0, 0.0, 60.0]
    assert rate.wait_seconds(2) == 0.0
    clock.now += 45
    assert rate.wait_seconds(1) == 15.0
    clock.now += 15
    assert rate.wait_seconds(1) == 0.0
    assert [Rate(0).wait_seconds(1) for _ in range(100)] == [0.0] * 100
