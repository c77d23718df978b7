"""Stories of people who have read enough: the answer ends, and so does the call to the model."""

import asyncio

from tests.way.conftest import Stage
from tests.way.endpoint import Endpoint
from tests.way.stories_stream import MEALS, PIECES, streams
from tests.way.town import JONAS, MARA, PAT, Chat, Message

STOPPED = "Stopped. Ask again for the whole answer."


async def growing(chat: Chat) -> Message:
    """Wait for a message of the bot that can be stopped."""
    return await chat.hears(
        lambda one: one["buttons"] and "Stop" in one["buttons"][0][0]["text"] and one["text"]
    )


async def hung_up(model: Endpoint) -> None:
    """Check that the endpoint was left in the middle, and that it serves on."""
    await asyncio.sleep(0.5)
    assert (len(model.asked), model.finished) == (1, 0)


async def test_stop_under_a_draft_keeps_what_was_said_and_hangs_up(
    bot: Stage, model: Endpoint
) -> None:
    private = await bot.reader(JONAS)
    streams(model, 12.0)
    asked = await private.say(MEALS)
    while not any(one["draft"] and one["text"] for one in await private.messages()):
        await asyncio.sleep(0.02)
    await private.stop_draft()
    answer = await private.answer_to(asked)
    said, _, told = answer["text"].partition("\n\n")
    assert said and "".join(PIECES).startswith(said)
    assert told == STOPPED
    await hung_up(model)
    streams(model, 0.0)
    asked = await private.say(MEALS)
    assert "That is all" in (await private.answer_to(asked))["text"]


async def test_stop_under_a_growing_group_answer_is_for_its_asker_and_for_administrators(
    bot: Stage, model: Endpoint
) -> None:
    for presser in (JONAS, MARA):
        group = await bot.team()
        model.asked.clear()
        streams(model, 12.0)
        await group.say(f"/ask {MEALS}", by=JONAS["id"])
        message = await growing(group)
        data = message["buttons"][0][0]["data"]
        told = await group.press(message["id"], data, by=PAT["id"])
        assert told["text"] == "Only who asked, or an administrator, can stop this answer."
        told = await group.press(message["id"], data, by=presser["id"])
        assert told["text"] == STOPPED
        answer = await group.hears(STOPPED)
        assert answer["id"] == message["id"]
        assert not answer["buttons"]
        await hung_up(model)
        assert "no longer" in (await group.press(message["id"], data, by=JONAS["id"]))["text"]


async def test_a_whole_answer_has_no_stop(bot: Stage, model: Endpoint) -> None:
    group = await bot.team()
    streams(model, 3.0)
    await group.say(f"/ask {MEALS}", by=JONAS["id"])
    await growing(group)
    await group.hears("That is all")
    (answer,) = await bot.town.settled(group)
    labels = [button["text"] for row in answer["buttons"] for button in row]
    assert labels and not any("Stop" in label for label in labels)


async def test_a_chat_that_is_gone_hangs_up_its_model(bot: Stage, model: Endpoint) -> None:
    group = await bot.team()
    streams(model, 12.0)
    await group.say(f"/ask {MEALS}", by=JONAS["id"])
    await growing(group)
    answer = await group.http.post(
        f"/sandbox/chats/{group.id}/members", json={"id": 4242, "action": "leave"}
    )
    assert answer.status_code == 200, answer.text
    await hung_up(model)
