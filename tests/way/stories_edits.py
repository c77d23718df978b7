"""Stories of second thoughts: questions that are edited or deleted, before and after their answer."""

from tests.way.conftest import Stage
from tests.way.drawing import dialog
from tests.way.endpoint import Endpoint, pictures_in, question_in
from tests.way.town import JONAS, Chat, Message, texts

LONG = "The gateway listens on a port that the portal names. " * 180
"""More than two messages hold."""


async def only_words(stage: Stage, chat: Chat) -> Message:
    """Return the one message without a picture that the bot has left standing."""
    words = [message for message in await stage.town.settled(chat) if not message["media"]]
    assert len(words) == 1, texts(words)
    return words[0]


async def test_question_edited_while_the_answer_streams_gets_one_answer(
    bot: Stage, model: Endpoint
) -> None:
    model.says(*["Port 51820 is what you want to know. "] * 200, pause_seconds=0.1)
    team = await bot.team()
    asked = await team.say("/ask which port has the VPN gateway?", by=JONAS["id"])
    preview = await team.hears("Port 51820")
    model.says("38 euros [1].")
    await team.edit(asked, "/ask how much is the meal allowance?", by=JONAS["id"])
    answer = await team.hears("38 euros [1].")
    assert answer["id"] == preview["id"]
    assert answer["reply_to"] == asked
    assert (await only_words(bot, team))["id"] == answer["id"]
    assert model.finished == 1


async def test_question_edited_while_a_draft_grows_gets_one_answer(
    bot: Stage, model: Endpoint
) -> None:
    model.says(*["Port 51820 is what you want to know. "] * 40, pause_seconds=0.1)
    chat = await bot.reader(JONAS)
    asked = await chat.say("Which port has the VPN gateway?")
    await bot.town.called("sendMessageDraft", chat)
    model.says("38 euros [1].")
    await chat.edit(asked, "How much is the meal allowance?")
    await chat.hears("38 euros [1].")
    assert "51820" not in (await only_words(bot, chat))["text"]
    assert not any(message["draft"] for message in await chat.messages())


async def test_question_edited_after_its_answer_has_the_answer_edited(
    bot: Stage, model: Endpoint
) -> None:
    model.says("Port 51820 [1].")
    chat = await bot.reader(JONAS)
    asked = await chat.say("Which port has the VPN gateway?")
    first = await chat.hears("Port 51820 [1].")
    model.says("38 euros [1].")
    await chat.edit(asked, "How much is the meal allowance?")
    second = await chat.hears("38 euros [1].")
    assert second["id"] == first["id"]
    assert second["edited"]
    assert second["buttons"] == first["buttons"]
    assert (await only_words(bot, chat))["id"] == first["id"]


async def test_edit_that_makes_a_long_answer_short_removes_what_is_left_over(
    bot: Stage, model: Endpoint
) -> None:
    model.says(LONG)
    chat = await bot.reader(JONAS)
    asked = await chat.say("Tell me everything about the VPN gateway")
    await chat.hears(lambda message: message["buttons"])
    assert len(await bot.town.settled(chat)) == 3
    model.says("Port 51820.")
    await chat.edit(asked, "Which port has the VPN gateway?")
    short = await chat.hears("Port 51820.")
    left = await only_words(bot, chat)
    assert left["id"] == short["id"] == asked + 1
    assert left["buttons"]


async def test_caption_edited_asks_again_about_the_same_picture(
    bot: Stage, model: Endpoint
) -> None:
    model.says("A dialog [1].")
    chat = await bot.reader(JONAS)
    screen = dialog("HB-2209", "The printer has lost its network lease.")
    (asked,) = await chat.send(("screen.png", screen), text="What is this?")
    first = await chat.hears("A dialog [1].")
    model.says("Switch it off [1].")
    await chat.edit(asked, "What should I do?")
    second = await chat.hears("Switch it off [1].")
    assert second["id"] == first["id"]
    assert pictures_in(model.asked[1]) == 1
    assert "What should I do?" in question_in(model.asked[1])
    assert len(await bot.town.calls("getFile")) == 1


async def test_edit_to_another_subject_takes_the_old_picture_away(
    bot: Stage, model: Endpoint
) -> None:
    model.says("It lost its lease [1][2].")
    chat = await bot.reader(JONAS)
    asked = await chat.say("What does HB-2209 mean?")
    await chat.hears(lambda message: message["media"])
    model.says("Nobody can say.")
    await chat.edit(asked, "How much is the meal allowance?")
    await chat.hears("Nobody can say.")
    said = await bot.town.settled(chat)
    assert [message["media"] for message in said] == [[]]


async def test_question_edited_three_times_at_once_is_answered_as_it_reads_last(
    bot: Stage, model: Endpoint
) -> None:
    model.script = lambda messages: (question_in(messages).rpartition("Question: ")[2],)
    model.pause_seconds = 0.3
    chat = await bot.reader(JONAS)
    asked = await chat.say("VPN port, first version?")
    for version in ("second", "third", "fourth"):
        await chat.edit(asked, f"VPN port, {version} version?")
    await chat.hears("VPN port, fourth version?")
    assert "fourth" in (await only_words(bot, chat))["text"]


async def test_question_edited_into_a_command_has_its_answer_replaced(
    bot: Stage, model: Endpoint
) -> None:
    model.says("Port 51820 [1].")
    chat = await bot.reader(JONAS)
    asked = await chat.say("Which port has the VPN gateway?")
    first = await chat.hears("Port 51820 [1].")
    await chat.edit(asked, "/docs")
    listed = await chat.hears("travel.md")
    assert listed["id"] == first["id"]
    assert not listed["buttons"]
    await chat.edit(asked, "Which port has the VPN gateway?")
    again = await chat.hears("Port 51820 [1].")
    assert again["id"] == first["id"]
    await only_words(bot, chat)


async def test_command_edited_has_its_outcome_edited(bot: Stage, model: Endpoint) -> None:
    chat = await bot.reader(JONAS)
    asked = await chat.say("/find HB-2209")
    first = await chat.hears("1. vpn.md")
    await chat.hears(lambda message: message["media"])
    await chat.edit(asked, "/find meal allowance")
    second = await chat.hears("1. travel.md")
    assert second["id"] == first["id"]
    assert [message["id"] for message in await bot.town.settled(chat)] == [first["id"]]
    assert not model.asked


async def test_edit_that_takes_the_question_away_leaves_no_stale_answer(
    bot: Stage, model: Endpoint
) -> None:
    model.says("Port 51820 [1].")
    team = await bot.team()
    asked = await team.say("@groundglass_bot which port has the VPN?", by=JONAS["id"])
    first = await team.hears("Port 51820 [1].")
    await team.edit(asked, "@groundglass_bot", by=JONAS["id"])
    said = await team.hears("What would you like to know?")
    assert said["id"] == first["id"]
    assert not said["buttons"]
    assert (await only_words(bot, team))["id"] == first["id"]


async def test_edit_that_mentions_the_bot_at_last_is_answered(bot: Stage, model: Endpoint) -> None:
    model.says("Port 51820 [1].")
    team = await bot.team()
    asked = await team.say("which port has the VPN?", by=JONAS["id"])
    assert not await bot.town.settled(team)
    await team.edit(asked, "@groundglass_bot which port has the VPN?", by=JONAS["id"])
    answer = await team.hears("Port 51820 [1].")
    assert answer["reply_to"] == asked
    await only_words(bot, team)


async def test_edit_that_changes_nothing_but_talk_among_people_is_left_alone(
    bot: Stage, model: Endpoint
) -> None:
    team = await bot.team()
    said = await team.say("Lunch at noon?", by=JONAS["id"])
    await team.edit(said, "Lunch at one?", by=JONAS["id"])
    assert not await bot.town.settled(team)
    assert not model.asked


async def test_question_deleted_while_the_answer_streams_is_still_answered_once(
    bot: Stage, model: Endpoint
) -> None:
    model.says(*["Port 51820 is what you want to know. "] * 20, pause_seconds=0.1)
    team = await bot.team()
    asked = await team.say("/ask which port has the VPN gateway?", by=JONAS["id"])
    await team.hears("Port 51820")
    await team.delete(asked, by=JONAS["id"])
    await team.hears(lambda message: message["buttons"])
    await only_words(bot, team)


async def test_question_deleted_before_a_word_of_the_answer_is_answered_without_a_reply(
    bot: Stage, model: Endpoint
) -> None:
    model.says("Port 51820 [1].", pause_seconds=1.5)
    team = await bot.team()
    asked = await team.say("/ask which port has the VPN gateway?", by=JONAS["id"])
    await team.delete(asked, by=JONAS["id"])
    answer = await team.hears("Port 51820 [1].")
    assert answer["reply_to"] is None
    await only_words(bot, team)
