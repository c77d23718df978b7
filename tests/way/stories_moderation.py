"""A group that is kept clean: what goes, what stays, who is spared, and what is said about it."""

import pytest

from tests.way.conftest import Stage
from tests.way.drawing import lines, photo, qr
from tests.way.moderating import vanishes
from tests.way.town import JONAS, MARA, PAT, Chat, Message

SPAM = "Claim your free airdrop now: https://t.me/+aBcDeFgHiJk and connect your wallet"
DRAWN = ("Enter your wallet seed phrase", "to claim your free airdrop now", "t.me/+aBcDeFgHiJk")
NEWCOMER = {"id": 900, "first_name": "Eve", "status": "member"}


async def strict(stage: Stage, **more: object) -> Chat:
    """Open a group from which spam is removed."""
    group = await stage.team(MARA, JONAS, NEWCOMER, **more)
    stage.running.desk.moderation.books.policies.set(group.id, "preset: standard")
    return group


async def deleted(group: Chat) -> set[int]:
    """Return the messages that are gone."""
    return {message["id"] for message in await group.messages() if message["deleted"]}


async def card_in(group: Chat) -> Message:
    """Wait for the note about a removed message."""
    return await group.hears("I removed a message by Eve")


async def test_a_scam_album_goes_whole_and_a_card_offers_to_undo(bot: Stage) -> None:
    group = await strict(bot)
    good = await group.say("Lunch at noon?", by=JONAS["id"])
    album = await group.send(
        ("a.jpg", photo(1)), ("b.jpg", photo(2)), ("c.jpg", photo(3)), by=900, text=SPAM
    )
    card = await card_in(group)
    assert await deleted(group) == set(album)
    assert good not in await deleted(group)
    assert [key["text"] for row in card["buttons"] for key in row] == ["↩︎ Undo"]
    assert "an invitation to a closed chat" in card["text"]
    assert card["reply_to"] is None
    assert len(await bot.town.settled(group)) == 1


async def test_a_late_part_goes_with_its_album_and_comes_back_with_it(bot: Stage) -> None:
    group = await strict(bot)
    files = [(f"{n}.jpg", photo(n)) for n in range(3)]
    album = await group.send(*files, by=900, text=SPAM, spacing=4.0)
    for part in album:
        await vanishes(group, part)
    acts = bot.running.desk.moderation.books.acts.latest(group.id)
    assert len(acts) > 1 and {act.action for act in acts} == {"delete"}, "one album, one offence"
    await vanishes(group, await group.say(SPAM, by=JONAS["id"]))
    await group.hears("I removed 2 messages by 2 people")
    first = min(act.id for act in acts)
    await bot.running.desk.moderation.undoer.undo(first, MARA["id"])
    header = await group.hears("An administrator brought back what Eve wrote")
    await group.hears(lambda m: m["media"] and m["id"] > header["id"] + 2)
    again = [m for m in await group.said() if m["id"] > header["id"] and m["media"]]
    assert len(again) == 3
    acts = bot.running.desk.moderation.books.acts.latest(group.id)
    assert {act.person.id for act in acts if act.stands} == {JONAS["id"]}


async def test_in_watch_mode_nothing_is_deleted_and_nothing_said(bot: Stage) -> None:
    group = await bot.team(MARA, NEWCOMER)
    await group.say(SPAM, by=900)
    asked = await group.say("/ask What is the meal allowance in Norway?")
    await group.answer_to(asked)
    assert len(await bot.town.settled(group)) == 1
    assert await deleted(group) == set()
    acts = bot.running.desk.moderation.books.acts.latest(group.id)
    assert [(act.action, act.person.id) for act in acts] == [("note", 900)]


async def test_scam_words_inside_a_picture_are_read(bot: Stage) -> None:
    group = await strict(bot)
    picture = await group.send(("win.png", lines(DRAWN)), by=900)
    await card_in(group)
    assert await deleted(group) == set(picture)


async def test_a_qr_code_that_leads_into_a_closed_chat_is_read(bot: Stage) -> None:
    group = await strict(bot)
    picture = await group.send(("qr.png", qr("https://t.me/+aBcDeFgHiJk")), by=900)
    await card_in(group)
    assert await deleted(group) == set(picture)


async def test_an_administrator_is_spared(bot: Stage) -> None:
    group = await strict(bot)
    await group.say(SPAM, by=MARA["id"])
    await group.say(SPAM, sender_chat=True)
    gone = await group.say(SPAM, by=900)
    await card_in(group)
    assert len(await bot.town.settled(group)) == 1
    assert await deleted(group) == {gone}


async def test_without_the_right_to_delete_the_group_is_told_once_and_nothing_breaks(
    bot: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    rights = ["can_manage_chat", "can_restrict_members"]
    group = await strict(bot, bot={"status": "administrator", "rights": rights})
    await group.say(SPAM, by=900)
    # Nobody who administers it has ever written to the bot, so the group itself is the only place.
    told = await group.hears("could not delete: missing right")
    assert "I say this once" in told["text"]
    await group.say(f"{SPAM} now", by=900)
    asked = await group.say("/ask What is the meal allowance in Norway?", by=JONAS["id"])
    answer = await group.hears(lambda message: message["reply_to"] == asked)
    said = await bot.town.settled(group)
    assert [message["id"] for message in said] == [told["id"], answer["id"]]
    assert await deleted(group) == set()
    acts = bot.running.desk.moderation.books.acts.latest(group.id)
    assert {act.action for act in acts} == {"note"}
    assert all("missing right" in act.obstacle for act in acts)
    assert "Traceback" not in caplog.text


async def test_a_good_message_that_is_edited_into_spam_goes(bot: Stage) -> None:
    group = await strict(bot)
    message = await group.say("Good morning, all!", by=900)
    await bot.town.idle()
    await group.edit(message, SPAM, by=900)
    await card_in(group)
    assert await deleted(group) == {message}


async def test_spam_that_mentions_the_bot_goes_and_is_not_answered(bot: Stage) -> None:
    group = await strict(bot)
    message = await group.say(f"@groundglass_bot {SPAM}", by=900)
    await card_in(group)
    assert await deleted(group) == {message}
    assert len(await bot.town.settled(group)) == 1


async def test_honest_talk_about_a_scam_stays(bot: Stage) -> None:
    group = await strict(bot)
    await group.say("Careful: never enter your seed phrase anywhere, it is a scam.", by=900)
    await group.say("The VPN guide is at https://wireguard.com/install", by=JONAS["id"])
    gone = await group.say(SPAM, by=900)
    await card_in(group)
    assert await deleted(group) == {gone}


async def test_in_a_private_chat_a_scam_may_be_asked_about(bot: Stage) -> None:
    private = await bot.reader(PAT)
    asked = await private.say(f"Is this a scam? {SPAM}")
    answer = await private.answer_to(asked)
    assert "won't answer" not in answer["text"]
