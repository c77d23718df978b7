"""More of what people complain about in other bots that keep groups clean, each with its right ending.

The numbers are those of the list of complaints in the project's reference on moderation.
"""

from tests.knowledge.test_bank import edited, scene
from tests.way.conftest import Stage
from tests.way.drawing import lines, photo
from tests.way.moderating import (
    ANN,
    EVE,
    SPAM,
    TALK,
    after,
    button,
    gone,
    group_under,
    listening,
    removal,
)
from tests.way.town import JONAS, MARA, PAT, Chat, texts

READING_SECONDS = 240.0
"""On a busy machine the first picture takes this long to be read."""

DRAWN = ("Enter your wallet seed phrase", "to claim your free airdrop now")


async def test_16_a_name_full_of_markup_silences_no_command(bot: Stage) -> None:
    nasty = {"id": 905, "first_name": "_*[`<b>Eve</b>", "status": "member"}
    group = await group_under(bot, "standard", nasty)
    bad = await group.say("Best offers, write me", by=905)
    await group.say("/spam", by=MARA["id"], reply_to=bad)
    told = await group.hears("Removed what")
    assert "_*[`<b>Eve</b>" in told["text"]
    assert bad in await gone(group)


async def test_17_administrators_who_clean_up_are_not_punished(bot: Stage) -> None:
    group = await group_under(bot, "strict")
    bad = [await group.say(f"Cheap watches number {n}", by=EVE["id"]) for n in range(4)]
    for number in bad:
        await group.delete(number, by=ANN["id"])
    quoted = await group.say(f"I removed this: {SPAM}", by=ANN["id"])
    await after(group)
    assert quoted not in await gone(group)
    assert (await group.members())[ANN["id"]]["status"] == "administrator"


async def test_18_an_anonymous_administrator_is_spared_and_obeyed(bot: Stage) -> None:
    group = await group_under(bot, "strict")
    own = await group.say(SPAM, sender_chat=True)
    bad = await group.say("Best offers, write me", by=EVE["id"])
    await group.say("/spam", sender_chat=True, reply_to=bad)
    await group.hears("Removed what Eve wrote")
    assert own not in await gone(group) and bad in await gone(group)


async def test_19_the_author_is_told_why(bot: Stage) -> None:
    eve = await listening(bot, EVE)
    group = await group_under(bot, "standard", title="Told")
    await group.say(SPAM, by=EVE["id"])
    told = await eve.hears("I removed a message of yours in Told")
    assert "If that was wrong, tap Appeal" in told["text"]


async def test_20_a_missing_right_is_said_once_and_thanked_for(bot: Stage) -> None:
    rights = ["can_manage_chat", "can_restrict_members"]
    mara = await listening(bot)
    group = await group_under(
        bot, "standard", title="Rights", bot={"status": "administrator", "rights": rights}
    )
    for n in range(3):
        await group.say(f"{SPAM} {n}", by=EVE["id"])
    told = await mara.hears("could not delete: missing right")
    assert "Rights" in told["text"]
    await bot.town.idle()
    said = [t for t in texts(await mara.said()) if "missing right" in t and "I say this once" in t]
    assert len(said) == 1
    await group.move(4242, "promote")
    await mara.hears("Thank you, I can act again in Rights")
    late = await group.say(SPAM + " again", by=EVE["id"])
    await removal(group)
    assert late in await gone(group)


async def test_21_what_is_too_old_to_delete_is_explained(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard")
    old = await group.say("Best offers, write me", by=EVE["id"], date=1_700_000_000)
    await group.say("/spam", by=MARA["id"], reply_to=old)
    told = await group.hears("could not delete: older than 48 hours")
    assert old not in await gone(group), (told, mara)


async def test_22_a_group_that_becomes_a_supergroup_keeps_its_policy(bot: Stage) -> None:
    group = await group_under(bot, "standard", kind="group")
    await group.say(TALK, by=JONAS["id"])
    await bot.town.idle()
    moved = await group.migrate()
    await bot.town.idle()
    spam = await moved.say(SPAM, by=EVE["id"])
    await removal(moved)
    assert await gone(moved) == {spam}


async def test_23_and_25_joining_asks_the_groups_own_question(bot: Stage) -> None:
    group = await _asking(bot)
    eve = await listening(bot, {"id": 930, "first_name": "Kim", "status": "member"})
    await group.move(930, "request", first_name="Kim")
    await eve.hears("What do we bake on Fridays?")
    await eve.say("Bread, I think")
    await eve.hears("Welcome to Bakers")
    assert (await group.members())[930]["status"] == "member"


async def test_24_who_cannot_answer_waits_outside_and_nothing_of_theirs_stands(
    bot: Stage,
) -> None:
    mara = await listening(bot)
    group = await _asking(bot)
    kim = await listening(bot, {"id": 931, "first_name": "Kim", "status": "member"})
    await group.move(931, "request", first_name="Kim")
    await kim.hears("What do we bake on Fridays?")
    await kim.say("dunno lol")
    await kim.hears("An administrator of Bakers will look at your answer")
    card = await mara.hears("Kim asks to join")
    assert "dunno lol" in card["text"]
    assert 931 not in await group.members()
    refused = await kim.press((await kim.said())[-1]["id"], button(card, "Let in"))
    assert "no longer works" in refused["text"]
    await mara.press(card["id"], button(card, "Let in"))
    await bot.town.called("approveChatJoinRequest", group)
    assert (await group.members())[931]["status"] == "member"


async def _asking(bot: Stage) -> Chat:
    rule = 'joining: {question: "What do we bake on Fridays?", answers: [bread]}'
    return await group_under(bot, f"preset: standard\n{rule}", title="Bakers")


async def test_26_a_score_below_the_groups_own_line_removes_nothing(bot: Stage) -> None:
    never = "{review: never, remove: never}"
    lax = f"preset: standard\ncategories: {{link: {never}, spam: {never}}}"
    group = await group_under(bot, lax)
    message = await group.say("Join our club: https://t.me/+aBcDeFgHiJk", by=EVE["id"])
    await bot.town.idle()
    assert message not in await gone(group)
    acts = bot.running.desk.moderation.books.acts.latest(group.id)
    assert acts == ()


async def test_27_a_drawn_picture_that_no_model_calls_hateful_goes_once_it_was_called_so(
    bot: Stage,
) -> None:
    group = await group_under(bot, "standard")
    (drawn,) = await group.send(("drawn.jpg", scene(7)), by=EVE["id"])
    await group.say("/spam", by=MARA["id"], reply_to=drawn)
    await group.hears("Removed what Eve wrote")
    (other,) = await group.send(("other.jpg", scene(8)), by=JONAS["id"])
    (again,) = await group.send(("d.jpg", edited(scene(7), "mirrored and cropped")), by=PAT["id"])
    await removal(group, "Pat", patience=READING_SECONDS)
    assert again in await gone(group) and other not in await gone(group)


async def test_28_words_and_codes_in_pictures_are_read(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    (picture,) = await group.send(("win.png", lines(DRAWN)), by=EVE["id"])
    await removal(group, patience=READING_SECONDS)
    assert await gone(group) == {picture}


async def test_29_a_report_about_a_picture_shows_it(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "gentle", title="Reports")
    (picture,) = await group.send(("odd.jpg", photo(8)), by=EVE["id"])
    await group.say("/report", by=JONAS["id"], reply_to=picture)
    await group.hears("Thank you. The administrators will look at it.")
    card = await mara.hears("members reported this message by Eve")
    await mara.hears(lambda m: m["media"])
    assert picture not in await gone(group)
    await mara.press(card["id"], button(card, "Remove"))
    await mara.hears("Mara had the message by Eve removed")
    assert picture in await gone(group)


async def test_30_who_believes_to_be_protected_can_see_whether_it_is_true(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    await group.say("/drill", by=MARA["id"])
    told = await group.hears("Drill in", patience=READING_SECONDS)
    assert "✓ caught spam" in told["text"] and "policy standard" in told["text"]
