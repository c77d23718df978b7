"""The bot in groups: when it speaks, where, to whom, and when it keeps quiet."""

from tests.way.conftest import Stage
from tests.way.endpoint import Endpoint
from tests.way.town import JONAS, MARA, PAT, texts

MEALS = "What is the meal allowance in Norway?"
SPOKEN = ("sendMessage", "editMessageText", "sendChatAction")


async def test_talk_among_people_is_not_answered(bot: Stage, model: Endpoint) -> None:
    group = await bot.team()
    await group.say(MEALS, by=JONAS["id"])
    await group.say("I think it was 38.", by=PAT["id"])
    asked = await group.say(f"@groundglass_bot {MEALS}", by=JONAS["id"])
    await group.answer_to(asked)
    await bot.town.idle()
    assert len(await group.said()) == 1
    assert len(model.asked) == 1
    assert all(call["parameters"].get("text") != "" for call in await bot.town.calls(*SPOKEN))


async def test_a_mention_at_the_end_calls_the_bot_and_is_not_part_of_the_question(
    bot: Stage, model: Endpoint
) -> None:
    group = await bot.team()
    asked = await group.say(f"{MEALS[:-1]}, @groundglass_bot?", by=JONAS["id"])
    answer = await group.answer_to(asked)
    assert answer["reply_to"] == asked
    assert "groundglass_bot" not in model.prompt
    assert "38 euros" in model.prompt


async def test_a_reply_to_the_bot_needs_no_mention(bot: Stage, model: Endpoint) -> None:
    group = await bot.team()
    asked = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    first = await group.answer_to(asked)
    model.says("31 euros a day abroad [1].")
    again = await group.say("And abroad?", by=PAT["id"], reply_to=first["id"])
    second = await group.answer_to(again)
    assert second["reply_to"] == again
    assert "31 euros a day abroad [1]." in second["text"]
    assert MEALS in model.prompt, "the conversation so far belongs to the question"


async def test_a_command_for_this_bot_is_answered_and_one_for_another_bot_is_not(
    bot: Stage, model: Endpoint
) -> None:
    group = await bot.team()
    await group.say(f"/ask@weather_bot {MEALS}", by=JONAS["id"])
    await group.say(f"/weather {MEALS}", by=JONAS["id"])
    asked = await group.say(f"/ask@groundglass_bot {MEALS}", by=JONAS["id"])
    answer = await group.answer_to(asked)
    await bot.town.idle()
    assert answer["reply_to"] == asked
    assert len(await group.said()) == len(model.asked) == 1


async def test_a_bare_ask_in_a_group_is_met_with_how_to_ask(bot: Stage) -> None:
    group = await bot.team()
    asked = await group.say("/ask", by=JONAS["id"])
    answer = await group.answer_to(asked)
    assert answer["reply_to"] == asked
    assert "What would you like to know?" in answer["text"]


async def test_under_privacy_mode_it_says_once_how_to_reach_it(plain_bot: Stage) -> None:
    group = await plain_bot.team(bot={"status": "member"})
    told = await group.hears("@groundglass_bot")
    assert "/ask" in told["text"]
    await group.move(4242, "promote")
    await group.move(4242, "demote")
    asked = await group.say(f"/ask {MEALS}", by=JONAS["id"])
    answer = await group.hears(lambda message: message["reply_to"] == asked)
    await plain_bot.town.idle()
    assert "38 euros" in answer["text"]
    assert texts(await group.said()) == [told["text"], answer["text"]]


async def test_as_an_administrator_it_has_nothing_to_say_about_privacy(plain_bot: Stage) -> None:
    group = await plain_bot.team()
    private = await plain_bot.reader(MARA)
    asked = await private.say(MEALS)
    await private.answer_to(asked)
    await plain_bot.town.idle()
    assert await group.said() == []


async def test_two_topics_are_two_conversations_and_answers_land_in_theirs(
    bot: Stage, model: Endpoint
) -> None:
    forum = await bot.team(forum=True)
    food, network = await forum.open_topic("Food"), await forum.open_topic("Network")
    in_food = await forum.say(f"/ask {MEALS}", by=JONAS["id"], thread=food)
    first = await forum.hears(lambda message: message["reply_to"] == in_food)
    model.says("It listens on UDP port 51820 [1].")
    in_network = await forum.say("/ask Which port is it?", by=PAT["id"], thread=network)
    second = await forum.hears(lambda message: message["reply_to"] == in_network)
    assert (first["thread"], second["thread"]) == (food, network)
    assert MEALS not in model.prompt
    more = await forum.say("/ask And abroad?", by=JONAS["id"], thread=food)
    third = await forum.hears(lambda message: message["reply_to"] == more)
    assert third["thread"] == food
    assert MEALS in model.prompt
    assert "Which port" not in model.prompt


async def test_in_the_general_topic_the_answer_stays_in_general(bot: Stage) -> None:
    forum = await bot.team(forum=True)
    await forum.open_topic("Food")
    asked = await forum.say(f"/ask {MEALS}", by=JONAS["id"], thread=1)
    answer = await forum.answer_to(asked)
    assert (answer["thread"], answer["reply_to"]) == (None, asked)
    assert len(await forum.said()) == 1


async def test_an_anonymous_administrator_is_answered_and_may_set_the_policy(bot: Stage) -> None:
    group = await bot.team()
    asked = await group.say(f"@groundglass_bot {MEALS}", sender_chat=True)
    assert (await group.answer_to(asked))["reply_to"] == asked
    told = await group.say("/policy delete", sender_chat=True)
    answer = await group.hears(lambda message: message["reply_to"] == told)
    assert "standard" in answer["text"]
    shown = await group.say("/policy", by=JONAS["id"])
    answer = await group.hears(lambda message: message["reply_to"] == shown)
    assert "What I do in this group: standard" in answer["text"]


async def test_a_member_may_not_set_the_policy(bot: Stage) -> None:
    group = await bot.team()
    told = await group.say("/policy delete", by=JONAS["id"])
    answer = await group.answer_to(told)
    assert answer["reply_to"] == told
    assert texts([answer]) == ["Only administrators of this group may do that."]
