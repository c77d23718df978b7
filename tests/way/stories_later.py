"""What happens by itself later: a right comes back, a week is over."""

import time
from dataclasses import replace
from pathlib import Path

from bot.records import ChatKind, Finding, Incoming, Origin
from bot.records import Person as Sender
from bot.store.database import Database
from bot.store.judged import Ledger
from tests.way.conftest import Core, Stage, raised
from tests.way.moderating import EVE, SPAM, TALK, button, gone, group_under, listening
from tests.way.town import JONAS, MARA, Town

DAY = 86_400


async def test_what_stood_for_want_of_a_right_goes_when_it_is_given_back(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard", title="Midway", privacy_mode=False)
    first = await group.say(SPAM, by=EVE["id"])
    note = await group.hears("I removed a message by Eve")
    await group.move(4242, "demote")
    missed = await group.say(f"{SPAM} now", by=EVE["id"])
    talk = await group.say(TALK, by=JONAS["id"])
    await mara.hears("could not delete: missing right")
    assert missed not in await gone(group)
    await group.move(4242, "promote")
    await mara.hears("What I could not remove meanwhile is gone now: 1.")
    assert await gone(group) == {first, missed}, talk
    # What was made up for can be taken back like everything else.
    act = bot.running.desk.moderation.books.acts.latest(group.id)[0]
    await bot.running.desk.moderation.undoer.undo(act.id, MARA["id"])
    await group.hears("An administrator brought back what Eve wrote")
    assert note["buttons"]


async def test_what_was_made_good_meanwhile_stays_when_the_right_comes_back(bot: Stage) -> None:
    mara = await listening(bot)
    group = await group_under(bot, "standard", title="Mended", privacy_mode=False)
    await group.move(4242, "demote")
    spam = await group.say(SPAM, by=EVE["id"])
    await mara.hears("could not delete: missing right")
    await group.edit(spam, "Sorry, that was not me. Good morning, all!", by=EVE["id"])
    await bot.town.idle()
    await group.move(4242, "promote")
    await mara.hears("Thank you, I can act again in Mended")
    await bot.town.idle()
    assert spam not in await gone(group)


async def test_after_a_week_of_watching_the_receipt_comes_by_itself_and_once(
    town: Town, parts: Core, state: Path
) -> None:
    group = await town.group(MARA, JONAS, EVE, title="Watched")
    _watched_for_a_week(state / "bot.sqlite3", group.id)
    async with raised(town, parts, state):
        card = await group.hears("would have removed 1 messages by 1 people")
        assert "Eve: Claim your free airdrop" in card["text"]
        assert button(card, "Use these lines")
    async with raised(town, parts, state) as again:
        asked = await group.say("/log", by=MARA["id"])
        await group.hears(lambda m: m["id"] > asked)
        said = [m for m in await again.town.settled(group) if "would have removed" in m["text"]]
        assert [message["id"] for message in said] == [card["id"]]


def _watched_for_a_week(path: Path, chat_id: int) -> None:
    """Write down what the bot judged a week and three days ago."""
    database = Database(path)
    now = [time.time() - 7 * DAY - 60]
    ledger = Ledger(database, lambda: now[0])
    said = Incoming(
        (1,),
        Origin(chat_id, ChatKind.SUPERGROUP, 10, Sender(EVE["id"], EVE["first_name"])),
        TALK,
    )
    ledger.record(said, (), False, 30 * DAY)
    now[0] += 4 * DAY
    scam = Finding("words", "scam", True, 0.9, kind="wallet_drain")
    ledger.record(replace(said, update_ids=(2,), text=SPAM), (scam,), False, 30 * DAY)
    database.close()
