"""Who may teach the bot, what a lesson changes, and that a crowd of reports changes nothing."""

from tests.way.conftest import Stage
from tests.way.moderating import (
    ANN,
    EVE,
    SPAM,
    TALK,
    after,
    all_told,
    button,
    gone,
    group_under,
    listening,
)
from tests.way.town import JONAS, MARA, PAT, texts

CHAT = (
    TALK,
    "I pushed the fix for the login page, could somebody review it today?",
    "Lunch at noon? I know a place with three kinds of soup.",
    "The meeting about the budget moved to Thursday, same room.",
    "Does anybody remember where we put the spare monitors?",
)

ADMINS_ONLY = "Only administrators of this group may do that."


async def test_a_lesson_of_an_administrator_is_taken_back_exactly(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    samples = next(s for s in bot.running.desk.moderation.lessons if s.name == "samples")
    bad = await group.say("Quality replica handbags, message me for the catalogue", by=EVE["id"])
    await group.say("/spam", by=MARA["id"], reply_to=bad)
    told = await group.hears("Removed what Eve wrote, and learned from it (entries: 1)")
    assert bad in await gone(group)
    await group.press(told["id"], button(told, "Undo"), by=MARA["id"])
    undone = await group.hears("Mara took back what I did to Eve")
    assert "✓ what I learned from it: 1 samples" in undone["text"]
    await group.hears("An administrator brought back what Eve wrote")
    act = bot.running.desk.moderation.books.acts.latest(group.id)[0]
    assert samples.unlearn(group.id, f"act:{act.id}") == 0


async def test_members_teach_nothing(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    honest = await group.say(TALK, by=PAT["id"])
    asked = await group.say("/spam", by=JONAS["id"], reply_to=honest)
    assert (await group.hears(lambda m: m["reply_to"] == asked))["text"] == ADMINS_ONLY
    asked = await group.say("/ham", by=EVE["id"], reply_to=honest)
    assert (await group.hears(lambda m: m["reply_to"] == asked))["text"] == ADMINS_ONLY
    assert honest not in await gone(group)


async def test_an_administrators_message_cannot_be_called_spam(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    own = await group.say("Quality bread, every Friday", by=ANN["id"])
    await group.say("/spam", by=MARA["id"], reply_to=own)
    await group.hears("That message is by an administrator")
    assert own not in await gone(group)


async def test_spam_with_ban_puts_the_author_out_and_undo_lets_them_back(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    bad = await group.say("Quality replica handbags", by=EVE["id"])
    await group.say("/spam ban", by=MARA["id"], reply_to=bad)
    told = await group.hears("Removed what Eve wrote")
    assert (await group.members())[EVE["id"]]["status"] == "kicked"
    await group.press(told["id"], button(told, "Undo"), by=MARA["id"])
    await group.hears("Mara took back what I did to Eve")
    assert (await group.members())[EVE["id"]]["status"] == "left"


async def test_spam_on_one_part_takes_the_whole_album(bot: Stage) -> None:
    from tests.way.drawing import photo

    group = await group_under(bot, "standard")
    files = [(f"{n}.jpg", photo(n, (64, 48))) for n in range(3)]
    album = await group.send(*files, by=EVE["id"])
    await bot.town.idle(2.0)
    await group.say("/spam", by=MARA["id"], reply_to=album[1])
    await group.hears("Removed what Eve wrote")
    assert await gone(group) == set(album)


async def test_what_is_called_ham_stays_when_it_comes_again(bot: Stage) -> None:
    group = await group_under(bot, "watch")
    words = "Our own invitation: https://t.me/+honestBakers"
    first = await group.say(words, by=JONAS["id"])
    await bot.town.idle()
    await group.say("/ham", by=MARA["id"], reply_to=first)
    await group.hears("I will leave such messages alone")
    bot.running.desk.moderation.books.policies.set(group.id, "preset: standard")
    again = await group.say(words, by=PAT["id"])
    await after(group)
    assert again not in await gone(group)


async def test_twenty_fresh_accounts_report_a_regular_and_nothing_happens(bot: Stage) -> None:
    crowd = [{"id": 2_000 + n, "first_name": f"Fresh {n}"} for n in range(20)]
    mara = await listening(bot)
    group = await group_under(bot, "standard", *crowd)
    honest = await group.say(TALK, by=JONAS["id"])
    for one in crowd[:6]:
        await group.say("/report", by=one["id"], reply_to=honest)
    await group.hears("Reports are for members who have written here on several days")
    await bot.town.idle()
    assert honest not in await gone(group)
    assert (await group.members())[JONAS["id"]]["status"] == "member"
    assert [t for t in texts(await mara.said()) if "reported" in t] == []


async def test_reports_are_limited_and_one_message_makes_one_card(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "gentle", title="Limits")
    odd = [await group.say(f"Odd thing number {n}", by=EVE["id"]) for n in range(4)]
    for message in odd:
        await group.say("/report", by=JONAS["id"], reply_to=message)
    await group.hears("That is enough reports for now")
    await group.say("/report", by=PAT["id"], reply_to=odd[0])
    await bot.town.idle()
    cards = [t for t in texts(await mara.said()) if "members reported" in t]
    assert len(cards) == 3


async def test_a_right_that_is_lost_midway_is_told_and_nothing_breaks(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard", title="Midway")
    first = await group.say(SPAM, by=EVE["id"])
    await group.hears("I removed a message by Eve")
    await group.move(4242, "demote")
    await group.move(4242, "promote")
    second = await group.say(SPAM + " now", by=EVE["id"])
    await after(group)
    assert {first, second} <= await gone(group)
    await mara.hears("Midway")


async def test_a_small_raid_leaves_the_talk_alone_and_is_told_in_few_words(bot: Stage) -> None:
    crowd = [{"id": 3_000 + n, "first_name": f"Raider {n}"} for n in range(20)]
    group = await group_under(bot, "standard", *crowd)
    spam, talk = [], []
    for n, one in enumerate(crowd):
        spam.append(await group.say(f"{SPAM} {n}", by=one["id"]))
        if n % 4 == 0:
            talk.append(await group.say(CHAT[n // 4], by=JONAS["id"]))
    await after(group)
    told = await all_told(group, len(crowd) + 1)
    deleted = await gone(group)
    assert set(spam) <= deleted and not set(talk) & deleted
    assert len(told) <= 2
