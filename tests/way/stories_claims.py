"""Stories of a model that cites what its sources do not say."""

from collections.abc import AsyncIterator

import pytest

from bot.app import Core
from tests.way.conftest import Stage, raised
from tests.way.endpoint import Endpoint, question_in
from tests.way.town import JONAS, Town

MEALS = "What is the meal allowance in Norway?"
PRINTER = "What does HB-2209 mean?"
REMARK = "(?) marks what I do not find in the source"


async def told(bot: Stage, model: Endpoint, question: str, *said: str) -> str:
    """Ask a model that says this; return what is shown."""
    model.says(*said)
    chat = await bot.reader(JONAS)
    asked = await chat.say(question)
    return str((await chat.answer_to(asked))["text"])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (MEALS, "The meal allowance is 48 euros a day in Norway"),
        (MEALS, "You need not send receipts within 21 days"),
        (MEALS, "Our lawyers negotiated the harbour lease with great patience"),
        (PRINTER, "HB-2210 means that the printer has lost its lease"),
        (PRINTER, "Do not switch the printer off for 30 seconds"),
        ("会议室可以提前多久预订？", "会议室最多提前四十天预订"),
    ],
)
async def test_a_claim_that_its_source_does_not_bear_out_is_marked(
    bot: Stage, model: Endpoint, question: str, said: str
) -> None:
    shown = await told(bot, model, question, f"{said} [1].")
    assert f"{said} [1] (?)." in shown
    assert REMARK in shown or "(?) 表示" in shown


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (MEALS, "In Norway you get 38 euros a day [1]; send in receipts within 21 days [1]."),
        ("What is the meal allowance in Norway for 3 days?", "For 3 days that is 114 euros [1]."),
        (PRINTER, "The printer has lost its lease: switch it off for half a minute [1]."),
        ("会议室可以提前多久预订？", "Rooms can be booked at most 14 days ahead [1]."),
        ("会议室可以提前多久预订？", "最多可以提前14天预订会议室 [1]。"),
        ("How long is a VPN profile valid?", "It works for ninety days, after that renew it [1]."),
    ],
)
async def test_a_claim_in_other_words_is_left_alone(
    bot: Stage, model: Endpoint, question: str, said: str
) -> None:
    shown = await told(bot, model, question, said)
    assert "(?)" not in shown


async def test_a_claim_is_given_the_number_of_the_passage_that_says_it(
    bot: Stage, model: Endpoint
) -> None:
    def script(messages: list[dict[str, object]]) -> list[str]:
        given = str(messages)
        right = next(
            n
            for n in "123456"
            if f"evidence [{n}] from travel.md, Travel > Meals" in given.replace("\\u003e", ">")
        )
        wrong = next(n for n in "123456" if n != right and f"evidence [{n}]" in given)
        return [f"The meal allowance is 38 euros a day in Norway [{wrong}]."]

    model.script = script
    chat = await bot.reader(JONAS)
    asked = await chat.say("What is the meal allowance, and how do I book trains and VPN?")
    shown = str((await chat.answer_to(asked))["text"])
    assert "(?)" not in shown
    assert "travel.md" in shown.partition("Sources")[2]


async def test_numbers_in_code_and_of_lists_are_no_claims(bot: Stage, model: Endpoint) -> None:
    said = "1. Switch the printer off [1].\n2. Print the network page [1].\n\n```\nx[1] = 77\n```"
    assert "(?)" not in await told(bot, model, PRINTER, said)


LIKELY = "In Norway you get 38 euros a day, and the company card pays for lunch"
"""Half of it stands in the source, which words and nearness in meaning are content with."""


@pytest.fixture
async def read_again(
    town: Town, parts: Core, state: object, model: Endpoint
) -> AsyncIterator[Stage]:
    """The bot with a second model that reads its answers again."""
    settings = {"openai_base_url": model.url, "verifier": "gpt-4o-mini"}
    async with raised(town, parts, state, **settings) as stage:
        yield stage


def judging(model: Endpoint, answer: str, *verdicts: str) -> None:
    """Let one model answer, and the other say this of the answer."""

    def script(messages: list[dict[str, object]]) -> tuple[str, ...]:
        is_second = "You check the work" in str(messages[0]["content"])
        return verdicts if is_second else (answer,)

    model.script = script


async def test_a_second_model_marks_what_words_alone_do_not_show(
    read_again: Stage, model: Endpoint
) -> None:
    judging(model, f"Send in receipts within 21 days [1]. {LIKELY} [1].", "1: yes\n2: no")
    chat = await read_again.reader(JONAS)
    shown = str((await chat.answer_to(await chat.say(MEALS)))["text"])
    assert f"{LIKELY} [1] (?)." in shown
    assert "21 days [1]. " in shown
    second = question_in(model.asked[-1])
    assert f"2. {LIKELY} [1]" in second
    assert "evidence [1]" in second
    assert MEALS not in second


@pytest.mark.parametrize("said", ["1: yes", "I would rather write a poem.", ""])
async def test_a_second_model_that_agrees_or_says_nothing_of_use_changes_nothing(
    read_again: Stage, model: Endpoint, said: str
) -> None:
    judging(model, f"{LIKELY} [1].", said)
    chat = await read_again.reader(JONAS)
    shown = str((await chat.answer_to(await chat.say(MEALS)))["text"])
    assert f"{LIKELY} [1]." in shown
    assert "(?)" not in shown
    assert len(model.asked) == 2
