"""Which sentences are quoted where several could be."""

from dataclasses import replace

import pytest
from answering import LEAVE, asked, passage, told

from bot.answer.extractive import Extractive
from bot.ports import Prompt
from bot.records import Turn

GATE = "| Day | Gate opens | Gate closes |\n|---|---|---|\n| Monday | 06:30 | 21:00 |\n| Saturday | 08:00 | 16:00 |"
CODES = (
    "| Code | Meaning |\n|---|---|\n| NL-4012 | profile expired |\n| NL-4013 | the clock is wrong |"
)


async def said(prompt: Prompt) -> str:
    return (await told(Extractive(), prompt))[0]


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        (
            "Who is the company doctor?",
            "Ask for leave in time. The company doctor is Dr. Hansen in room 108. Eat well.",
            "The company doctor is Dr. Hansen in room 108. [1]",
        ),
        (
            "How long are readings kept?",
            "`ingest` writes each reading to the store. Raw readings are kept for 400 days. `forecast` runs at noon.",
            "Raw readings are kept for 400 days. [1]",
        ),
        (
            "When does the gate close on Saturday?",
            GATE,
            "Day: Saturday; Gate opens: 08:00; Gate closes: 16:00 [1]",
        ),
        (
            "How many extinguishers are there?",
            "Extinguishers\n\nThere are nine extinguishers in the house.",
            "There are nine extinguishers in the house. [1]",
        ),
        (
            "total assets?",
            "(in millions) | | | 2020 | 2021\nTotal assets | $ 83 | | $ 131\nCash | 3",
            "Total assets | $ 83 | $ 131 [1]",
        ),
        (
            "停车要怎么登记？",
            "停车位在地下二层，\n需要在群里登记车牌。",
            "停车位在地下二层，需要在群里登记车牌。[1]",
        ),
        (
            "访客密码在哪里？",
            "访客密码每周一早上更换， 贴在茶水间的冰箱上。",
            "访客密码每周一早上更换，贴在茶水间的冰箱上。[1]",
        ),
    ],
)
async def test_what_is_quoted_is_whole_and_no_more_than_answers(
    question: str, text: str, words: str
) -> None:
    assert await said(asked(question, passage(1, text))) == words


async def test_a_sentence_that_holds_a_day_answers_when_better_than_one_that_does_not() -> None:
    text = "Books are paid. Trains are paid. Meals are paid. Hotels are paid on the 12th."
    assert "Hotels are paid on the 12th. [1]" in await said(asked("when paid?", passage(1, text)))


async def test_a_follow_up_is_answered_with_what_it_goes_on_from() -> None:
    travel = passage(
        1, "Bergen is rainy. Hotels in Oslo or in Bergen: 1,900 at most. Bergen has a fish market."
    )
    turn = Turn("What does a hotel in Oslo cost?", "1,900")
    prompt = asked("And in Bergen?", travel, history=(turn,))
    assert await said(prompt) == "Hotels in Oslo or in Bergen: 1,900 at most. [1]"


async def test_who_goes_on_to_another_code_reads_of_that_one_alone() -> None:
    turn = Turn("What does NL-4012 mean?", "profile expired")
    prompt = asked("What about NL-4013?", passage(1, CODES), history=(turn,))
    assert await said(prompt) == "Code: NL-4013; Meaning: the clock is wrong [1]"


async def test_a_question_that_names_its_subject_does_not_go_on_from_the_one_before() -> None:
    notes = passage(1, "April was the worst month for tickets. May was the best month for tickets.")
    garage = passage(2, "Two chargers stand at spaces 3 and 4.")
    turn = Turn("Which was the worst month for tickets?", "April")
    answer = await said(asked("Where are the chargers?", notes, garage, history=(turn,)))
    assert answer == "Two chargers stand at spaces 3 and 4. [2]"


async def test_a_heading_is_not_quoted_with_what_stands_below_it() -> None:
    plan = "Fire drill plan\n\nThe fire drill takes place in April."
    assert await said(
        asked("When is the fire drill?", passage(1, plan, heading="Fire drill plan"))
    ) == ("The fire drill takes place in April. [1]")


async def test_a_picture_that_only_stands_near_is_not_pointed_at() -> None:
    health = "Hepatitis A is required for field trips."
    chart = passage(2, health, kind="picture", caption="Tickets per month", heading="Vaccinations")
    prompt = asked("Which vaccinations?", passage(1, health, heading="Vaccinations"), chart)
    assert "picture" not in await said(prompt)


async def test_who_names_two_codes_reads_of_both() -> None:
    other = "NL-4012 and NL-4012 again. A dialog NL-4012. Renew after NL-4012."
    answer = await said(asked("Compare NL-4012 and NL-4013", passage(1, CODES), passage(2, other)))
    assert "Code: NL-4013; Meaning: the clock is wrong" in answer
    assert "NL-4012" in answer


async def test_a_picture_of_another_code_is_not_shown_to_who_asks_for_one() -> None:
    dialog = passage(
        2,
        f"{CODES}\n\nDialog NL-4012",
        kind="picture",
        caption="Dialog NL-4012",
        ocr="Error NL-4012",
    )
    question = "What does error NL-4013 mean?"
    assert await said(asked(question, passage(1, CODES), dialog)) == (
        "Code: NL-4013; Meaning: the clock is wrong [1]"
    )
    alone = await said(asked(question, replace(dialog, number=1)))
    assert alone == "Code: NL-4013; Meaning: the clock is wrong [1]"


async def test_a_number_is_given_once() -> None:
    dialog = passage(1, "Costs of the fleet\n\nCosts of the fleet", kind="picture", caption="Chart")
    assert (await said(asked("costs of the fleet?", dialog))).count("[1]") == 1


async def test_below_a_heading_that_was_asked_for_the_first_sentence_goes_on_from_it() -> None:
    lost = passage(
        1, "Call Tomasz within one hour. He wipes it.\n\nBe kind.", heading="Lost things"
    )
    assert await said(asked("lost!", passage(2, LEAVE), lost)) == (
        "Call Tomasz within one hour. He wipes it. [1]"
    )


async def test_who_wants_to_be_shown_a_picture_is_shown_it_and_nothing_else() -> None:
    plan = passage(1, "Network plan", kind="picture", caption="Network plan", alt="firewall")
    card = replace(plan, hit=replace(plan.hit, image="0" * 64))
    talk = passage(
        2, "The plan of your phone is paid. A private phone may show mail. Use the guest network."
    )
    assert await said(asked("show me the network plan", card, talk)) == (
        "See the picture: Network plan [1]"
    )


async def test_a_picture_without_a_name_is_called_by_its_title_and_not_by_all_that_is_in_it() -> (
    None
):
    chart = passage(1, "Tickets per month\n70\n61\nJan\nFeb", kind="picture")
    assert await said(asked("tickets per month", chart)) == (
        "See the picture: Tickets per month [1]"
    )
