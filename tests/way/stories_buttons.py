"""The buttons under an answer, pressed in good faith and in bad."""

import asyncio
from pathlib import Path

import pytest

from bot import cli
from bot.answer import prompt
from bot.evaluate import answers, feedback
from tests.way.conftest import Stage
from tests.way.endpoint import Endpoint
from tests.way.town import JONAS, MARA, PAT, Chat, Message, texts

MEALS = "What is the meal allowance in Norway?"
EXPIRED = "This button no longer works. Please ask again."


def button(message: Message, label: str) -> str:
    """Return the data of the button whose label contains these words."""
    keys = [key for row in message["buttons"] for key in row]
    return str(next(key["data"] for key in keys if label in key["text"]))


async def answered(chat: Chat) -> Message:
    """Ask in a private chat or a group; return the answer."""
    return await chat.answer_to(await chat.say(f"/ask {MEALS}", by=JONAS["id"]))


@pytest.mark.parametrize("label", ["Right", "Wrong", "Outdated"])
async def test_whoever_judges_an_answer_is_thanked_and_nobody_else_hears_of_it(
    bot: Stage, label: str
) -> None:
    group = await bot.team()
    answer = await answered(group)
    pressed = await group.press(answer["id"], button(answer, label), by=PAT["id"])
    assert (pressed["answered"], pressed["text"]) == (True, "Thank you, noted.")
    assert len(await bot.town.settled(group)) == 1


async def test_a_verdict_given_twice_is_taken_back(bot: Stage) -> None:
    group = await bot.team()
    answer = await answered(group)
    said = [
        (await group.press(answer["id"], button(answer, "Wrong"), by=PAT["id"]))["text"]
        for _ in range(2)
    ]
    assert said == ["Thank you, noted.", "Taken back."], said
    assert bot.running.desk.feedback.verdicts(group.id, answer["id"]) == {}


async def test_what_was_judged_becomes_an_evaluation_set(
    bot: Stage, model: Endpoint, state: Path, tmp_path: Path
) -> None:
    model.says("38 euros a day in Norway [1].")
    group = await bot.team()
    first = await answered(group)
    for person, label in ((PAT, "Wrong"), (JONAS, "Right"), (MARA, "Right")):
        pressed = await group.press(first["id"], button(first, label), by=person["id"])
        assert pressed["text"] == "Thank you, noted.", pressed
    judged = tmp_path / "judged.jsonl"
    command = ["feedback", "export", "--output", str(judged)]
    assert await asyncio.to_thread(cli.main, command, {"GROUNDGLASS_HOME": str(state)}) == 0
    (case,) = answers.read(judged)
    assert (case.text, case.verdict, case.votes) == (MEALS, "right", {"wrong": 1, "right": 2}), case
    assert case.answer == "38 euros a day in Norway [1].", case
    assert [one.document for one in case.cited] == ["travel.md"], case
    assert (case.model, case.prompt) == ("gpt-4o", prompt.version()), case
    assert str(group.id) not in judged.read_text("utf-8")
    (label,) = feedback.read(judged)
    assert (label.text, label.document, label.label) == (MEALS, "travel.md", True)


async def test_a_wrong_answer_is_not_given_again(bot: Stage, model: Endpoint) -> None:
    model.says("31 euros [1].")
    group = await bot.team()
    first = await answered(group)
    assert "31 euros" in first["text"], first["text"]
    model.says("38 euros [1].")
    again = await answered(group)
    assert "31 euros" in again["text"], again["text"]
    await group.press(again["id"], button(again, "Wrong"), by=PAT["id"])
    third = await answered(group)
    assert "38 euros" in third["text"], third["text"]


async def test_more_shows_further_passages_below_the_answer(bot: Stage) -> None:
    group = await bot.team()
    answer = await answered(group)
    pressed = await group.press(answer["id"], button(answer, "More"), by=JONAS["id"])
    assert pressed["answered"]
    found = await group.hears(lambda message: message["id"] > answer["id"])
    assert "travel.md" in found["text"]
    assert "38 euros" in found["text"]
    assert found["reply_to"] == answer["id"]
    await group.press(answer["id"], button(answer, "More"), by=JONAS["id"])
    assert len(await bot.town.settled(group)) == 2, "the same passages are not shown twice"


async def test_button_data_fits_and_tells_nothing(bot: Stage) -> None:
    answer = await answered(await bot.team())
    data = [key["data"] for row in answer["buttons"] for key in row]
    assert len(data) == len(set(data)) == 4
    for token in data:
        assert len(token.encode()) <= 64
        assert not any(word in token for word in ("right", "wrong", "more", str(JONAS["id"])))


FORGED = ("right", "undo", "undo:1", "", "\x00", "x" * 64, "' OR 1=1 --", "😀" * 16)


async def test_forged_data_does_nothing_but_say_so(bot: Stage) -> None:
    group = await bot.team()
    answer = await answered(group)
    for data in FORGED:
        pressed = await group.press(answer["id"], data, by=PAT["id"])
        assert (pressed["answered"], pressed["text"]) == (True, EXPIRED), data
    assert texts(await bot.town.settled(group)) == [answer["text"]]
    assert bot.running.desk.feedback.verdicts(group.id, answer["id"]) == {}


async def test_a_button_of_another_chat_means_nothing_here(bot: Stage) -> None:
    group, private = await bot.team(), await bot.reader(JONAS)
    theirs, ours = await answered(group), await answered(private)
    pressed = await private.press(ours["id"], button(theirs, "More"))
    assert pressed["text"] == EXPIRED
    assert len(await bot.town.settled(private)) == 1


async def test_a_removed_message_is_brought_back_by_an_administrator_alone_and_once(
    bot: Stage,
) -> None:
    group = await bot.team()
    bot.running.desk.moderation.books.policies.set(group.id, "preset: standard")
    spam = "Send me your wallet seed phrase to claim the free airdrop now"
    await group.say(spam, by=PAT["id"])
    card = await group.hears("I removed a message by Pat")
    undo = button(card, "Undo")
    refused = await group.press(card["id"], undo, by=JONAS["id"])
    assert refused["text"] == "Only an administrator can use this button."
    refused = await group.press(card["id"], undo, by=PAT["id"])
    assert refused["text"] == "Only an administrator can use this button."
    await group.press(card["id"], undo, by=MARA["id"])
    restored = await group.hears("what Pat wrote")
    assert spam in restored["text"]
    replayed = await group.press(card["id"], undo, by=MARA["id"])
    assert replayed["text"] == EXPIRED
    said = await bot.town.settled(group)
    assert len([text for text in texts(said) if spam in text]) == 1
    standing = next(message for message in said if message["id"] == card["id"])
    assert standing["buttons"] == [], "what was undone cannot be undone again"
