"""Stories of what people ask of pictures: read, describe, compare, explain, count, translate."""

from tests.way.conftest import Stage
from tests.way.drawing import dialog, lines, photo
from tests.way.endpoint import Endpoint, pictures_in, question_in
from tests.way.town import JONAS, MARA, XIAOYU

DIALOG = dialog("HB-2209", "The printer has lost its network lease.")
CHANGED = dialog("HB-2210", "The printer has lost its network lease.")
SALES = lines(("Orders per month", "May 120", "June 180", "July 240"))
MENU = lines(("Fish soup 12,50", "Bread 3,00"))


def instructions(model: Endpoint) -> str:
    """Return what the model was told to do."""
    first = model.asked[-1][0]
    assert first["role"] == "system"
    return str(first["content"])


async def test_ocr_gives_every_line_of_a_picture_without_a_model(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("screen.png", DIALOG), text="/ocr")
    said = await chat.hears("Error HB-2209")
    assert "The printer has lost its network lease." in said["text"]
    assert "[ Retry ]" in said["text"] or "Retry" in said["text"]
    assert "this is what I can read and measure myself" in said["text"]
    assert any(entity["type"] == "pre" for entity in said["entities"])
    assert len(await plain_bot.town.settled(chat)) == 1


async def test_ocr_as_a_reply_reads_the_picture_that_is_replied_to(plain_bot: Stage) -> None:
    team = await plain_bot.team()
    (sent,) = await team.send(("screen.png", DIALOG), by=MARA["id"])
    asked = await team.say("/ocr", by=JONAS["id"], reply_to=sent)
    said = await team.answer_to(asked)
    assert "Error HB-2209" in said["text"]


async def test_ocr_lays_the_engines_reading_beside_the_models(bot: Stage, model: Endpoint) -> None:
    model.says(
        "```\nError HB-2290\nThe printer has lost its network lease.\n[ Retry ] [ Close ]\n```"
    )
    chat = await bot.reader(JONAS)
    await chat.send(("screen.png", DIALOG), text="/ocr")
    said = await chat.hears("Here the OCR engine reads otherwise")
    assert "line 1: HB-2290 | OCR: HB-2209" in said["text"]
    assert "Write out all text in reading order" in instructions(model)
    assert pictures_in(model.asked[0]) == 1


async def test_readings_that_agree_are_said_to(bot: Stage, model: Endpoint) -> None:
    model.says(
        "```\nError HB-2209\nThe printer has lost its network lease.\n[ Retry ] [ Close ]\n```"
    )
    chat = await bot.reader(JONAS)
    await chat.send(("screen.png", DIALOG), text="Read the text in this picture please")
    await chat.hears("The OCR engine reads the same.")


async def test_plain_chinese_words_ask_for_the_same(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(XIAOYU)
    await chat.send(("screen.png", DIALOG), text="识别图片里的文字")
    said = await chat.hears("Error HB-2209")
    assert "没有配置语言模型" in said["text"]


async def test_plain_russian_words_ask_for_the_same(bot: Stage, model: Endpoint) -> None:
    model.says("```\nError HB-2209\n```")
    chat = await bot.newcomer(JONAS)
    await chat.send(("screen.png", DIALOG), text="Прочитай, что здесь написано")
    await chat.hears("Error HB-2209")
    assert "Write out all text in reading order" in instructions(model)


async def test_numbers_of_a_chart_that_nobody_can_read_are_marked(
    bot: Stage, model: Endpoint
) -> None:
    model.says("Orders rose from 120 in May to 240 in July, after 175 in June; about 200 a month.")
    chat = await bot.reader(JONAS)
    await chat.send(("sales.png", SALES), text="/chart")
    said = await chat.hears("175 (?)")
    assert "120 in May to 240 in July" in said["text"]
    assert "about 200 a month" in said["text"]
    assert "Found there: 120, 180, 240" in said["text"]
    assert "Somebody wants a chart or a table explained" in instructions(model)


async def test_chart_without_a_model_gives_the_numbers_that_can_be_read(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("sales.png", SALES), text="/chart")
    await chat.hears("Numbers that can be read: 120, 180, 240")


async def test_comparing_sends_a_picture_of_the_differences(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("a.png", DIALOG), ("b.png", CHANGED), text="/compare")
    said = await chat.hears("nearly the same; they differ in one place")
    assert "Only in picture 1: HB-2209" in said["text"]
    assert "Only in picture 2: HB-2210" in said["text"]
    shown = await chat.hears(lambda message: message["media"])
    assert (await chat.bytes_of(shown))[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")
    assert len(await plain_bot.town.settled(chat)) == 2


async def test_same_picture_twice_is_said_to_be_the_same(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("a.png", DIALOG), ("b.png", DIALOG), text="what is the difference?")
    await chat.hears("the same, pixel by pixel")
    assert len(await plain_bot.town.settled(chat)) == 1


async def test_model_that_compares_is_told_what_was_measured(bot: Stage, model: Endpoint) -> None:
    model.says("The error code differs.")
    chat = await bot.reader(JONAS)
    await chat.send(("a.png", DIALOG), ("b.png", CHANGED), text="Compare these")
    said = await chat.hears("The error code differs.")
    assert "Measured:" in said["text"]
    assert "Only in picture 2: HB-2210" in said["text"]
    assert "Only in picture 2: `HB-2210`" in question_in(model.asked[0])
    assert pictures_in(model.asked[0]) == 2
    await chat.hears(lambda message: message["media"])


async def test_pictures_of_different_things_are_said_to_be(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("a.png", DIALOG), ("b.jpg", photo(3)), text="/compare")
    await chat.hears("of different things")


async def test_compare_with_one_picture_says_what_is_missing(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("a.png", DIALOG), text="/compare")
    await chat.hears("/compare needs two pictures or more")


async def test_ocr_without_a_picture_says_what_is_missing(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.say("/ocr")
    await chat.hears("/ocr needs a picture: send it with one, or as a reply to one.")


async def test_describe_marks_words_that_do_not_stand_in_the_picture(
    bot: Stage, model: Endpoint
) -> None:
    model.says('A dialog that says "lost its network lease" and offers "Ignore".')
    chat = await bot.reader(JONAS)
    await chat.send(("screen.png", DIALOG), text="/describe")
    said = await chat.hears('"Ignore" (?)')
    assert '"lost its network lease" and' in said["text"]


async def test_describe_without_a_model_tells_what_can_be_told(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("a.jpg", photo(2)), text="/describe")
    said = await chat.hears("This looks like a photo, 640 × 480 pixels.")
    assert "I can read no text in it." in said["text"]


async def test_count_that_its_list_does_not_bear_out_is_named(bot: Stage, model: Endpoint) -> None:
    model.says("4 blobs.\n- red, left\n- green, middle\n- blue, right")
    chat = await bot.newcomer(JONAS)
    await chat.send(("a.jpg", photo(4)), text="How many blobs are there?")
    await chat.hears("Careful: it says 4, but lists 3.")
    assert "Somebody wants to know how many" in instructions(model)


async def test_code_that_an_explanation_invents_is_marked(bot: Stage, model: Endpoint) -> None:
    model.says("HB-2209 means that the lease is lost [1]. HB-2300 would mean paper.")
    chat = await bot.reader(JONAS)
    await chat.send(("screen.png", DIALOG), text="What does this error mean?")
    said = await chat.hears("HB-2300 (?)")
    assert "HB-2209 means" in said["text"]
    assert "Somebody sends a screenshot of something that went wrong" in instructions(model)


async def test_translation_that_loses_a_price_says_so(bot: Stage, model: Endpoint) -> None:
    model.says("Fish soup — Fischsuppe 12,50\nBread — Brot")
    chat = await bot.newcomer(JONAS)
    await chat.send(("menu.png", MENU), text="Translate this menu to German")
    said = await chat.hears("Numbers in the picture that this leaves out: 3,00")
    assert "Fischsuppe" in said["text"]


async def test_photo_without_words_is_described(bot: Stage, model: Endpoint) -> None:
    model.says("Soft blobs of colour.")
    chat = await bot.newcomer(JONAS)
    await chat.send(("a.jpg", photo(5)))
    await chat.hears("Soft blobs of colour.")
    assert "Somebody wants to know what a picture shows" in instructions(model)
