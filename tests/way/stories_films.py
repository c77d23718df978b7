"""Stories of videos and voice: what is seen and heard, when, and what the documents say of it."""

import pytest

from tests.drawn.stickers import INK, WHITE, Colour, advert, circle_then_square
from tests.way.conftest import Stage
from tests.way.drawing import dialog, lines, sign
from tests.way.endpoint import Endpoint, pictures_in, question_in
from tests.way.filming import error_at, recording
from tests.way.stories_moderation import DRAWN, card_in, deleted, strict
from tests.way.town import JONAS

PATIENCE = 60.0
"""Seconds: a film is looked at last of all, and its stills are read one by one."""

LEASE = "The printer has lost its network lease."


async def test_recording_of_an_error_gets_its_moment_and_the_matching_document(
    plain_bot: Stage,
) -> None:
    chat = await plain_bot.reader(JONAS)
    film = error_at(3.0, "HB-2209", LEASE)
    await chat.send(("screen.mp4", film), kind="video", text="What is wrong here?")
    words = await chat.hears("HB-2209", patience=PATIENCE)
    assert "0:03: Error HB-2209" in words["text"]
    assert "vpn.md" in words["text"]
    assert "🔍 0:03" in [button["text"] for row in words["buttons"] for button in row]
    card = await chat.hears(lambda message: message["media"])
    assert "screen.mp4 0:03" in card["text"]
    assert await chat.bytes_of(card)


async def test_looking_closer_answers_again_about_that_second(bot: Stage, model: Endpoint) -> None:
    model.says("At 0:03 an error appears [1].")
    chat = await bot.reader(JONAS)
    await chat.send(
        ("screen.mp4", error_at(3.0, "HB-2209", LEASE)), kind="video", text="What is wrong here?"
    )
    said = await chat.hears("an error appears", patience=PATIENCE)
    assert pictures_in(model.asked[0]) == 2
    asked = question_in(model.asked[0])
    assert "Frame at 0:03 of clip 1:" in asked
    assert "Clip 1 is 0:05 long; its frames are at 0:00, 0:03" in asked
    model.says("The spinner stops, then HB-2209 shows.")
    (data,) = [key["data"] for row in said["buttons"] for key in row if key["text"] == "🔍 0:03"]
    assert (await chat.press(said["id"], data))["text"] == "I'm looking closer."
    closer = await chat.hears("The spinner stops", patience=PATIENCE)
    assert closer["id"] != said["id"]
    assert "What is wrong here?" in question_in(model.asked[-1])
    assert "Frame at 0:02 of clip 1:" in question_in(model.asked[-1])


async def test_a_long_clip_is_noted_stretch_by_stretch_and_summed_up_with_times(
    bot: Stage, model: Endpoint
) -> None:
    rooms = [f"{floor}{side}" for floor in "123456789" for side in ("east", "west", "north")]
    pages = [(sign(at, f"Room {room}", f"Meter {at * 37}"), 3.6) for at, room in enumerate(rooms)]

    def script(messages: list[dict[str, object]]) -> list[str]:
        asked = question_in(messages)
        if "notes are wanted now" in asked:
            return [f"noted: {'Room 9north' in asked}"]
        return [
            "The meter of 9north reads 962 at 1:31 [1].\n\n- 0:00 Room 1east\n- 1:31 Room 9north"
        ]

    model.script = script
    chat = await bot.reader(JONAS)
    film = recording(*pages, rate=2)
    await chat.send(("meters.mp4", film), kind="video", text="Which meter reads most?")
    said = await chat.hears("The meter of 9north", patience=2 * PATIENCE)
    assert len(model.asked) == 3
    shown = [pictures_in(asked) for asked in model.asked]
    assert sum(shown[:2]) == len(rooms)
    first, second, last = map(question_in, model.asked)
    assert "you are shown its stretch from 0:00 to" in first
    assert "noted: False" in second
    assert "noted: False" in last
    assert "noted: True" in last
    assert "Question: Which meter reads most?" in last
    assert "🔍 1:31" in [button["text"] for row in said["buttons"] for button in row]


async def test_what_is_shown_only_in_the_last_half_second_is_seen(
    bot: Stage, model: Endpoint
) -> None:
    chat = await bot.reader(JONAS)
    film = recording((lines(("Holiday pictures",)), 4.0), (dialog("HB-2209", LEASE), 0.4))
    await chat.send(("holiday.mp4", film), kind="video", text="What is this?")
    await chat.hears("It stands there", patience=PATIENCE)
    assert "HB-2209" in question_in(model.asked[0])


async def test_videos_of_a_group_are_checked_like_its_pictures(plain_bot: Stage) -> None:
    group = await strict(plain_bot)
    film = recording((lines(("My weekend",)), 2.0), (lines(DRAWN), 0.4))
    sent = await group.send(("weekend.mp4", film), by=900, kind="video")
    await card_in(group)
    assert await deleted(group) == set(sent)


async def test_without_speech_recognition_a_voice_message_gets_one_sentence(
    plain_bot: Stage,
) -> None:
    chat = await plain_bot.reader(JONAS)
    await chat.send(("note.ogg", b"OggS" + bytes(80)), kind="voice")
    said = await chat.hears("no speech recognition is set up", patience=PATIENCE)
    assert len(await plain_bot.town.settled(chat)) == 1
    assert not said["buttons"]


async def test_a_voice_message_is_a_question(bot: Stage, model: Endpoint) -> None:
    model.hears("Which port does the VPN gateway listen on?")
    model.says("UDP port 51820 [1].")
    chat = await bot.reader(JONAS)
    await chat.send(("note.ogg", b"OggS" + bytes(80)), kind="voice")
    said = await chat.hears("UDP port 51820 [1].", patience=PATIENCE)
    assert "I heard: “Which port does the VPN gateway listen on?”" in said["text"]
    assert "Question: Which port does the VPN gateway listen on?" in question_in(model.asked[0])
    assert model.recordings == [("sound.ogg", b"OggS" + bytes(80))]


async def test_a_drawn_sticker_is_answered_with_what_it_shows_and_when(
    bot: Stage, model: Endpoint
) -> None:
    chat = await bot.reader(JONAS)
    await chat.send(("🙂.tgs", circle_then_square()), kind="sticker")
    await chat.hears("It stands there", patience=PATIENCE)
    assert pictures_in(model.asked[0]) == 2
    asked = question_in(model.asked[0])
    assert "Frame at 0:00 of clip 1:" in asked
    assert "Frame at 0:01 of clip 1:" in asked


@pytest.mark.parametrize("colour", [INK, WHITE])
async def test_an_advert_that_a_drawn_sticker_spells_for_half_a_second_goes(
    plain_bot: Stage, colour: Colour
) -> None:
    group = await strict(plain_bot)
    spelled = advert(("Enter your wallet", "seed phrase", "to claim your", "free airdrop"), colour)
    sent = await group.send(("🙂.tgs", spelled), by=900, kind="sticker")
    await card_in(group)
    assert await deleted(group) == set(sent)
