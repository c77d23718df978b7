"""Who asks to join and shows a picture of themselves: it is looked at, and nobody is turned away by a machine."""

import pytest

from tests.way.conftest import Stage
from tests.way.drawing import lines, photo
from tests.way.moderating import button, group_under, listening
from tests.way.town import MARA, Chat

READING_SECONDS = 240.0
"""On a busy machine the first picture takes this long to be read."""

RULE = 'preset: standard\njoining: {question: "What do we bake on Fridays?", answers: [bread]'
BAD = lines(("Send me your wallet seed phrase", "to claim your free airdrop now"))
KIM = 930


async def asking(bot: Stage, group: Chat, picture: bytes | None) -> Chat:
    """Let Kim, who shows a picture of themselves, ask to join and answer rightly; return the private chat."""
    kim = await listening(bot, {"id": KIM, "first_name": "Kim", "status": "member"})
    if picture is not None:
        shown = await kim.http.post(
            f"/sandbox/chats/{kim.id}/picture", files={"file": ("me.jpg", picture)}
        )
        assert shown.is_success, shown.text
    await group.move(KIM, "request", first_name="Kim")
    await kim.hears("What do we bake on Fridays?")
    await kim.say("Bread, of course")
    return kim


async def test_who_shows_an_honest_picture_comes_in(bot: Stage) -> None:
    group = await group_under(bot, f"{RULE}}}", title="Bakers")
    kim = await asking(bot, group, photo(3))
    await kim.hears("Welcome to Bakers", patience=READING_SECONDS)
    assert (await group.members())[KIM]["status"] == "member"


@pytest.mark.parametrize("shown", [BAD, b""], ids=["a scam", "what Telegram does not give"])
async def test_whose_picture_is_bad_or_cannot_be_seen_waits_for_an_administrator(
    bot: Stage, shown: bytes
) -> None:
    mara = await listening(bot)
    group = await group_under(bot, f"{RULE}}}", title="Bakers")
    if not shown:
        await bot.town.fault("getUserProfilePhotos", 500, times=9)
    kim = await asking(bot, group, shown or None)
    card = await mara.hears("Kim asks to join", patience=READING_SECONDS)
    await kim.hears("An administrator of Bakers will look at your answer")
    assert KIM not in await group.members()
    await mara.press(card["id"], button(card, "Let in"))
    await bot.town.called("approveChatJoinRequest", group)
    assert (await group.members())[KIM]["status"] == "member"


async def test_a_policy_may_leave_pictures_alone(bot: Stage) -> None:
    group = await group_under(bot, f"{RULE}, picture: false}}", title="Bakers")
    kim = await asking(bot, group, BAD)
    await kim.hears("Welcome to Bakers")
    assert await bot.town.calls("getUserProfilePhotos") == []


async def test_whom_telegram_does_not_let_the_bot_let_in_is_not_welcomed(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, f"{RULE}, picture: false}}", title="Bakers")
    kim = await listening(bot, {"id": KIM, "first_name": "Kim", "status": "member"})
    await group.move(KIM, "request", first_name="Kim")
    await kim.hears("What do we bake on Fridays?")
    await group.move(bot.running.bot.id, "demote")
    await kim.say("Bread, of course")
    await kim.hears("An administrator of Bakers will look at your answer")
    card = await mara.hears("Kim asks to join")
    told = await mara.press(card["id"], button(card, "Let in"))
    assert "missing right to invite people" in told["text"]
    assert KIM not in await group.members()
    await group.move(bot.running.bot.id, "promote")
    await mara.press(card["id"], button(card, "Let in"))
    assert (await group.members())[KIM]["status"] == "member"
    decisions = bot.running.desk.moderation.books.audit.entries(group.id, 0)
    assert [(one.by_id, one.about) for one in decisions if one.what == "admit"] == [
        (MARA["id"], f"person {KIM}")
    ]
