"""Answers that grow before the reader's eyes, and what may never happen to them on the way."""

import asyncio

from tests.way.conftest import Stage
from tests.way.endpoint import Endpoint
from tests.way.town import JONAS, MARA, PAT, Chat, texts

MEALS = "What is the meal allowance in Norway?"
PIECES = tuple(f"Sentence number {number} of this answer. " for number in range(24))
WHOLE = "".join(PIECES) + "That is all [1]."
SOURCES = "\n\nSources\n[1] travel.md"


def streams(model: Endpoint, seconds: float = 3.0) -> None:
    """Let the model take its time."""
    model.says(*PIECES, "That is all [1].", pause_seconds=seconds / len(PIECES))


async def test_in_private_an_answer_streams_as_drafts_and_ends_as_one_message(
    bot: Stage, model: Endpoint
) -> None:
    private = await bot.reader(JONAS)
    streams(model)
    asked = await private.say(MEALS)
    answer = await private.answer_to(asked)
    assert answer["text"] == WHOLE + SOURCES
    assert answer["versions"] == [{"text": answer["text"], "date": answer["versions"][0]["date"]}]
    assert len(await bot.town.settled(private)) == 1
    drafts = await bot.town.calls("sendMessageDraft", chat=private)
    shown = [call["parameters"]["text"] for call in drafts]
    assert len(shown) >= 2
    assert all(WHOLE.startswith(text) for text in shown)
    assert shown == sorted(shown, key=len)
    assert len({call["parameters"]["draft_id"] for call in drafts}) == 1
    assert len(await bot.town.calls("sendMessage", chat=private)) == 1
    assert not any(message["draft"] for message in await private.messages())


async def test_in_a_group_an_answer_grows_by_edits_of_one_message(
    bot: Stage, model: Endpoint
) -> None:
    group = await bot.team()
    streams(model, 6.0)
    asked = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    answer = await group.hears("That is all")
    assert answer["text"] == WHOLE + SOURCES
    assert answer["reply_to"] == asked
    grown = [version["text"] for version in answer["versions"]]
    assert len(grown) >= 3
    assert all(WHOLE.startswith(text) for text in grown[:-1])
    assert len(await bot.town.settled(group)) == 1
    assert len(await bot.town.calls("sendMessage", chat=group)) == 1
    assert await bot.town.calls("sendMessageDraft") == []


async def test_a_429_in_the_middle_of_a_group_answer_is_waited_out_and_holds_up_nobody_else(
    bot: Stage, model: Endpoint
) -> None:
    group, private = await bot.team(), await bot.reader(PAT)
    await bot.town.fault("editMessageText", 429, chat=group.id, retry_after=7)
    streams(model, 4.0)
    await group.say(f"/ask {MEALS}", by=JONAS["id"])
    await group.hears("Sentence number 0")
    while not (refused := await _refused(bot, group)):
        await asyncio.sleep(0.02)
    model.says("38 euros a day [1].")
    asked = await private.say(MEALS)
    other = await private.answer_to(asked, patience=5)
    answer = await group.hears("That is all")
    assert answer["text"] == WHOLE + SOURCES
    later = [c for c in await bot.town.calls(chat=group) if c["n"] > refused[0]["n"]]
    assert later[0]["time"] - refused[0]["time"] >= 7
    assert other["versions"][0]["date"] < later[0]["time"]
    assert len(await bot.town.settled(group)) == 1


async def _refused(bot: Stage, chat: Chat) -> list[dict[str, int]]:
    calls = await bot.town.calls("editMessageText", chat=chat)
    return [call for call in calls if call["status"] == 429]


async def test_server_errors_and_dropped_connections_still_deliver_once(bot: Stage) -> None:
    private, group = await bot.reader(JONAS), await bot.team()
    await bot.town.fault("sendMessage", 500, chat=private.id)
    await bot.town.fault("sendMessage", "drop", chat=private.id, times=2)
    await bot.town.fault("sendMessage", "drop", chat=group.id)
    await bot.town.fault("sendMessage", 500, chat=group.id, times=2)
    first = await private.say(MEALS)
    second = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    here, there = await asyncio.gather(private.answer_to(first), group.answer_to(second))
    assert here["text"] == there["text"] == "It stands there [1]." + SOURCES
    assert there["reply_to"] == second
    assert len(await bot.town.settled(private)) == len(await group.said()) == 1


async def test_a_message_that_was_accepted_without_an_answer_is_not_sent_again(
    bot: Stage, model: Endpoint
) -> None:
    private, group = await bot.reader(JONAS), await bot.team()
    for chat in (private, group):
        await bot.town.fault("sendMessage", "timeout", chat=chat.id)
    first = await private.say(MEALS)
    second = await group.say(f"/ask {MEALS}", by=PAT["id"])
    await asyncio.gather(private.answer_to(first), group.answer_to(second))
    model.says("Next [1].")
    asked = await private.say("And abroad?"), await group.say("/ask And abroad?", by=PAT["id"])
    # Both wait in their chats until the fate of the message before is known.
    for chat, question in zip((private, group), asked, strict=True):
        await chat.answer_to(question)
        said = texts(await bot.town.settled(chat))
        assert said == ["It stands there [1]." + SOURCES, "Next [1]." + SOURCES]


async def test_a_message_deleted_under_the_growing_answer_comes_back_whole(
    bot: Stage, model: Endpoint
) -> None:
    group = await bot.team()
    streams(model, 4.0)
    asked = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    growing = await group.hears("Sentence number 0")
    await group.delete(growing["id"], by=MARA["id"])
    answer = await group.hears("That is all")
    assert answer["text"] == WHOLE + SOURCES
    assert answer["reply_to"] == asked
    assert len(await bot.town.settled(group)) == 1


async def test_a_question_deleted_right_before_its_answer_is_no_obstacle(
    bot: Stage, model: Endpoint
) -> None:
    group = await bot.team()
    model.says("38 euros ", "a day [1].", pause_seconds=0.2)
    asked = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    await group.delete(asked, by=JONAS["id"])
    answer = await group.answer_to(asked)
    assert answer["text"] == "38 euros a day [1]." + SOURCES
    assert answer["reply_to"] is None


async def test_an_instant_answer_makes_exactly_one_call(bot: Stage) -> None:
    private = await bot.reader(JONAS)
    asked = await private.say(MEALS)
    await private.answer_to(asked)
    await bot.town.idle()
    before = (await bot.town.calls())[-1]["n"]
    asked = await private.say("How much is it abroad, per day?")
    await private.answer_to(asked)
    await bot.town.idle()
    made = [call["method"] for call in await bot.town.calls() if call["n"] > before]
    assert [name for name in made if name != "getUpdates"] == ["sendMessage"]
