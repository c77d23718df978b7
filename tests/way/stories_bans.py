"""Banned pictures: an admin bans one, its edited copies go, and the ban can be taken back without a trace."""

import io
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from bot.moderate.books import REGULAR_DAYS
from bot.safety.banks import REGULARS
from bot.store.database import Database
from bot.store.members import Members
from tests.knowledge.test_bank import edited, scene
from tests.way.conftest import Stage
from tests.way.drawing import encoded
from tests.way.moderating import gone, group_under, listening, vanishes
from tests.way.town import JONAS, MARA, Chat, Message

EVE = {"id": 900, "first_name": "Eve", "status": "member"}
READING_SECONDS = 240.0
"""On a busy machine the first picture takes this long to be read."""

ADVERT, OTHER = scene(7), scene(8)


async def strict(stage: Stage) -> Chat:
    """Open a group from which what is banned is removed."""
    group = await stage.team(MARA, JONAS, EVE)
    stage.running.desk.moderation.books.policies.set(group.id, "preset: standard")
    return group


async def proposal(group: Chat, picture: int, by: int = MARA["id"]) -> Message:
    """Ask for a ban by a reply to a picture."""
    asked = await group.say("/banimage", by=by, reply_to=picture)
    return await group.answer_to(asked, patience=READING_SECONDS)


async def press(group: Chat, card: Message, text: str, by: int = MARA["id"]) -> str:
    """Press a button by its words; return what the one who pressed is told."""
    keys = [key for row in card["buttons"] for key in row]
    data = next(key["data"] for key in keys if key["text"] == text)
    return str((await group.press(card["id"], data, by=by)).get("text", ""))


async def deleted(group: Chat) -> set[int]:
    return {message["id"] for message in await group.messages() if message["deleted"]}


async def test_an_edited_copy_of_a_banned_picture_goes_and_others_stay(bot: Stage) -> None:
    group = await strict(bot)
    (first,) = await group.send(("a.jpg", ADVERT), by=900)
    card = await proposal(group, first)
    assert "no other message" in card["text"]
    await press(group, card, "Ban it")
    (good,) = await group.send(("b.jpg", OTHER), by=JONAS["id"])
    (again,) = await group.send(("c.jpg", edited(ADVERT, "caption bar")), by=900)
    await group.hears("I removed a message by Eve")
    gone = await deleted(group)
    assert again in gone
    assert good not in gone


async def test_before_it_holds_a_ban_shows_what_else_it_would_have_hit(bot: Stage) -> None:
    group = await strict(bot)
    await group.send(("a.jpg", OTHER), by=JONAS["id"])
    (theirs,) = await group.send(("b.jpg", ADVERT), by=JONAS["id"])
    (first,) = await group.send(("c.jpg", edited(ADVERT, "border of 5 %")), by=900)
    card = await proposal(group, first)
    assert "also have hit 1 pictures" in card["text"]
    assert f"Jonas, message {theirs}" in card["text"]
    await press(group, card, "Leave it")
    (again,) = await group.send(("d.jpg", ADVERT), by=900)
    await bot.town.settled(group)
    assert again not in await deleted(group)


async def test_a_ban_is_taken_back_with_everything_that_was_kept_for_it(bot: Stage) -> None:
    group = await strict(bot)
    (first,) = await group.send(("a.jpg", ADVERT), by=900)
    card = await proposal(group, first)
    await press(group, card, "Ban it")
    assert len(bot.running.desk.bans.bans(group.id)) == 1
    await group.say("/banimage undo ²", by=MARA["id"])
    await group.hears("Reply /banimage to the picture")
    await group.say("/banimage undo 999", by=MARA["id"])
    await group.hears("There is no such ban in this group")
    held = await group.hears(lambda message: message["text"].startswith("Banned."))
    await press(group, held, "↩︎ Undo")
    assert bot.running.desk.bans.bans(group.id) == ()
    await group.say("/banimage list", by=MARA["id"])
    await group.hears("No pictures are banned in this group")
    (again,) = await group.send(("b.jpg", ADVERT), by=900)
    await bot.town.settled(group)
    assert again not in await deleted(group)


async def test_only_administrators_ban_and_only_what_can_be_told(bot: Stage) -> None:
    group = await strict(bot)
    (first,) = await group.send(("a.jpg", ADVERT), by=900)
    assert "Only administrators" in (await proposal(group, first, by=900))["text"]
    card = await proposal(group, first)
    await press(group, card, "Ban it", by=900)
    assert bot.running.desk.bans.bans(group.id) == ()
    white = encoded(Image.new("RGB", (640, 480), "white"), "PNG")
    (plain,) = await group.send(("w.png", white), by=900)
    assert "so plain" in (await proposal(group, plain))["text"]


async def test_a_ban_that_hits_regulars_rests_and_administrators_are_asked(
    bot: Stage, state: Path
) -> None:
    crowd: list[dict[str, Any]] = [
        {"id": 2_000 + n, "first_name": f"Regular {n}"} for n in range(REGULARS)
    ]
    mara = await listening(bot)
    group = await group_under(bot, "standard", *crowd, title="Memes")
    _talked_for_days(state / "bot.sqlite3", group.id, [int(one["id"]) for one in crowd])
    (first,) = await group.send(("a.jpg", ADVERT), by=EVE["id"])
    await press(group, await proposal(group, first), "Ban it")
    sent = []
    for at, one in enumerate(crowd, 1):
        (number,) = await group.send(("b.jpg", ADVERT), by=one["id"])
        sent.append(number)
        if at < REGULARS:
            await vanishes(group, number, READING_SECONDS)
    card = await mara.hears(
        "I am not sure about this message by Regular 4", patience=READING_SECONDS
    )
    assert "hit 5 regulars and rests; /banimage resume 1" in card["text"]
    assert sent[-1] not in await gone(group)
    await group.say("/banimage resume 1", by=MARA["id"])
    await group.hears("holds again")
    await group.say("/log", by=MARA["id"])
    await group.hears(f"resume ban 1 (by {MARA['id']})")
    (late,) = await group.send(("c.jpg", ADVERT), by=EVE["id"])
    await vanishes(group, late, READING_SECONDS)


def _talked_for_days(path: Path, chat_id: int, people: Sequence[int]) -> None:
    """Write down that people said something of some length on the last days."""
    database, today = Database(path), time.time()
    for day in range(REGULAR_DAYS):
        members = Members(database, lambda: today - day * 86_400)  # noqa: B023  # used at once
        for person in people:
            members.spoke(chat_id, person, "Something that is longer than a greeting")
    database.close()


async def test_one_groups_bans_are_none_of_anothers(bot: Stage) -> None:
    ours, theirs = await strict(bot), await strict(bot)
    (first,) = await ours.send(("a.jpg", ADVERT), by=900)
    await press(ours, await proposal(ours, first), "Ban it")
    (there,) = await theirs.send(("a.jpg", ADVERT), by=900)
    await bot.town.settled(theirs)
    assert there not in await deleted(theirs)


async def test_a_picture_in_an_album_of_three_takes_the_album_with_it(bot: Stage) -> None:
    group = await strict(bot)
    (first,) = await group.send(("a.jpg", ADVERT), by=900)
    await press(group, await proposal(group, first), "Ban it")
    with Image.open(io.BytesIO(ADVERT)) as opened:
        turned = encoded(opened.transpose(Image.Transpose.ROTATE_90), "JPEG")
    album = await group.send(("x.jpg", OTHER), ("y.jpg", turned), ("z.jpg", scene(9)), by=900)
    await group.hears("I removed a message by Eve")
    assert set(album) <= await deleted(group)
