"""What moderation remembers, and when it forgets."""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bot.records import (
    Action,
    Attachment,
    AttachmentKind,
    ChatKind,
    Finding,
    Incoming,
    Origin,
    Person,
)
from bot.store.acts import Act, Acts
from bot.store.database import Database
from bot.store.judged import Ledger
from bot.store.members import Member, Members
from bot.store.policies import Policies, Version
from bot.store.removed import Removed

DAY = 86_400
MARA = Person(7, "Mara", "mara", "de")


class Clock(Protocol):
    now: float

    def __call__(self) -> float: ...


# --- acts


def planned(acts: Acts, chat_id: int, reason: str, name: str = "note") -> int:
    origin = Origin(chat_id, ChatKind.SUPERGROUP, 4, MARA, topic_id=3)
    action = Action(name, (4, 5), reason, score=0.9, until=77)
    return acts.plan(origin, action, "join t.me/+x", keep_text=30 * DAY)


def test_an_act_is_kept_in_full_and_undone_once(database: Database, clock: Clock) -> None:
    acts = Acts(database, clock)
    number = planned(acts, -9, "invite link", "mute")
    assert [act.id for act in acts.unfinished()] == [number]
    acts.done(number, "delete", "could not mute")
    kept = acts.get(number)
    assert kept == Act(
        *(number, -9, MARA, (4, 5), "join t.me/+x", "invite link", "delete", int(clock.now)),
        topic_id=3,
        score=0.9,
        until=77,
        obstacle="could not mute",
    )
    assert acts.unfinished() == ()
    assert acts.undo(number, by=99)
    assert not acts.undo(number, by=98)
    assert not acts.undo(12_345, by=99)
    undone = acts.get(number)
    assert undone is not None and (undone.undone_by, undone.label) == (99, "wrong")


def test_acts_are_found_by_chat_by_person_and_by_message(database: Database) -> None:
    acts = Acts(database)
    first, second, third = (planned(acts, -9, reason, "delete") for reason in "abc")
    planned(acts, -8, "elsewhere")
    assert [act.reason for act in acts.latest(-9, limit=2)] == ["c", "b"]
    acts.undo(second, by=1)
    assert [act.id for act in acts.standing(-9, MARA.id)] == [first, third]
    assert [act.id for act in acts.on_messages(-9, [5, 6])] == [third, first]
    assert [act.id for act in acts.about(-9, (4, 5))] == [first, second, third]
    assert acts.on_messages(-9, [6]) == ()


def test_an_author_appeals_once_and_not_against_what_was_undone(database: Database) -> None:
    acts = Acts(database)
    number, undone = planned(acts, -9, "a"), planned(acts, -9, "b")
    assert acts.appeal(number) and not acts.appeal(number)
    acts.undo(undone, by=1)
    assert not acts.appeal(undone)


def test_of_an_act_the_words_go_first_and_who_what_and_why_after_ninety_days(
    database: Database, clock: Clock
) -> None:
    acts = Acts(database, clock)
    origin = Origin(-9, ChatKind.SUPERGROUP, 4, MARA)
    found = (Finding("links", "scam", True, 0.9, "join t.me/+x", kind="invite"),)
    action = Action("delete", (4,), "invite", score=0.9, findings=found)
    number = acts.plan(origin, action, "join t.me/+x", keep_text=7 * DAY)
    before = acts.get(number)
    assert before is not None and before.findings == found
    clock.now += 6 * DAY
    acts.sweep()
    assert acts.get(number) == before
    clock.now += 2 * DAY
    acts.sweep()
    wordless = replace(before, text="", findings=(replace(found[0], detail=""),))
    assert acts.get(number) == wordless
    assert b"t.me/+x" not in b"".join(
        str(tuple(r)).encode() for r in database.rows("SELECT * FROM acts")
    )
    clock.now += 81 * DAY
    acts.sweep()
    assert acts.get(number) == wordless
    clock.now += 2 * DAY
    acts.sweep()
    assert acts.get(number) is None


def test_a_later_act_keeps_the_words_no_longer_than_the_message_was_to(
    database: Database, clock: Clock
) -> None:
    acts, ledger = Acts(database, clock), Ledger(database, clock)
    origin = Origin(-9, ChatKind.SUPERGROUP, 4, MARA)
    ledger.record(Incoming((8,), origin, "join t.me/+x"), (), False, keep_text=7 * DAY)
    clock.now += 6 * DAY
    ban = acts.plan(origin, Action("ban", (4,), "invite"), "join t.me/+x", keep_text=7 * DAY)
    clock.now += 2 * DAY
    acts.sweep()
    ledger.sweep()
    kept = acts.get(ban)
    assert kept is not None and (kept.text, kept.reason, kept.action) == ("", "invite", "ban")


# --- policies


def test_a_group_is_only_watched_until_it_says_otherwise(database: Database, clock: Clock) -> None:
    policies = Policies(database, clock)
    assert policies.latest(-9) == Version(0, "preset: watch")
    policies.set(-9, "preset: standard", by=7, language="zh")
    assert policies.latest(-9) == Version(1, "preset: standard", 7, int(clock.now), "zh")
    assert policies.set(-9, "preset: standard").number == 1
    policies.set(-9, "preset: strict")
    assert [version.number for version in policies.history(-9)] == [2, 1]
    assert policies.latest(-8).number == 0


# --- removed messages


def test_a_removed_message_is_unreadable_on_disk_and_gone_after_three_days(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    removed = Removed(database, tmp_path / "removed.key", clock)
    removed.keep(1, 0, b"first words")
    removed.keep(1, 1, b"then more")
    assert removed.parts(1) == (b"first words", b"then more")
    assert (tmp_path / "removed.key").stat().st_mode & 0o777 == 0o600
    (body,) = {bytes(row["body"]) for row in database.rows("SELECT body FROM removed WHERE part=0")}
    assert b"first" not in body
    assert Removed(database, tmp_path / "other.key", clock).parts(1) == ()
    clock.now += 3 * DAY + 1
    assert removed.parts(1) == ()
    removed.sweep()
    assert database.rows("SELECT * FROM removed") == []


def test_a_key_that_a_crash_left_empty_is_made_anew(database: Database, tmp_path: Path) -> None:
    key = tmp_path / "removed.key"
    key.touch(0o600)
    Removed(database, key).keep(1, 0, b"first words")
    assert Removed(database, key).parts(1) == (b"first words",)
    assert key.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("removed.key*")) == [key]


# --- members


def test_greetings_and_one_busy_day_make_nobody_a_regular(database: Database, clock: Clock) -> None:
    members = Members(database, clock)
    for _ in range(10):
        members.spoke(-9, 7, "ok")
    assert (members.get(-9, 7).messages, members.get(-9, 7).days) == (0, 0)
    for _ in range(3):
        members.spoke(-9, 7, "The printer on the second floor is out of paper.")
    assert (members.get(-9, 7).messages, members.get(-9, 7).days) == (3, 1)
    clock.now += DAY
    members.spoke(-9, 7, "Somebody has filled the printer again, thank you.")
    assert members.get(-9, 7).days == 2
    assert members.get(-8, 7) == Member()


# --- judged messages


def test_what_was_called_harmless_is_known_by_its_words_and_files(
    database: Database, clock: Clock
) -> None:
    ledger = Ledger(database, clock)

    def sent(number: int, text: str, *files: str) -> Incoming:
        hung = tuple(Attachment(AttachmentKind.PHOTO, number, one, one) for one in files)
        origin = Origin(-9, ChatKind.SUPERGROUP, number, MARA)
        return Incoming((number,), origin, text, attachments=hung)

    said = ((1, "hello", (), "wrong"), (2, "", ("a",), "wrong"), (3, "", ("b",), "right"))
    for number, text, files, label in said:
        ledger.record(sent(number, text, *files), (), False, keep_text=DAY)
        ledger.label(-9, (number,), label, 1)
    assert ledger.cleared(sent(4, "hello"))
    assert not ledger.cleared(sent(5, "hello", "a"))
    assert ledger.cleared(sent(6, "", "a")), "another picture without words was called spam"
    assert not ledger.cleared(sent(7, "", "b"))
    assert not ledger.cleared(sent(8, "", "a", "b"))
    assert not ledger.cleared(sent(9, ""))
    ledger.label(-9, (1,), "right", 1)
    assert not ledger.cleared(sent(10, "hello"))


def test_words_of_judged_messages_go_before_their_findings(
    database: Database, clock: Clock
) -> None:
    ledger = Ledger(database, clock)
    origin = Origin(-9, ChatKind.SUPERGROUP, 4, MARA)
    found = (Finding("words", "scam", True, 0.9, "seed phrase"), Finding("links", ""))
    number = ledger.record(Incoming((8,), origin, "send it"), found, True, keep_text=DAY)
    photo = Attachment(AttachmentKind.PHOTO, 5, "file", "unique")
    wordless = Incoming((9,), replace(origin, message_id=5), attachments=(photo,))
    pictured = ledger.record(wordless, found, True, keep_text=DAY)
    assert (shown := ledger.get(pictured)) is not None and shown.media == (photo,)
    kept = ledger.get(number)
    assert kept is not None
    assert (kept.text, kept.findings, kept.newcomer) == ("send it", found[:1], True)
    ledger.label(-9, (4,), "right", 1)
    clock.now += 2 * DAY
    ledger.sweep()
    kept = ledger.get(number)
    assert kept is not None and (kept.text, kept.label) == ("", "right")
    assert kept.findings == (replace(found[0], detail=""),)
    assert (shown := ledger.get(pictured)) is not None and shown.media == ()
    clock.now += 30 * DAY
    ledger.sweep()
    assert ledger.get(number) is None
