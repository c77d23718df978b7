"""Stories of secrets in questions and screenshots: what a model in the cloud is given, and what it is not."""

import base64
import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image, ImageChops, ImageStat
from skimage import data

from bot.app import Core
from tests.way.conftest import Stage, raised
from tests.way.drawing import lines
from tests.way.endpoint import Endpoint, question_in
from tests.way.town import JONAS, MARA, PAT, Chat, Town

KEY = "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"
PASSWORD = "Blue-Horse-77"
SCREEN = lines(("Deploy settings", "host: build-07", f"password: {PASSWORD}", "region: north"))


@pytest.fixture
async def cloud(town: Town, parts: Core, state: object, model: Endpoint) -> AsyncIterator[Stage]:
    """The bot with a model that counts as one in the cloud, wherever it really is."""
    async with raised(town, parts, state, openai_base_url=model.url, model_lane="cloud") as stage:
        yield stage


def shown(model: Endpoint) -> list[bytes]:
    """Return the pictures of the last request."""
    content = model.asked[-1][-1]["content"]
    assert isinstance(content, list)
    urls = [part["image_url"]["url"] for part in content if part["type"] == "image_url"]
    return [base64.b64decode(url.partition(",")[2]) for url in urls]


async def press(chat: Chat, label: str, *, by: int | None = None) -> dict[str, object]:
    """Press the newest button that is called so."""
    for message in reversed(await chat.said()):
        for row in message["buttons"]:
            for button in row:
                if label in button["text"]:
                    return await chat.press(message["id"], button["data"], by=by)
    raise AssertionError(f"no button {label!r}")


async def test_key_in_a_question_becomes_a_mark_for_the_cloud_and_itself_for_the_asker(
    cloud: Stage, model: Endpoint
) -> None:
    model.says("Revoke [secret", " key 1] at once [1].")
    chat = await cloud.reader(JONAS)
    await chat.say(f"What does error HB-2209 mean? I used {KEY} for it")
    answer = await chat.hears(f"Revoke {KEY} at once [1].")
    assert "Taken out before gpt-4o was asked: 1 secret key." in answer["text"]
    assert KEY not in str(model.asked)
    assert "[secret key 1]" in question_in(model.asked[0])


async def test_password_in_a_screenshot_is_painted_over_and_why_shows_the_picture_that_went(
    cloud: Stage, model: Endpoint, parts: Core
) -> None:
    model.says("The region is north.")
    chat = await cloud.reader(JONAS)
    await chat.send(("screen.png", SCREEN), text="Which region is this?")
    # The picture is read twice: before it is painted over, and to see that nothing is left.
    answer = await chat.hears("The region is north.", patience=60)
    assert "1 password" in answer["text"]
    assert PASSWORD not in str(model.asked)
    (sent,) = shown(model)
    read = " ".join(line.text for line in parts.eyes.read(sent))
    assert "Horse" not in read
    assert "build-07" in read
    assert "dark boxes" in question_in(model.asked[0])
    await chat.say("/why")
    told = await chat.hears("Sent to gpt-4o")
    assert "1 picture (below); taken out: 1 password" in told["text"]
    card = await chat.hears(
        lambda message: message["media"] and "as it was sent" in message["text"]
    )
    # Telegram makes a JPEG of every photo; what the picture shows is the same.
    one, other = (
        Image.open(io.BytesIO(content)).convert("L")
        for content in (sent, await chat.bytes_of(card))
    )
    assert one.size == other.size
    assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] < 1


async def test_a_face_is_painted_over_where_the_chat_wants_that_and_is_sent_where_it_does_not(
    cloud: Stage, model: Endpoint, parts: Core
) -> None:
    model.says("Somebody in an orange suit.")
    portrait = io.BytesIO()
    Image.fromarray(data.astronaut()).save(portrait, "PNG")
    chat = await cloud.reader(JONAS)
    await chat.send(("portrait.png", portrait.getvalue()), text="Who is this?")
    await chat.hears("orange suit")
    assert len(parts.eyes.faces(shown(model)[0])) == 1

    await chat.say("/privacy faces")
    await chat.hears("From now on: Take out, faces too.")
    await chat.send(("portrait.png", portrait.getvalue()), text="Who is this person?")
    answer = await chat.hears(lambda message: "1 face." in message["text"], patience=60)
    assert "Taken out before gpt-4o was asked" in answer["text"]
    assert parts.eyes.faces(shown(model)[0]) == ()
    await chat.say("/why")
    await chat.hears("taken out: 1 face")


async def test_secret_of_an_earlier_turn_and_of_a_quoted_message_stays_here(
    cloud: Stage, model: Endpoint
) -> None:
    model.says("Switch it off [1].")
    chat = await cloud.reader(JONAS)
    asked = await chat.say(f"HB-2209 again. My card is 4111 1111 1111 1111, password: {PASSWORD}")
    await chat.answer_to(asked)
    reply = await chat.say("What does HB-2209 mean for this?", reply_to=asked)
    await chat.answer_to(reply)
    assert len(model.asked) == 2
    assert "4111" not in str(model.asked)
    assert PASSWORD not in str(model.asked)


async def test_chat_that_keeps_all_here_never_asks_the_cloud(cloud: Stage, model: Endpoint) -> None:
    chat = await cloud.reader(JONAS)
    await chat.say("/privacy")
    await chat.hears("this chat: Take out")
    await press(chat, "Keep here")
    await chat.hears("From now on: Keep here.")
    asked = await chat.say("What does error HB-2209 mean?")
    answer = await chat.hears(lambda message: message["id"] > asked)
    assert "lost its lease" in answer["text"]
    assert "keeps to models on our own machines" in answer["text"]
    assert model.asked == []


async def test_sound_goes_to_a_cloud_only_where_the_chat_lets_it_and_why_tells(
    cloud: Stage, model: Endpoint
) -> None:
    model.hears("What does error HB-2209 mean?")
    model.says("It lost its lease [1].")
    chat = await cloud.reader(JONAS)
    await chat.say("/privacy local")
    await chat.hears("From now on: Keep here.")
    asked = (await chat.send(("note.ogg", b"OggS" + bytes(80)), kind="voice"))[0]
    answer = await chat.answer_to(asked)
    assert "no sound goes to a cloud" in answer["text"]
    assert model.recordings == []
    await chat.say("/privacy redact")
    await chat.hears("From now on: Take out.")
    await chat.send(("note.ogg", b"OggS" + bytes(80)), kind="voice")
    await chat.hears("It lost its lease [1].")
    await chat.say("/why")
    told = await chat.hears("Sent to whisper-1: 1 recording, as it is")
    assert "Sent to gpt-4o" in told["text"]


async def test_chat_that_wants_to_be_asked_is_answered_here_and_again_after_a_yes(
    cloud: Stage, model: Endpoint
) -> None:
    model.says("Your printer lost its lease [1].")
    chat = await cloud.reader(JONAS)
    await chat.say("/privacy ask")
    await chat.hears("From now on: Ask.")
    await chat.say(f"What does error HB-2209 mean? password: {PASSWORD}")
    answer = await chat.hears("I saw something private: 1 password")
    assert model.asked == []
    await press(chat, "Send with that taken out")
    again = await chat.hears("Your printer lost its lease [1].")
    assert again["id"] == answer["id"]
    assert PASSWORD not in str(model.asked)
    assert next(button["text"] for row in again["buttons"] for button in row) == "👍 Right"
    harmless = await chat.say("And how long is a VPN profile valid?")
    await chat.hears(lambda message: message["id"] > harmless)
    assert len(model.asked) == 2


async def test_only_administrators_choose_for_a_group_and_only_the_asker_says_yes(
    cloud: Stage, model: Endpoint
) -> None:
    team = await cloud.team()
    await team.say("/privacy off", by=JONAS["id"])
    await team.hears("Only administrators")
    await team.say("/privacy ask", by=MARA["id"])
    await team.hears("From now on: Ask.")
    await team.say(f"/ask What does HB-2209 mean? password: {PASSWORD}", by=JONAS["id"])
    await team.hears("I saw something private")
    await press(team, "Send with that", by=PAT["id"])
    await cloud.town.idle()
    assert model.asked == []
    await press(team, "Keep it here", by=JONAS["id"])
    await cloud.town.idle()
    assert model.asked == []


async def test_chat_that_switched_it_off_sends_all_and_why_still_tells(
    cloud: Stage, model: Endpoint
) -> None:
    model.says("It lost its lease [1].")
    chat = await cloud.reader(JONAS)
    await chat.say("/privacy off")
    await chat.hears("From now on: Send all.")
    await chat.say(f"What does HB-2209 mean? password: {PASSWORD}")
    await chat.hears("It lost its lease [1].")
    assert PASSWORD in str(model.asked)
    await chat.say("/why")
    assert "taken out: nothing" in (await chat.hears("Sent to gpt-4o"))["text"]
