"""Chats and spaces, and the day on which a group becomes a supergroup."""

import numpy as np

from bot.records import (
    Action,
    Attachment,
    AttachmentKind,
    ChatKind,
    Incoming,
    Origin,
    Person,
    Picture,
    Sent,
    Turn,
)
from bot.store.acts import Acts
from bot.store.audit import Audit
from bot.store.banned import Banned, NewBan
from bot.store.baselines import Baselines
from bot.store.conversations import Conversations
from bot.store.crowd import Crowd, Utterance
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.held import Held
from bot.store.judged import Ledger
from bot.store.lessons import LessonTable
from bot.store.looked import LookedAt
from bot.store.members import Members
from bot.store.policies import Policies
from bot.store.presses import Buttons
from bot.store.privacy import Privacies
from bot.store.seen import Seen
from bot.store.sent import Departures
from bot.store.shown import Shows
from bot.store.spaces import NUMBERED, SINGLE, Spaces
from bot.store.spendings import Limits, Payer, Spendings
from bot.store.traces import Traces
from knowledge.records import Sight

OLD, NEW = -44, -1001234567890
MARA = Person(7, "Mara")


def test_a_chat_has_a_readable_space_of_its_own_until_it_is_bound(database: Database) -> None:
    spaces = Spaces(database)
    assert spaces.of(42) == "user-42"
    assert spaces.of(-1001234567890) == "group-1001234567890"
    spaces.bind(-44, "northlight")
    spaces.bind(-45, "northlight")
    assert (spaces.of(-44), spaces.of(-45)) == ("northlight", "northlight")
    spaces.bind(-44, "south")
    assert spaces.of(-44) == "south"


def test_groups_are_those_where_a_person_spoke(database: Database) -> None:
    spaces = Spaces(database)
    spaces.saw(-1, 7, "Team", ChatKind.GROUP)
    spaces.saw(-2, 7, "Other", ChatKind.SUPERGROUP)
    spaces.saw(-1, 8, "Team", ChatKind.GROUP)
    spaces.saw(7, 7, "", ChatKind.PRIVATE)
    assert spaces.groups_of(7) == (-1, -2)
    assert spaces.groups_of(8) == (-1,)
    assert spaces.groups_of(9) == ()


def test_a_new_title_is_noticed_and_an_old_one_costs_no_write(database: Database) -> None:
    spaces = Spaces(database)
    spaces.saw(-1, 7, "Team", ChatKind.GROUP)
    spaces.saw(-1, 7, "Team North", ChatKind.GROUP)
    before = database.row("SELECT total_changes() AS n")
    spaces.saw(-1, 7, "Team North", ChatKind.GROUP)
    after = database.row("SELECT total_changes() AS n")
    assert before is not None and after is not None and before["n"] == after["n"]
    assert spaces.title(-1) == "Team North"
    assert spaces.title(-2) == ""


def _picture() -> Picture:
    return Picture(Sight(b"", "image/png", 9, 9, "0" * 64), "photo.jpg")


def fill(database: Database) -> str:
    """Leave a row of the old group in every table that is keyed by chat; return a button."""
    Conversations(database).record(OLD, 3, 10, Turn("q", "a"))
    picture = Attachment(AttachmentKind.PHOTO, 10, "file", "unique")
    origin = Origin(OLD, ChatKind.GROUP, 10, MARA)
    Seen(database).remember(Incoming((1,), origin, attachments=(picture,), album_id="al"))
    Spaces(database).saw(OLD, 7, "Team", ChatKind.GROUP)
    Spaces(database).bind(OLD, "northlight")
    Traces(database).record(OLD, 3, 10, {"model": "m"})
    Feedback(database).record(OLD, 11, 7, "right")
    Acts(database).plan(origin, Action("note", (10,), "r"), "", keep_text=60)
    Policies(database).set(OLD, "preset: standard")
    Members(database).joined(OLD, 7)
    Crowd(database).note(OLD, Utterance(10, 7, 60))
    Banned(database).add(OLD, NewBan("s", 7, 10), [b"picture"])
    Shows(database).keep(Incoming((1,), origin), [(10, np.zeros((1, 32), np.uint8), None)])
    LessonTable(database).add(OLD, "act 1", "spam", spam=True, by=7)
    Ledger(database).record(Incoming((1,), origin, "q"), (), False, 60)
    Baselines(database).note(OLD, 7, {"status": "member"})
    Baselines(database).card(1, OLD, 12)
    audit = Audit(database)
    audit.note(OLD, 7, "policy")
    audit.tell_once(OLD, "a missing right")
    audit.report(OLD, 10, 7)
    audit.ask(OLD, 8, "Eve", "Why?")
    LookedAt(database).record(OLD, 3, 10, [_picture()], "a")
    Spendings(database, Limits()).reserve(Payer(OLD, 7), "m", 0.1, 0.1)
    Privacies(database, "redact").choose(OLD, "local")
    Departures(database).record(OLD, Sent("gpt-4o", 100, (b"picture",), {"password": 1}), 10)
    Held(database).keep(Incoming((1,), origin, "What is this?"))
    database.execute(
        "INSERT INTO deliveries (key, chat_id, question_message_id, placeholder_id)"
        " VALUES (1, ?, 10, 11)",
        (OLD,),
    )
    database.execute(
        "INSERT INTO parts (delivery_id, position, payload, message_id) VALUES (1, 0, '{}', 11)"
    )
    return Buttons(database).issue(OLD, "verdict", "right")


def tables_with_chats(database: Database) -> list[str]:
    return [
        row["name"]
        for row in database.rows(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name = 'chat_id'"
        )
    ]


def test_a_migration_moves_every_table(database: Database) -> None:
    token = fill(database)
    tables = tables_with_chats(database)
    assert sorted(tables) == sorted({*NUMBERED, *SINGLE})
    Spaces(database).migrate(OLD, NEW)
    for table in tables:
        chats = {row["chat_id"] for row in database.rows(f"SELECT chat_id FROM {table}")}
        assert chats == {NEW}, table
    assert Spaces(database).of(NEW) == "northlight"
    assert Spaces(database).groups_of(7) == (NEW,)
    assert Conversations(database).history(NEW, 3) == (Turn("q", "a"),)
    assert Policies(database).latest(NEW).document == "preset: standard"
    assert Buttons(database).redeem(token, NEW) == ("verdict", "right")
    assert len(Seen(database).album(NEW, "al")) == 1


def test_old_message_numbers_name_nothing_in_the_new_chat(database: Database) -> None:
    fill(database)
    Spaces(database).migrate(OLD, NEW)
    # The supergroup has a message 10 of its own.
    assert Traces(database).of_question(NEW, 10) is None
    assert Seen(database).attachments(NEW, 10) == ()
    assert Departures(database).about(NEW, 10) == ()
    assert Acts(database).about(NEW, (10,)) == ()
    assert [act.message_ids for act in Acts(database).latest(NEW)] == [(-10,)]
    part = database.row("SELECT message_id FROM parts")
    assert part is not None and part["message_id"] == -11
    conversations = Conversations(database)
    conversations.record(NEW, 3, 10, Turn("new", "b"))
    assert conversations.history(NEW, 3) == (Turn("q", "a"), Turn("new", "b"))


def test_a_migration_told_twice_changes_nothing_more(database: Database) -> None:
    fill(database)
    spaces = Spaces(database)
    spaces.migrate(OLD, NEW)
    spaces.migrate(OLD, NEW)
    assert spaces.of(NEW) == "northlight"
    assert Conversations(database).history(NEW, 3) == (Turn("q", "a"),)


def test_an_unbound_group_keeps_what_it_learned(database: Database) -> None:
    spaces = Spaces(database)
    spaces.saw(OLD, 7, "Team", ChatKind.GROUP)
    spaces.saw(NEW, 7, "Team", ChatKind.SUPERGROUP)
    spaces.migrate(OLD, NEW)
    assert spaces.of(NEW) == "group-44"
    assert spaces.groups_of(7) == (NEW,)
