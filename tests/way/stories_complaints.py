"""What people complain about in other bots that keep groups clean, each with the ending that it should have.

The numbers are those of the list of complaints in the project's reference on moderation.
"""

import time

import pytest

from tests.way.conftest import Stage
from tests.way.drawing import lines, photo
from tests.way.moderating import (
    EVE,
    SPAM,
    after,
    button,
    gone,
    group_under,
    listening,
    removal,
)
from tests.way.town import JONAS, MARA

READING_SECONDS = 240.0
"""On a busy machine the first picture takes this long to be read."""

DRAWN = ("Enter your wallet seed phrase", "to claim your free airdrop now")


async def test_01_the_first_lesson_does_not_turn_newcomers_into_spammers(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    bad = await group.say("Best offers for everybody, write me", by=EVE["id"])
    await group.say("/spam", by=MARA["id"], reply_to=bad)
    await group.hears("Removed what Eve wrote")
    zoe = {"id": 901, "first_name": "Zoe"}
    await group.move(901, "join", first_name="Zoe")
    hello = await group.say("Hello everybody, I am new here", by=zoe["id"])
    await after(group)
    assert hello not in await gone(group)
    assert (await group.members())[901]["status"] == "member"


async def test_02_the_linked_channels_posts_are_spared(bot: Stage) -> None:
    group = await group_under(bot, "strict")
    channel = {"id": 777000, "first_name": "Telegram"}
    await group.move(777000, "join", first_name="Telegram")
    post = await group.say(SPAM, by=channel["id"])
    await after(group)
    assert post not in await gone(group)


async def test_03_a_channel_that_spams_is_itself_kept_out(bot: Stage) -> None:
    ladder = "preset: standard\nladder: [ban]\nperson: {score: 0.8, signs: 1}"
    group = await group_under(bot, ladder)
    news = {"id": -1009990001, "title": "Free money", "type": "channel"}
    message = await group.say(SPAM, by=EVE["id"], sender_chat=news)
    await bot.town.called("banChatSenderChat", group)
    await removal(group, "Free money")
    assert message in await gone(group)
    assert (await group.members())[EVE["id"]]["status"] == "member"
    assert await bot.town.calls("banChatMember", chat=group) == []
    act = bot.running.desk.moderation.books.acts.latest(group.id)[0]
    await bot.running.desk.moderation.undoer.undo(act.id, MARA["id"])
    await bot.town.called("unbanChatSenderChat", group)


async def test_04_a_picture_without_words_can_be_called_spam(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    (picture,) = await group.send(("ad.jpg", photo(4)), by=EVE["id"])
    await group.say("/spam", by=MARA["id"], reply_to=picture)
    await group.hears("Removed what Eve wrote")
    assert picture in await gone(group)


async def test_05_a_card_shows_the_picture_that_is_to_be_judged(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard", title="Judged")
    await group.send(("win.png", lines(DRAWN)), by=EVE["id"])
    await mara.hears("Judged", patience=READING_SECONDS)
    assert (await mara.hears(lambda m: m["media"]))["media"][0]["kind"] == "photo"


async def test_06_an_album_whose_caption_stands_on_one_part_is_no_spam_for_that(
    bot: Stage,
) -> None:
    group = await group_under(bot, "strict")
    files = [(f"{n}.jpg", photo(n)) for n in range(3)]
    album = await group.send(*files, by=JONAS["id"], text="Our trip to the lake last Sunday")
    await after(group)
    await bot.town.idle(1.8)
    assert not set(album) & await gone(group)


@pytest.mark.parametrize("bad", [0, 9])
async def test_07_one_bad_part_takes_the_whole_album_of_ten_away(bot: Stage, bad: int) -> None:
    group = await group_under(bot, "standard")
    small = (64, 48)
    files = [(f"{n}.jpg", photo(n, small)) for n in range(10)]
    files[bad] = ("ad.png", lines(DRAWN, (700, 260)))
    album = await group.send(*files, by=EVE["id"])
    await removal(group, patience=READING_SECONDS)
    assert await gone(group) == set(album)


async def test_08_one_bot_keeps_several_groups_each_by_its_own_rules(bot: Stage) -> None:
    groups = [await group_under(bot, name, title=name) for name in ("watch", "standard")]
    for group in groups:
        await group.say(SPAM, by=EVE["id"])
    await removal(groups[1])
    assert [len(await gone(group)) for group in groups] == [0, 1]


@pytest.mark.parametrize("step", ["mute 1h", "ban"])
async def test_09_undo_leaves_no_restriction(bot: Stage, step: str) -> None:
    group = await group_under(
        bot, f"preset: standard\nladder: [{step}]\nperson: {{score: 0.8, signs: 1}}"
    )
    await group.say(SPAM, by=EVE["id"])
    note = await removal(group)
    changed = (await group.members())[EVE["id"]]["status"]
    assert changed == {"mute 1h": "restricted", "ban": "kicked"}[step]
    await group.press(note["id"], button(note, "Undo"), by=MARA["id"])
    await group.hears("took back what I did to Eve")
    after_undo = (await group.members())[EVE["id"]]["status"]
    assert after_undo == {"mute 1h": "member", "ban": "left"}[step]


async def test_10_who_was_banned_by_mistake_gets_a_way_back_in(bot: Stage) -> None:
    group = await group_under(
        bot, "preset: standard\nladder: [ban]\nperson: {score: 0.8, signs: 1}"
    )
    await group.say(SPAM, by=EVE["id"])
    note = await removal(group)
    await group.press(note["id"], button(note, "Undo"), by=MARA["id"])
    undone = await group.hears("took back what I did to Eve")
    assert "https://t.me/+" in undone["text"]


async def test_11_what_was_called_harmless_is_not_deleted_again(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    await group.say(SPAM, by=EVE["id"])
    note = await removal(group)
    await group.press(note["id"], button(note, "Undo"), by=MARA["id"])
    await group.hears("brought back what Eve wrote")
    again = await group.say(SPAM, by=EVE["id"])
    await after(group)
    assert again not in await gone(group)


async def test_12_a_good_message_edited_into_spam_goes(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    message = await group.say("Good morning, all!", by=EVE["id"])
    await bot.town.idle()
    await group.edit(message, SPAM, by=EVE["id"])
    await removal(group)
    assert await gone(group) == {message}


async def test_13_nobody_suffers_for_editing(bot: Stage) -> None:
    group = await group_under(bot, "strict")
    message = await group.say("See you at seven", by=EVE["id"])
    for words in ("See you at eight", "See you at eight thirty", "See you at nine"):
        await group.edit(message, words, by=EVE["id"])
    await after(group)
    assert message not in await gone(group)
    assert (await group.members())[EVE["id"]]["status"] == "member"


async def test_14_greetings_earn_no_trust(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    greetings = ("hi", "ok", "hi again", "thanks", "ok ok", "yes", "no", "hi", "ok", "good")
    for minute, words in enumerate(greetings, -len(greetings)):
        # One a minute: all at once they would be a flood, and go for that.
        await group.say(words, by=EVE["id"], date=int(time.time()) + 60 * minute)
    spam = await group.say(SPAM, by=EVE["id"])
    await removal(group)
    assert spam in await gone(group)
    assert not bot.running.desk.moderation.books.is_regular(group.id, EVE["id"])


async def test_15_warm_up_talk_teaches_nothing(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    for talk in (
        "What a helpful group, I learn so much here",
        "Good morning, how was everybody's weekend?",
        "The weather in Bergen is lovely today",
        "Thanks for the tip about the gateway",
        "Does anybody know a good lunch place?",
    ):
        await group.say(talk, by=EVE["id"])
    spam = await group.say(SPAM, by=EVE["id"])
    await removal(group)
    assert spam in await gone(group)
