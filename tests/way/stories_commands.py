"""Stories of commands, and of how the bot is called."""

from tests.way.conftest import Stage
from tests.way.drawing import PAGES, dialog
from tests.way.endpoint import Endpoint, pictures_in, question_in
from tests.way.town import JONAS, MARA, PAT, XIAOYU, texts

GUIDE = """# Coffee

## Descaling

Descale the Brewmaster every 45 days with two sachets of citric acid.
"""


async def test_start_greets_by_name_and_help_lists_the_commands(bot: Stage) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("/start")
    await chat.hears("Hello Jonas!")
    await chat.say("/help")
    said = await chat.hears("/find words")
    for name in ("/ask", "/docs", "/learn", "/forget", "/why", "/reset", "/policy"):
        assert name in said["text"]
    assert len(await bot.town.settled(chat)) == 2


async def test_command_in_a_group_is_answered_as_a_reply(bot: Stage) -> None:
    team = await bot.team()
    asked = await team.say("/docs", by=JONAS["id"])
    said = await team.hears("Documents: 3")
    assert said["reply_to"] == asked
    for name in PAGES:
        assert f"• {name}" in said["text"]
    assert "hb-2209" not in said["text"]


async def test_docs_tells_a_newcomer_how_to_begin(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    await chat.say("/docs")
    await chat.hears("I have no documents here yet. Send /learn with a file")


async def test_docs_in_private_tell_which_group_they_come_from(bot: Stage) -> None:
    team = await bot.town.group(title="Baristas")
    learned = ("coffee.md", GUIDE.encode())
    await team.send(learned, kind="document", text="/learn", by=MARA["id"])
    await team.hears("Learned coffee.md")
    chat = await bot.newcomer(MARA)
    await chat.say("/docs")
    said = await chat.hears("Documents: 1")
    assert said["text"].endswith("• coffee.md · Baristas")


async def test_policy_is_a_matter_of_groups(bot: Stage) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("/policy delete")
    await chat.hears("In a group, /policy shows and sets what happens to spam")
    team = await bot.team()
    await team.say("/policy delete", by=JONAS["id"])
    await team.hears("Only administrators of this group may do that.")
    await team.say("/policy delete", by=MARA["id"])
    await team.hears("From now on, spam in this group: delete.")


async def test_find_shows_places_and_the_picture(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    await chat.say("/find HB-2209 printer lease")
    said = await chat.hears("1. vpn.md")
    assert "HB-2209 means that the printer has lost its lease." in said["text"]
    card = await chat.hears(lambda message: message["media"])
    assert "vpn.md" in card["text"]
    await chat.say("/find")
    await chat.hears("Write what to look for after /find")
    assert not model.asked


async def test_file_learned_with_its_caption_is_answered_from(plain_bot: Stage) -> None:
    chat = await plain_bot.newcomer(JONAS)
    await chat.send(("coffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("Learned coffee.md (passages and pictures: 1). Just ask.")
    asked = await chat.say("How often must the Brewmaster be descaled?")
    answer = await chat.answer_to(asked)
    assert "every 45 days" in answer["text"]
    assert "coffee.md" in answer["text"]


async def test_same_file_learned_twice_is_known(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    await chat.send(("coffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("Learned coffee.md")
    await chat.send(("coffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("I already know coffee.md, unchanged.")
    await chat.send(("kaffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("Learned kaffee.md")
    await chat.say("/docs")
    await chat.hears("Documents: 2")


async def test_photo_learned_by_a_reply_is_found_by_its_words(plain_bot: Stage) -> None:
    team = await plain_bot.town.group()
    screen = dialog("QX-77", "The label feed is jammed.")
    (sent,) = await team.send(("screen.png", screen), by=JONAS["id"], text="QX-77 on the labeller")
    await team.say("/learn", by=MARA["id"], reply_to=sent)
    await team.hears("Learned photo-")
    asked = await team.say("@groundglass_bot what is QX-77?", by=JONAS["id"])
    answer = await team.hears(lambda message: message["reply_to"] == asked)
    assert "photo-" in answer["text"]
    card = await team.hears(lambda message: message["media"])
    assert card["reply_to"] == asked


async def test_learning_in_a_group_is_for_its_administrators(bot: Stage) -> None:
    team = await bot.town.group()
    name = ("coffee.md", GUIDE.encode())
    (sent,) = await team.send(name, kind="document", text="/learn", by=JONAS["id"])
    said = await team.hears("Only administrators of this group may do that.")
    assert said["reply_to"] == sent
    await team.say("/docs", by=MARA["id"])
    await team.hears("I have no documents here yet.")


async def test_learn_without_a_file_that_can_be_read_says_how(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    await chat.say("/learn")
    await chat.hears("Send /learn together with a file or picture")
    await chat.send(
        ("plan.dwg", b"AC1032\x00\x01\xff\xfe\x80" * 99), kind="document", text="/learn"
    )
    said = await chat.hears("I could not learn plan.dwg")
    assert said["text"].endswith("save it as UTF-8 text, Markdown, HTML or PDF.")


async def test_forget_names_what_is_close_and_then_forgets(bot: Stage) -> None:
    chat = await bot.newcomer(JONAS)
    await chat.send(("coffee.md", GUIDE.encode()), kind="document", text="/learn")
    await chat.hears("Learned coffee.md")
    for almost in ("cofee.md", "Fee"):
        await chat.say(f"/forget {almost}")
        said = await chat.hears(f"I have no document named {almost}.")
        assert said["text"] == f"I have no document named {almost}. Did you mean coffee.md?"
    await chat.say("/forget coffee.md")
    await chat.hears("Forgotten: coffee.md.")
    await chat.say("/docs")
    await chat.hears("I have no documents here yet.")


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
