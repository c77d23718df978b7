"""Stories of commands about the talk itself, and of how the bot is called."""

from tests.way.conftest import Stage
from tests.way.drawing import dialog
from tests.way.endpoint import Endpoint, pictures_in, question_in
from tests.way.town import JONAS, MARA, PAT, XIAOYU, texts


async def test_start_greets_by_name_and_help_lists_the_commands(bot: Stage) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("/start")
    await chat.hears("Hello Jonas!")
    await chat.say("/help")
    said = await chat.hears("/find words")
    for name in ("/ask", "/docs", "/learn", "/forget", "/why", "/reset", "/policy"):
        assert name in said["text"]
    assert len(await bot.town.settled(chat)) == 2


async def test_policy_is_a_matter_of_groups(bot: Stage) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("/policy delete")
    await chat.hears("A policy belongs to a group")
    team = await bot.team()
    await team.say("/policy delete", by=JONAS["id"])
    await team.hears("Only administrators of this group may do that.")
    await team.say("/policy delete", by=MARA["id"])
    await team.hears("From now on in this group: standard (version 1).")


async def test_reset_forgets_the_talk_but_not_the_documents(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    model.says("Port 51820 [1].")
    await chat.say("Which port has the VPN gateway?")
    await chat.hears("Port 51820 [1].")
    await chat.say("/reset")
    await chat.hears("Done: I forgot this conversation (questions: 1). The documents stay.")
    await chat.say("/reset")
    await chat.hears("Done: this conversation starts anew. The documents stay.")
    model.says("After 90 days [1].")
    await chat.say("When does the VPN profile expire?")
    await chat.hears("After 90 days [1].")
    assert [message["role"] for message in model.asked[1]] == ["system", "user"]
    assert "90 days" in question_in(model.asked[1])


async def test_why_tells_of_the_last_answer_or_of_the_one_replied_to(
    bot: Stage, model: Endpoint
) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("/why")
    await chat.hears("I have not answered anything here yet.")
    model.says("Port 51820 [1].")
    await chat.say("Which port has the VPN gateway?")
    first = await chat.hears("Port 51820 [1].")
    model.says("38 euros [1].")
    await chat.say("How much is the meal allowance?")
    await chat.hears("38 euros [1].")
    asked = await chat.say("/why")
    said = await chat.answer_to(asked)
    assert "[1] travel.md" in said["text"]
    assert "gpt-4o" in said["text"]
    asked = await chat.say("/why", reply_to=first["id"])
    said = await chat.answer_to(asked)
    assert "[1] vpn.md" in said["text"]
    assert "• Checks: " in said["text"]
    assert ": nothing found" in said["text"]
    assert "Which port" not in said["text"]


async def test_why_speaks_the_language_of_whoever_asks(plain_bot: Stage) -> None:
    team = await plain_bot.team()
    asked = await team.say("@groundglass_bot which port has the VPN gateway?", by=JONAS["id"])
    await team.answer_to(asked)
    asked = await team.say("/why", by=XIAOYU["id"])
    said = await team.answer_to(asked)
    assert "没有发现问题" in said["text"]
    assert "找到：[1] vpn.md" in said["text"]


async def test_ask_with_nothing_asks_back(bot: Stage, model: Endpoint) -> None:
    team = await bot.team()
    for words in ("/ask", "/ask@groundglass_bot", "@groundglass_bot"):
        asked = await team.say(words, by=JONAS["id"])
        said = await team.answer_to(asked)
        assert said["text"].startswith("What would you like to know?")
        assert said["reply_to"] == asked
    assert not model.asked


async def test_unknown_command_in_private_is_named(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("/weather Bergen")
    await chat.hears("I don't know the command /weather. /help lists the ones I do.")
    assert not model.asked


async def test_commands_of_other_bots_are_left_alone(bot: Stage, model: Endpoint) -> None:
    team = await bot.team()
    for words in ("/weather Bergen", "/ask@another_bot what is this?", "/help@another_bot"):
        await team.say(words, by=JONAS["id"])
    await team.say("/help@groundglass_bot", by=JONAS["id"])
    await team.hears("/find words")
    assert len(await bot.town.settled(team)) == 1
    assert not model.asked


async def test_command_in_a_caption_asks_about_the_picture(bot: Stage, model: Endpoint) -> None:
    model.says("A dialog [1].")
    team = await bot.team()
    screen = dialog("HB-2209", "The printer has lost its network lease.")
    (asked,) = await team.send(("s.png", screen), by=PAT["id"], text="/ask what is this?")
    answer = await team.hears("A dialog [1].")
    assert answer["reply_to"] == asked
    assert pictures_in(model.asked[0]) == 1
    assert "Question: what is this?" in question_in(model.asked[0])


async def test_mention_amid_emoji_before_a_link_is_cut_out_cleanly(
    bot: Stage, model: Endpoint
) -> None:
    model.says("The [portal](https://portal.example/vpn).")
    team = await bot.team()
    words = "🧑‍🔬🧪 is this, @groundglass_bot, the portal? 👉 https://portal.example/vpn"
    await team.send(("s.png", dialog("1", "Portal")), by=JONAS["id"], text=words)
    answer = await team.hears("The portal.")
    asked = question_in(model.asked[0]).rpartition("Question: ")[2]
    assert "groundglass_bot" not in asked
    assert asked.endswith("the portal? 👉 https://portal.example/vpn")
    (link,) = [entity for entity in answer["entities"] if entity["type"] == "text_link"]
    assert link["url"] == "https://portal.example/vpn"


async def test_commands_speak_the_language_of_whoever_sends_them(bot: Stage) -> None:
    team = await bot.team()
    await team.say("/docs", by=XIAOYU["id"])
    await team.hears("3 份文档")
    await team.say("/docs", by=JONAS["id"])
    await team.hears("Documents: 3")
    assert len(texts(await bot.town.settled(team))) == 2
