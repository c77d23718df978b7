"""Stories of talk: languages, follow-up questions, and whose documents are read."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.way.conftest import Stage
from tests.way.endpoint import Endpoint, question_in
from tests.way.town import JONAS, MARA, PAT, XIAOYU, texts

RECIPE = "# Cheese\n\n## Fondue\n\nFondue needs 400 g of Vacherin and 400 g of Gruyere.\n"
FONDUE = "How much Vacherin does the fondue need?"


async def test_chinese_question_is_answered_in_chinese_to_the_last_button(
    plain_bot: Stage,
) -> None:
    chat = await plain_bot.reader(JONAS)
    asked = await chat.say("会议室最多可以提前多少天预订？")
    answer = await chat.answer_to(asked)
    assert "会议室最多提前十四天预订" in answer["text"]
    assert "来源\n[1] 办公室.md" in answer["text"]
    assert answer["text"].endswith("没有配置语言模型，因此这个回答直接引用文档。")
    labels = [button["text"] for row in answer["buttons"] for button in row]
    assert labels == ["👍 正确", "👎 错误", "🕑 过时", "更多"]


async def test_error_code_is_answered_whatever_the_language_around_it(plain_bot: Stage) -> None:
    chat = await plain_bot.reader(XIAOYU)
    asked = await chat.say("打印机报错 HB-2209 怎么办？")
    answer = await chat.answer_to(asked)
    assert "lost its lease" in answer["text"]
    assert "来源\n[1]" in answer["text"]
    await chat.say("打印机报错 NL-7301 怎么办？")
    await chat.hears("这些文档里没有答案。")


async def test_english_question_of_a_chinese_telegram_is_answered_in_english(
    plain_bot: Stage,
) -> None:
    chat = await plain_bot.reader(XIAOYU)
    asked = await chat.say("How much is the meal allowance in Norway?")
    answer = await chat.answer_to(asked)
    assert "38 euros a day in Norway" in answer["text"]
    assert "Sources\n[1] travel.md" in answer["text"]
    assert answer["text"].endswith("so this answer quotes the documents.")


async def test_buttons_answer_in_the_language_of_whoever_presses(plain_bot: Stage) -> None:
    team = await plain_bot.team()
    asked = await team.say("@groundglass_bot which port has the VPN?", by=JONAS["id"])
    answer = await team.answer_to(asked)
    right = answer["buttons"][0][0]["data"]
    assert (await team.press(answer["id"], right, by=JONAS["id"]))["text"] == "Thank you, noted."
    assert (await team.press(answer["id"], right, by=XIAOYU["id"]))["text"] == "谢谢，已记录。"


async def test_what_the_documents_do_not_say_is_refused_with_the_nearest(
    bot: Stage, model: Endpoint
) -> None:
    model.says("I don't know from ", "these documents.")
    chat = await bot.reader(JONAS)
    asked = await chat.say("How long is the guarantee on a HB-2209 printer from Bergen?")
    answer = await chat.answer_to(asked)
    assert answer["text"].startswith("I don't know from these documents. The nearest I found is ")
    assert "vpn.md" in answer["text"]
    assert not answer["buttons"]
    assert "Sources" not in answer["text"]


async def test_what_no_document_knows_anything_about_is_never_asked_of_a_model(
    bot: Stage, model: Endpoint
) -> None:
    chat = await bot.newcomer(JONAS)
    asked = await chat.say("Who won the ski jumping at Holmenkollen?")
    answer = await chat.answer_to(asked)
    assert answer["text"].startswith("I don't know from these documents.")
    assert "I have no documents here yet. Send /learn with a file" in answer["text"]
    assert not model.asked


async def test_greeting_is_greeted_back_and_not_to_be_judged(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("Hi!")
    said = await chat.hears("Hello!")
    assert not said["buttons"]
    assert not model.asked


async def test_follow_up_question_uses_what_was_said_before(bot: Stage, model: Endpoint) -> None:
    model.says("38 euros a day [1].")
    chat = await bot.reader(JONAS)
    await chat.say("How much is the meal allowance in Norway?")
    await chat.hears("38 euros a day [1].")
    model.says("31 euros [1].")
    await chat.say("And abroad?")
    await chat.hears("31 euros [1].")
    roles = [message["role"] for message in model.asked[1]]
    assert roles == ["system", "user", "assistant", "user"]
    assert model.asked[1][1]["content"] == "How much is the meal allowance in Norway?"
    # Numbers of an earlier answer meant other passages.
    assert model.asked[1][2]["content"] == "38 euros a day."
    assert "31 euros a day abroad" in question_in(model.asked[1])


async def test_reply_to_an_answer_is_a_question_without_any_mention(
    bot: Stage, model: Endpoint
) -> None:
    model.says("38 euros a day [1].")
    team = await bot.team()
    await team.say("@groundglass_bot what is the meal allowance in Norway?", by=JONAS["id"])
    first = await team.hears("38 euros a day [1].")
    model.says("31 euros [1].")
    asked = await team.say("And abroad?", by=PAT["id"], reply_to=first["id"])
    second = await team.hears("31 euros [1].")
    assert second["reply_to"] == asked
    assert "38 euros a day [1]." in question_in(model.asked[1])


async def test_topics_do_not_hear_each_other(bot: Stage, model: Endpoint) -> None:
    team = await bot.team(forum=True)
    travel, network = [await team.open_topic(name) for name in ("Travel", "Network")]
    model.says("38 euros [1].")
    await team.say("@groundglass_bot what is the meal allowance?", by=JONAS["id"], thread=travel)
    assert (await team.hears("38 euros [1]."))["thread"] == travel
    model.says("Port 51820 [1].")
    await team.say("@groundglass_bot which port has the VPN?", by=JONAS["id"], thread=network)
    assert (await team.hears("Port 51820 [1]."))["thread"] == network
    assert [message["role"] for message in model.asked[1]] == ["system", "user"]


async def test_private_chat_reads_the_documents_of_a_group_as_long_as_one_is_in_it(
    plain_bot: Stage,
) -> None:
    team = await plain_bot.town.group()
    await team.send(("cheese.md", RECIPE.encode()), kind="document", text="/learn", by=MARA["id"])
    await team.hears("Learned cheese.md")
    await team.say("Good morning", by=PAT["id"])
    await plain_bot.town.idle()
    chat = await plain_bot.newcomer(PAT)
    asked = await chat.say(FONDUE)
    answer = await chat.answer_to(asked)
    assert "400 g of Vacherin" in answer["text"]
    await team.move(PAT["id"], "leave")
    asked = await chat.say(FONDUE)
    answer = await chat.answer_to(asked)
    assert "Vacherin and" not in answer["text"]
    assert answer["text"].startswith("I don't know from these documents.")
    assert "cheese" not in answer["text"]


async def test_documents_of_another_group_are_never_read(plain_bot: Stage) -> None:
    cooks = await plain_bot.town.group(MARA, PAT, title="Cooks")
    await cooks.send(("cheese.md", RECIPE.encode()), kind="document", text="/learn")
    await cooks.hears("Learned cheese.md")
    team = await plain_bot.team(MARA, JONAS)
    asked = await team.say(f"@groundglass_bot {FONDUE}", by=MARA["id"])
    answer = await team.answer_to(asked)
    assert answer["text"].startswith("I don't know from these documents.")
    assert "cheese" not in answer["text"]
    await team.say("/find Vacherin", by=MARA["id"])
    await team.hears("Nothing found.")
    stranger = await plain_bot.newcomer(JONAS)
    asked = await stranger.say(FONDUE)
    assert "cheese" not in (await stranger.answer_to(asked))["text"]


async def test_answer_that_cannot_be_remembered_stands_without_an_apology(
    bot: Stage, model: Endpoint, state: Path
) -> None:
    chat = await bot.reader(JONAS)
    with closing(sqlite3.connect(state / "bot.sqlite3")) as database:
        database.execute("DROP TABLE traces")
    model.says("Port 51820 [1].")
    await chat.say("Which port has the VPN gateway?")
    await chat.hears("Port 51820 [1].")
    assert not [said for said in texts(await bot.town.settled(chat)) if "Sorry" in said]
