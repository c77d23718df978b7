"""Stories of everything that is neither text nor a picture: one clear sentence each."""

from typing import Any

import pytest

from tests.way.conftest import Stage
from tests.way.drawing import dialog
from tests.way.endpoint import Endpoint, question_in
from tests.way.town import JONAS, XIAOYU, texts

FILES = (
    ("document", "plan.dwg", "I can't open plan.dwg"),
    ("document", "handbook.pdf", "send /learn as a reply to it"),
)
SPECIAL: tuple[tuple[dict[str, Any], str], ...] = (
    ({"location": {"latitude": 59.9, "longitude": 10.7}}, "I can't use locations."),
    ({"poll": {"question": "Lunch?", "options": ["Yes", "No"]}}, "I can't read or answer polls."),
    ({"contact": {"phone_number": "411", "first_name": "Ingrid"}}, "I can't use contact cards"),
    ({"dice": {"emoji": "🎲", "value": 3}}, "I can't read this kind of message."),
)


@pytest.mark.parametrize(("kind", "name", "sentence"), FILES)
async def test_file_of_a_kind_that_is_not_opened_gets_one_sentence(
    bot: Stage, model: Endpoint, kind: str, name: str, sentence: str
) -> None:
    chat = await bot.reader(JONAS)
    await chat.send((name, b"no such thing"), kind=kind)
    said = await chat.hears(sentence)
    assert texts(await bot.town.settled(chat)) == [said["text"]]
    assert not said["buttons"]
    assert not model.asked
    assert not await bot.town.calls("getFile")


@pytest.mark.parametrize(("content", "sentence"), SPECIAL)
async def test_content_without_a_file_gets_one_sentence(
    bot: Stage, model: Endpoint, content: dict[str, Any], sentence: str
) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("", **content)
    said = await chat.hears(sentence)
    assert texts(await bot.town.settled(chat)) == [said["text"]]
    assert not model.asked


@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [
        ("video", "clip.mp4", "I could not open clip.mp4: the file is damaged."),
        ("video_note", "round.mp4", "the file is damaged."),
        ("animation", "cat.gif", "I could not open cat.gif: the file is damaged."),
        ("voice", "note.ogg", "I could not take any sound out of"),
        ("audio", "song.mp3", "I could not take any sound out of song.mp3."),
    ],
)
async def test_what_only_claims_to_move_or_sound_gets_one_sentence(
    bot: Stage, model: Endpoint, kind: str, name: str, sentence: str
) -> None:
    chat = await bot.reader(JONAS)
    await chat.send((name, b"no such thing"), kind=kind)
    said = await chat.hears(sentence)
    assert texts(await bot.town.settled(chat)) == [said["text"]]
    assert not model.asked


async def test_broken_video_gets_its_sentence_in_the_language_of_the_sender(bot: Stage) -> None:
    chat = await bot.reader(XIAOYU)
    await chat.send(("clip.mp4", b"no such thing"), kind="video")
    await chat.hears("clip.mp4")


async def test_video_with_a_question_is_answered_from_the_documents_and_the_video_named(
    bot: Stage, model: Endpoint
) -> None:
    model.says("Port 51820 [1].")
    chat = await bot.reader(JONAS)
    question = "Which port does the VPN gateway listen on?"
    await chat.send(("clip.mp4", b"no such thing"), kind="video", text=question)
    said = await chat.hears("Port 51820 [1].")
    assert "I could not open clip.mp4" in said["text"]
    assert question in question_in(model.asked[0])


async def test_talk_of_every_kind_in_a_group_is_left_alone(bot: Stage, model: Endpoint) -> None:
    team = await bot.team()
    await team.say("Lunch at noon?", by=JONAS["id"])
    await team.say("", by=JONAS["id"], sticker_emoji="🙂")
    await team.send(("screen.png", dialog("HB-2209", "No lease")), by=JONAS["id"])
    await team.send(("clip.mp4", b"no such thing"), by=JONAS["id"], kind="video")
    last = await team.say("@groundglass_bot which port has the VPN?", by=JONAS["id"])
    answer = await team.answer_to(last)
    assert answer["reply_to"] == last
    said = await bot.town.settled(team)
    assert not [m for m in said if m["id"] < last], texts(said)
    assert len(model.asked) == 1
