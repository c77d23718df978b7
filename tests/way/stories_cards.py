"""Cards to administrators: what they show, who may press, and that every decision can be taken back."""

import pytest

from tests.way.conftest import Stage
from tests.way.drawing import lines, photo
from tests.way.moderating import (
    ANN,
    EVE,
    SPAM,
    TALK,
    button,
    gone,
    group_under,
    listening,
    removal,
)
from tests.way.town import JONAS, MARA, PAT, texts

EXPIRED = "This button no longer works. Please ask again."
NOT_YOURS = "Only an administrator can use this button."
DOUBTFUL = """
preset: standard
categories:
  link: {review: 0.5, remove: never}
  spam: {review: never, remove: never}
"""


async def test_a_card_shows_the_words_the_reasons_and_blurred_pictures(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard", title="Bakers")
    sent = photo(3)
    await group.send(("win.jpg", sent), by=EVE["id"], text=SPAM)
    card = await mara.hears("Bakers")
    assert SPAM.split("https")[0] in card["text"]
    assert "an invitation to a closed chat" not in card["text"], (
        "reasons are shown with their scores"
    )
    assert "invite 0.9" in card["text"]
    assert [k["text"] for row in card["buttons"] for k in row] == [
        *("✓ Right", "↩︎ Undo", "⛔ Ban", "☆ Trust"),
    ]
    picture = await mara.hears(lambda m: m["media"])
    shown = await mara.bytes_of(picture)
    assert shown != sent and len(shown) < 12_000


@pytest.mark.parametrize("who", ["member", "stranger", "ex-admin", "admin of another chat"])
async def test_a_button_obeys_administrators_of_its_group_alone(bot: Stage, who: str) -> None:
    group = await group_under(bot, "standard")
    other = await group_under(bot, "standard", title="Other")
    await group.say(SPAM, by=EVE["id"])
    note = await removal(group)
    undo = button(note, "Undo")
    place, presser, told = group, JONAS["id"], NOT_YOURS
    if who == "stranger":
        place, presser, told = other, MARA["id"], EXPIRED
    elif who == "ex-admin":
        await group.move(ANN["id"], "demote")
        presser = ANN["id"]
    elif who == "admin of another chat":
        await group.move(ANN["id"], "leave")
        place, presser, told = other, ANN["id"], EXPIRED
    message = note["id"] if place is group else await _own_message(other)
    pressed = await place.press(message, undo, by=presser)
    assert pressed["text"] == told
    assert len(await gone(group)) == 1
    await group.press(note["id"], undo, by=MARA["id"])
    await group.hears("An administrator brought back what Eve wrote")


async def _own_message(group: object) -> int:
    from tests.way.town import Chat

    assert isinstance(group, Chat)
    asked = await group.say("/help")
    return int((await group.answer_to(asked))["id"])


async def test_a_press_that_is_replayed_or_forged_does_nothing(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    await group.say(SPAM, by=EVE["id"])
    note = await removal(group)
    undo = button(note, "Undo")
    forged = await group.press(note["id"], "undo:1", by=MARA["id"])
    assert forged["text"] == EXPIRED
    altered = await group.press(note["id"], undo[::-1], by=MARA["id"])
    assert altered["text"] == EXPIRED
    await group.press(note["id"], undo, by=MARA["id"])
    await group.hears("brought back what Eve wrote")
    replayed = await group.press(note["id"], undo, by=MARA["id"])
    assert replayed["text"] == EXPIRED
    said = texts(await bot.town.settled(group))
    assert len([text for text in said if "brought back what Eve wrote" in text]) == 1


async def test_two_administrators_who_press_at_once_undo_once(bot: Stage) -> None:
    mara, ann = await listening(bot), await listening(bot, ANN)
    group = await group_under(bot, "standard", title="Twins")
    await group.say(SPAM, by=EVE["id"])
    first, second = await mara.hears("Twins"), await ann.hears("Twins")
    await mara.press(first["id"], button(first, "Undo"))
    late = await ann.press(second["id"], button(second, "Undo"))
    assert late["text"] == EXPIRED
    await ann.hears("Mara took back what I did to Eve")
    said = texts(await bot.town.settled(group))
    assert len([text for text in said if "brought back what Eve wrote" in text]) == 1


async def test_undo_posts_an_album_again_whole_in_order_and_with_its_caption(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    files = [(f"{n}.jpg", photo(n)) for n in range(3)]
    parts = await group.send(*files, by=EVE["id"], text=SPAM)
    note = await removal(group)
    await group.press(note["id"], button(note, "Undo"), by=MARA["id"])
    header = await group.hears("An administrator brought back what Eve wrote")
    await group.hears(lambda m: m["media"] and m["id"] > header["id"] + 2)
    again = [m for m in await group.said() if m["id"] > header["id"] and m["media"]]
    before = [m for m in await group.messages() if m["id"] in parts]
    shown = [[await group.bytes_of(message) for message in album] for album in (before, again)]
    assert shown[0] == shown[1] and len(again) == 3
    assert again[0]["text"] == SPAM
    assert len({message["album_id"] for message in again}) == 1


async def test_undo_keeps_formatting_and_the_message_that_was_answered(bot: Stage) -> None:
    group = await group_under(bot, "standard")
    asked = await group.say("Where is it?", by=JONAS["id"])
    bold = {"type": "bold", "offset": 0, "length": 5}
    await group.say(SPAM, by=EVE["id"], entities=[bold], reply_to=asked)
    note = await removal(group)
    await group.press(note["id"], button(note, "Undo"), by=MARA["id"])
    again = await group.hears("An administrator brought back what Eve wrote")
    assert again["reply_to"] == asked
    start = again["text"].index("Claim")
    assert {"type": "bold", "offset": start, "length": 5} in [
        {k: e[k] for k in ("type", "offset", "length")} for e in again["entities"]
    ]


async def test_a_doubtful_message_stays_until_an_administrator_decides(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, DOUBTFUL, title="Doubt")
    message = await group.say("Join us at https://t.me/+aBcDeFgHiJk", by=EVE["id"])
    card = await mara.hears("I am not sure about this message by Eve")
    assert message not in await gone(group)
    await mara.press(card["id"], button(card, "Remove"))
    await mara.hears("Mara had the message by Eve removed")
    assert message in await gone(group)


async def test_who_leaves_a_doubtful_message_is_not_asked_about_it_again(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, DOUBTFUL, title="Doubt")
    words = "Join us at https://t.me/+aBcDeFgHiJk"
    message = await group.say(words, by=EVE["id"])
    card = await mara.hears("I am not sure about this message by Eve")
    await mara.press(card["id"], button(card, "Leave"))
    await mara.hears("Mara lets the message by Eve stand")
    again = await group.say(words, by=PAT["id"])
    await bot.town.idle()
    assert not {message, again} & await gone(group)
    assert not [text for text in texts(await mara.said()) if "by Pat" in text]


async def test_ban_from_a_card_and_undo_of_it_leave_no_restriction(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard", title="Bans")
    await group.say(SPAM, by=EVE["id"])
    card = await mara.hears("Bans")
    await mara.press(card["id"], button(card, "Ban"))
    decided = await mara.hears("Mara banned Eve")
    assert (await group.members())[EVE["id"]]["status"] == "kicked"
    await mara.press(decided["id"], button(decided, "Undo"))
    undone = await mara.hears("Mara took back what I did to Eve")
    assert "✓ the message" in undone["text"]
    assert (await group.members())[EVE["id"]]["status"] == "left"
    await group.move(EVE["id"], "join")
    assert (await group.members())[EVE["id"]]["status"] == "member"


async def test_the_author_hears_why_and_appeals_once(bot: Stage) -> None:
    mara, eve = await listening(bot), await listening(bot, EVE)
    group = await group_under(bot, "standard", title="Appeals")
    await group.say(SPAM, by=EVE["id"])
    told = await eve.hears("I removed a message of yours in Appeals")
    await mara.hears("Appeals")
    appeal = button(told, "Appeal")
    await eve.press(told["id"], appeal)
    await eve.hears("An administrator will look at it")
    card = await mara.hears("Eve asks you to look again")
    assert (await eve.press(told["id"], appeal))["text"] == EXPIRED
    await mara.press(card["id"], button(card, "Undo"))
    await group.hears("An administrator brought back what Eve wrote")


async def test_a_policy_may_send_cards_to_a_chat_of_the_administrators(bot: Stage) -> None:
    staff = await bot.town.group(MARA, ANN, title="Staff")
    group = await group_under(bot, "standard", title="Shop")
    await group.say(f"/policy preset: standard\nreview: {{chat: {staff.id}}}", by=MARA["id"])
    await group.hears("From now on in this group: standard")
    await group.say(SPAM, by=EVE["id"])
    card = await staff.hears("Shop")
    await group.move(ANN["id"], "demote")
    refused = await staff.press(card["id"], button(card, "Undo"), by=ANN["id"])
    assert refused["text"] == NOT_YOURS, "the right is held in the group that the card concerns"
    await staff.press(card["id"], button(card, "Undo"), by=MARA["id"])
    await group.hears("An administrator brought back what Eve wrote")


async def test_cards_go_to_no_chat_that_the_author_of_the_policy_does_not_administer(
    bot: Stage,
) -> None:
    foreign = await bot.town.group(JONAS, title="Foreign")
    group = await group_under(bot, "standard")
    await group.say(f"/policy preset: standard\nreview: {{chat: {foreign.id}}}", by=MARA["id"])
    await group.hears("cards can only go to a chat that I am in and that you administer")


async def test_words_drawn_in_a_removed_picture_are_evidence_on_the_card(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard", title="Drawn")
    drawn = lines(("Enter your wallet seed phrase", "to claim your free airdrop now"))
    await group.send(("win.png", drawn), by=EVE["id"])
    card = await mara.hears("Drawn", patience=90.0)
    assert "seed phrase" in card["text"].lower()
    talk = await group.say(TALK, by=JONAS["id"])
    assert talk not in await gone(group)


async def test_doubts_before_it_cost_no_removal_its_card(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, DOUBTFUL, title="Doubt")
    for number in range(3):
        await group.say(f"Join us at https://t.me/+aBcDeFgHi{number}", by=PAT["id"])
    await mara.hears(lambda message: "i2" in message["text"])
    await group.say("Send me your wallet seed phrase to claim the airdrop", by=EVE["id"])
    card = await mara.hears(lambda message: "seed phrase" in message["text"])
    assert button(card, "Undo")
