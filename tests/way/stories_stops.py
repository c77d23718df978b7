"""Stories of people who have read enough, or ask no more: the answer ends, and so does the call to the model."""

import asyncio

from tests.knowledge.test_reading import scanned
from tests.way.conftest import Stage
from tests.way.drawing import dialog
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
    """Check that the endpoint is left in the middle; two looks for a question are at most ten seconds apart."""
    for _ in range(400):
        if model.left:
            break
        await asyncio.sleep(0.05)
    assert (len(model.asked), model.left, model.finished) == (1, 1, 0)


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
        model.left = 0
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


def booked(bot: Stage, chat: Chat) -> tuple[int, bool]:
    """Return how many calls to a model were booked on a chat, and whether with words that came."""
    spent = bot.running.desk.spendings.totals(1, chat_id=chat.id)
    return spent.answers, spent.tokens > 0


async def test_a_question_deleted_in_a_group_hangs_up_and_leaves_nothing(
    bot: Stage, model: Endpoint
) -> None:
    group = await bot.team()
    streams(model, 30.0)
    asked = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    begun = await growing(group)
    await group.delete(asked, by=JONAS["id"])
    await hung_up(model)
    assert await bot.town.settled(group) == []
    assert begun["id"] in [one["id"] for one in await group.messages() if one["deleted"]]
    assert booked(bot, group) == (1, True)
    streams(model, 0.0)
    asked = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    assert "That is all" in (await group.answer_to(asked))["text"]
    assert "Sentence" not in "".join(str(one) for one in model.asked[-1][:-1])


async def test_a_question_deleted_in_private_hangs_up_before_the_first_word(
    bot: Stage, model: Endpoint
) -> None:
    private = await bot.reader(JONAS)
    model.says("Too late [1].", pause_seconds=30.0)
    asked = await private.say(MEALS)
    while not model.asked:
        await asyncio.sleep(0.02)
    await private.delete(asked)
    await hung_up(model)
    assert await bot.town.settled(private) == []
    assert booked(bot, private) == (1, False)


async def test_an_album_stands_while_one_of_its_pictures_does(bot: Stage, model: Endpoint) -> None:
    private = await bot.reader(JONAS)
    streams(model, 30.0)
    files = [(f"{code}.png", dialog(code, "The lease is lost.")) for code in ("HB-1", "HB-2")]
    first, second = await private.send(*files, text=MEALS)
    while not any(one["draft"] and one["text"] for one in await private.messages()):
        await asyncio.sleep(0.02)
    await private.delete(first)
    looks = len(await bot.town.calls("setMessageReaction", chat=private))
    while len(await bot.town.calls("setMessageReaction", chat=private)) < looks + 2:
        await asyncio.sleep(0.05)
    assert model.left == 0
    await private.delete(second)
    await hung_up(model)
    assert await bot.town.settled(private) == []


async def test_learning_may_be_stopped_and_gone_on_with(plain_bot: Stage) -> None:
    team = await plain_bot.town.group()
    house = ("house.pdf", scanned(*(f"Room {n} has socket {n * 7}" for n in range(1, 61))))
    await team.send(house, kind="document", text="/learn", by=MARA["id"])
    message = await growing(team)
    pressed = await team.press(message["id"], message["buttons"][0][0]["data"], by=MARA["id"])
    assert pressed["text"] == STOPPED
    await team.hears("Stopped. What I have read so far stays")
    await team.send(house, kind="document", text="/learn", by=MARA["id"])
    await team.hears("house.pdf (passages and pictures: 60)")
