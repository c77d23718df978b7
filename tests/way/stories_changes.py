"""Groups and people that change under the bot: moved, gone, closed, or named to mislead."""

import pytest

from tests.way.conftest import Stage
from tests.way.endpoint import Endpoint
from tests.way.town import JONAS, MARA, PAT, texts

MEALS = "What is the meal allowance in Norway?"
NASTY = "<a href=x>Eve</a> _*[`|~ \u202eevil"


async def test_a_group_that_became_a_supergroup_keeps_documents_and_conversation(
    bot: Stage, model: Endpoint
) -> None:
    group = await bot.team(kind="group")
    asked = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    await group.answer_to(asked)
    larger = await group.migrate()
    model.says("31 euros a day abroad [1].")
    again = await larger.say("/ask And abroad?", by=JONAS["id"])
    answer = await larger.answer_to(again)
    assert "travel.md" in answer["text"]
    assert MEALS in model.prompt
    assert answer["reply_to"] == again


async def test_an_answer_in_flight_arrives_in_the_supergroup(bot: Stage, model: Endpoint) -> None:
    group = await bot.team(kind="group")
    pieces = [f"Sentence number {n} of the answer. " for n in range(12)]
    model.says(*pieces, "That is all [1].", pause_seconds=0.25)
    await group.say(f"/ask {MEALS}", by=JONAS["id"])
    await group.hears("Sentence number 0")
    larger = await group.migrate()
    answer = await larger.hears("That is all [1].")
    assert "".join(pieces).strip() in answer["text"]
    assert answer["reply_to"] is None
    pressed = await larger.press(answer["id"], answer["buttons"][0][0]["data"], by=JONAS["id"])
    assert pressed["text"] == "Thank you, noted."
    model.says("31 euros a day abroad [1].")
    again = await larger.say("/ask And abroad?", by=JONAS["id"])
    second = await larger.hears(lambda message: message["reply_to"] == again)
    assert "travel.md" in second["text"]
    assert MEALS in model.prompt
    await bot.town.idle()
    assert len(await larger.said()) == 2


async def test_a_bot_that_was_thrown_out_goes_on_elsewhere(
    bot: Stage, model: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    group, private = await bot.team(), await bot.reader(JONAS)
    model.says("Never ", "seen ", "there [1].", pause_seconds=0.5)
    await group.say(f"/ask {MEALS}", by=JONAS["id"])
    await group.move(4242, "leave")
    model.says("38 euros a day [1].")
    asked = await private.say(MEALS)
    assert "38 euros" in (await private.answer_to(asked))["text"]
    await bot.town.idle(0.8)
    assert await group.said() == []
    assert "Traceback" not in caplog.text
    await group.move(4242, "join")
    again = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    assert "38 euros" in (await group.hears(lambda m: m["reply_to"] == again))["text"]


async def test_who_blocked_the_bot_costs_nothing_and_may_come_back(
    bot: Stage, model: Endpoint
) -> None:
    private = await bot.reader(JONAS)
    model.says("Never ", "seen [1].", pause_seconds=0.5)
    await private.say(MEALS)
    await private.block()
    await bot.town.idle(1.2)
    assert await private.said() == []
    sends = await bot.town.calls("sendMessage", chat=private)
    assert len(sends) <= 1, "a refusal for good is not tried again"
    await private.block(False)
    model.says("38 euros a day [1].")
    asked = await private.say("How many euros a day are meals in Norway?")
    assert "38 euros" in (await private.answer_to(asked))["text"]


async def test_names_full_of_markup_are_shown_as_they_are(bot: Stage) -> None:
    eve = {"id": 666, "first_name": NASTY, "status": "member"}
    group = await bot.team(MARA, eve, title=NASTY)
    started = await group.say("/start@groundglass_bot", by=666)
    hello = await group.answer_to(started)
    assert "<a href=x>Eve</a> _*[`|~ evil" in hello["text"]
    assert "\u202e" not in hello["text"]
    assert all(entity["type"] != "text_link" for entity in hello["entities"])
    asked = await group.say(f"/ask {MEALS}", by=666)
    assert "travel.md" in (await group.hears(lambda m: m["reply_to"] == asked))["text"]


async def test_a_name_full_of_markup_stands_harmlessly_on_a_moderation_card(bot: Stage) -> None:
    eve = {"id": 666, "first_name": NASTY, "status": "member"}
    group = await bot.team(MARA, eve)
    bot.running.desk.moderation.books.policies.set(group.id, "preset: standard")
    await group.say("Claim your free USDT now: https://t.me/+abcdefgh", by=666)
    card = await group.hears("I removed a message")
    assert "<a href=x>Eve</a> _*[`|~ evil" in card["text"]
    assert "\u202e" not in card["text"]


async def test_a_person_who_left_the_group_reads_its_documents_no_longer(
    bot: Stage, model: Endpoint
) -> None:
    group, private = await bot.team(), await bot.town.private(PAT)
    asked = await group.say(f"/ask {MEALS}", by=PAT["id"])
    await group.answer_to(asked)
    await group.move(PAT["id"], "leave")
    asked = await private.say(MEALS)
    answer = await private.answer_to(asked)
    assert "I don't know from these documents" in answer["text"]
    assert "travel.md" not in answer["text"]
    assert len(model.asked) == 1
    assert texts(await private.said()) == [answer["text"]]
