"""Stories of pictures: one, several, late ones, replied-to ones, and what only claims to be one."""

import time

from tests.way.conftest import Stage
from tests.way.drawing import dialog, lines, photo
from tests.way.endpoint import Endpoint, pictures_in, question_in
from tests.way.town import JONAS, MARA, PAT

DAY_SECONDS = 86_400
DIALOG = dialog("HB-2209", "The printer has lost its network lease.")


async def test_photo_with_a_caption_is_shown_to_the_model_and_answered_once(
    bot: Stage, model: Endpoint
) -> None:
    model.says("Switch the printer off ", "for 30 seconds [1].")
    chat = await bot.reader(JONAS)
    (asked,) = await chat.send(("screen.png", DIALOG), text="What does this error mean?")
    await chat.hears("Switch the printer off for 30 seconds [1].")
    words, *cards = await bot.town.settled(chat)
    assert words["id"] > asked
    assert "vpn.md" in words["text"]
    assert len(cards) <= 1
    assert len(model.asked) == 1
    assert pictures_in(model.asked[0]) == 1
    assert "HB-2209" in question_in(model.asked[0])


async def test_photo_sent_as_a_document_is_looked_at_like_a_photo(
    bot: Stage, model: Endpoint
) -> None:
    model.says("It lost its lease [1].")
    chat = await bot.reader(JONAS)
    await chat.send(("screen.png", DIALOG), kind="document", text="What does this mean?")
    await chat.hears("It lost its lease [1].")
    assert pictures_in(model.asked[0]) == 1
    assert "HB-2209" in question_in(model.asked[0])


async def test_screenshot_alone_is_read_and_answered_with_the_matching_figure(
    plain_bot: Stage,
) -> None:
    chat = await plain_bot.reader(JONAS)
    await chat.send(("screen.png", DIALOG))
    words = await chat.hears("HB-2209")
    assert "In the picture I read: Error HB-2209" in words["text"]
    assert "lost its lease" in words["text"]
    assert "vpn.md" in words["text"]
    card = await chat.hears(lambda message: message["media"])
    assert "vpn.md" in card["text"]
    assert await chat.bytes_of(card)
    assert len(await plain_bot.town.settled(chat)) == 2


async def test_album_whose_last_part_comes_late_is_one_question(
    bot: Stage, model: Endpoint
) -> None:
    model.script = lambda messages: (f"I see {pictures_in(messages)}.",)
    chat = await bot.reader(JONAS)
    files = [(f"{number}.jpg", photo(number)) for number in (1, 2, 3)]
    await chat.send(*files, text="Which one is sharp?", spacing=1.2)
    await chat.hears("I see 3.")
    assert len(await bot.town.settled(chat)) == 1


async def test_caption_on_the_third_part_of_an_album_is_its_question(
    bot: Stage, model: Endpoint
) -> None:
    team = await bot.team()
    model.says("The third one.")
    files = [(f"{number}.jpg", photo(number)) for number in (1, 2, 3)]
    ids = await team.send(
        *files, by=JONAS["id"], text="@groundglass_bot which is the newest?", caption_part=2
    )
    answer = await team.hears("The third one.")
    assert answer["reply_to"] == ids[0]
    assert len(await bot.town.settled(team)) == 1
    assert pictures_in(model.asked[0]) == 3
    assert "Question: which is the newest?" in question_in(model.asked[0])


async def test_even_later_part_of_an_album_edits_the_answer(bot: Stage, model: Endpoint) -> None:
    model.script = lambda messages: (f"I see {pictures_in(messages)}.",)
    chat = await bot.reader(JONAS)
    files = [(f"{number}.jpg", photo(number)) for number in (1, 2)]
    await chat.send(*files, text="How many?", spacing=6.0)
    first = await chat.hears("I see 1.")
    second = await chat.hears("I see 2.")
    assert second["id"] == first["id"]
    assert len(await bot.town.settled(chat)) == 1


async def test_reply_to_a_photo_of_yesterday_brings_the_photo(bot: Stage, model: Endpoint) -> None:
    model.says("A dialog.")
    team = await bot.team(bot={"status": "member"})
    yesterday = int(time.time()) - DAY_SECONDS
    (sent,) = await team.send(("screen.png", DIALOG), by=MARA["id"], date=yesterday)
    asked = await team.say("/ask what is this?", by=JONAS["id"], reply_to=sent)
    answer = await team.hears("A dialog.")
    assert answer["reply_to"] == asked
    assert pictures_in(model.asked[0]) == 1


async def test_reply_to_one_part_of_an_album_brings_the_whole_album(
    bot: Stage, model: Endpoint
) -> None:
    model.says("All of them.")
    team = await bot.team()
    files = [(f"{number}.jpg", photo(number)) for number in (1, 2, 3)]
    ids = await team.send(*files, by=MARA["id"])
    await bot.town.idle()
    asked = await team.say("@groundglass_bot what are these?", by=JONAS["id"], reply_to=ids[1])
    answer = await team.hears("All of them.")
    assert answer["reply_to"] == asked
    assert pictures_in(model.asked[0]) == 3
    assert len(await bot.town.settled(team)) == 1


async def test_reply_to_the_cited_picture_asks_about_that_picture(
    bot: Stage, model: Endpoint
) -> None:
    model.script = lambda messages: ("It lost its lease [1][2][3].",)
    team = await bot.team()
    await team.say("@groundglass_bot what does HB-2209 mean?", by=JONAS["id"])
    card = await team.hears(lambda message: message["media"])
    asked = await team.say("And what does the button do?", by=PAT["id"], reply_to=card["id"])
    answer = await team.answer_to(asked)
    assert answer["reply_to"] == asked
    assert pictures_in(model.asked[1]) == 1


async def test_same_photo_asked_about_twice_is_downloaded_once(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    model.says("A dialog.")
    (sent,) = await chat.send(("screen.png", DIALOG), text="What is this?")
    await chat.hears("A dialog.")
    model.says("Switch it off.")
    await chat.say("And what should I do?", reply_to=sent)
    await chat.hears("Switch it off.")
    model.says("As I said.")
    await chat.say("", forward_from={"chat": chat.id, "message": sent})
    await chat.hears("As I said.")
    assert [pictures_in(messages) for messages in model.asked] == [1, 1, 1]
    assert len(await bot.town.calls("getFile")) == 1


async def test_html_named_jpg_gets_a_clear_sentence(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    page = b"<html><body>Not found</body></html>"
    await chat.send(("chart.jpg", page), kind="document")
    await chat.hears("chart.jpg is not a picture I can open.")
    assert len(await bot.town.settled(chat)) == 1
    assert not model.asked


async def test_broken_picture_gets_a_clear_sentence(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    await chat.send(("screen.png", DIALOG[:400]), kind="document")
    await chat.hears("I could not open screen.png: the file is damaged.")
    assert len(await bot.town.settled(chat)) == 1
    assert not model.asked


async def test_forty_megabytes_are_refused_without_a_download(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    await chat.send(("film.jpg", bytes(40 * 1024 * 1024)), kind="document")
    await chat.hears("film.jpg has 40 MB, and Telegram lets bots download at most 20 MB.")
    assert not await bot.town.calls("getFile")
    assert not model.asked


async def test_of_two_pictures_the_whole_one_is_answered_and_the_broken_one_named(
    bot: Stage, model: Endpoint
) -> None:
    model.says("The printer lost its lease [1].")
    chat = await bot.reader(JONAS)
    files = [("screen.png", DIALOG), ("torn.png", lines(["Torn"])[:300])]
    await chat.send(*files, kind="document", text="What do these mean?")
    said = await chat.hears("The printer lost its lease [1].")
    assert "I could not open torn.png: the file is damaged." in said["text"]
    assert pictures_in(model.asked[0]) == 1
