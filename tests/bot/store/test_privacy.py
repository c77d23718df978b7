"""What each chat lets leave the host, what left, and the questions that wait for a yes."""

import pytest

from bot.errors import BadInput
from bot.records import (
    Attachment,
    AttachmentKind,
    ChatKind,
    Command,
    Incoming,
    Origin,
    Person,
    Replied,
    Sent,
)
from bot.store.database import Database
from bot.store.held import Held
from bot.store.privacy import Privacies
from bot.store.sent import Departures
from tests.bot.store.conftest import Hands

DAY = 86_400
SENT = Sent("gpt-4o", 1200, (b"one", b"two"), {"password": 2})


def test_chat_that_never_chose_follows_the_settings(database: Database) -> None:
    privacies = Privacies(database, "ask")
    assert privacies.mode(-9) == "ask"
    privacies.choose(-9, "local")
    assert privacies.mode(-9) == "local"
    assert privacies.mode(9) == "ask"
    with pytest.raises(BadInput, match="choose one of"):
        privacies.choose(-9, "sometimes")


def test_what_left_is_shown_in_its_own_chat_and_pictures_for_a_week(
    database: Database, clock: Hands
) -> None:
    departures = Departures(database, clock)
    number = departures.record(-9, SENT)
    assert departures.get(-9, number) == SENT
    assert departures.get(9, number) is None
    clock.now += 8 * DAY
    departures.sweep()
    assert departures.get(-9, number) == Sent("gpt-4o", 1200, (), {"password": 2})
    clock.now += 30 * DAY
    departures.sweep()
    assert departures.get(-9, number) is None


def test_held_question_comes_back_whole_within_a_day(database: Database, clock: Hands) -> None:
    picture = Attachment(AttachmentKind.PHOTO, 10, "file", "unique", 5, "image/png", "a.png")
    replied = Replied(8, "look", (picture,), False, "album", "a quote")
    origin = Origin(-9, ChatKind.SUPERGROUP, 10, Person(7, "Mara", "mara", "zh"), 3, "Team")
    incoming = Incoming(
        (1, 2), origin, "What?", ("x.com",), (picture,), (10, 11), replied, Command("ask", "What?")
    )
    held = Held(database, clock)
    held.keep(incoming)
    assert held.find(-9, 10) == incoming
    assert held.find(9, 10) is None
    clock.now += DAY + 1
    assert held.find(-9, 10) is None
    held.sweep()
    assert database.rows("SELECT * FROM held") == []
