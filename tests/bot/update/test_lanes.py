"""Conversations in order, side by side, and what an edit, an error or an end does to them."""

import asyncio
from dataclasses import replace

import pytest
from telegram import Update

from bot.errors import Undeliverable
from bot.records import ChatKind, Incoming, Origin, Person, Press
from bot.store.database import Database
from bot.update.inbox import Inbox
from bot.update.incoming import Event
from bot.update.lanes import Lanes

MARA = Person(7, "Mara")
TROUBLE = {"no sorry": ConnectionError("nobody hears it"), "gone": Undeliverable("chat 5 is shut")}


def asks(
    number: int, chat_id: int = 5, text: str = "", topic: int | None = None, **fields: object
) -> Incoming:
    origin = Origin(chat_id, ChatKind.PRIVATE, number, MARA, topic)
    return replace(Incoming((number,), origin, text or f"q{number}"), **fields)


def edits(number: int, update_id: int, text: str, chat_id: int = 5) -> Incoming:
    return replace(asks(number, chat_id, text), update_ids=(update_id,), edited=True)


class Room:
    """Lanes whose answers end when the test says so; keeps what happened in order."""

    def __init__(self, database: Database, limit: int = 256) -> None:
        self.inbox = Inbox(database)
        self.lanes = Lanes(self._handle, self._apologise, self.inbox, limit)
        self.log: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.breaks: set[str] = set()
        self._database = database

    def hold(self, text: str) -> asyncio.Event:
        return self.gates.setdefault(text, asyncio.Event())

    def arrive(self, *events: Event) -> None:
        self.inbox.accept([Update(i) for event in events for i in event.update_ids])
        for event in events:
            self.lanes.submit(event)

    async def turn(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)

    def pending(self) -> list[int]:
        rows = self._database.rows("SELECT update_id FROM inbox WHERE state = 'pending'")
        return [row["update_id"] for row in rows]

    async def _handle(self, event: Event) -> None:
        name = event.text if isinstance(event, Incoming) else "press"
        self.log.append(f"+{name}")
        if name in self.breaks:
            raise RuntimeError(name)
        try:
            if name in self.gates:
                await self.gates[name].wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)
            self.log.append(f"x{name}")
            raise
        self.log.append(f"-{name}")

    async def _apologise(self, event: Event, error: Exception) -> None:
        self.log.append(f"sorry {error}")
        if trouble := TROUBLE.keys() & self.breaks:
            raise TROUBLE[trouble.pop()]


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


async def test_one_chat_is_answered_in_order_and_others_meanwhile(room: Room) -> None:
    gate = room.hold("q1")
    room.arrive(asks(1), asks(2), asks(3, chat_id=6), asks(4, topic=12))
    await room.turn()
    assert room.log == ["+q1", "+q3", "-q3", "+q4", "-q4"]
    gate.set()
    await room.lanes.drain()
    assert room.log[5:] == ["-q1", "+q2", "-q2"]
    assert room.pending() == []


async def test_an_update_is_finished_only_after_its_answer(room: Room) -> None:
    gate = room.hold("q1")
    room.arrive(replace(asks(1), update_ids=(1, 2, 3)))
    await room.turn()
    assert room.pending() == [1, 2, 3]
    gate.set()
    await room.lanes.drain()
    assert room.pending() == []


async def test_a_button_does_not_wait_behind_an_answer(database: Database) -> None:
    room = Room(database, limit=1)
    gate = room.hold("q1")
    room.arrive(asks(1), Press((2,), "id", "data", asks(1).origin))
    await room.turn()
    assert room.log == ["+q1", "+press", "-press"]
    assert room.pending() == [1]
    gate.set()
    await room.lanes.drain()


async def test_talk_among_people_does_not_wait_behind_an_answer(room: Room) -> None:
    gate, first = room.hold("q1"), room.hold("q2")
    room.arrive(asks(1), asks(2, addressed=False), asks(3, addressed=False), asks(4))
    await room.turn()
    assert room.log == ["+q1", "+q2"]
    first.set()
    await room.turn()
    assert room.log == ["+q1", "+q2", "-q2", "+q3", "-q3"]
    gate.set()
    await room.lanes.drain()


async def test_no_more_than_the_limit_and_nobody_starves(database: Database) -> None:
    room = Room(database, limit=2)
    gates = [room.hold(f"q{n}") for n in (1, 2)]
    # Chat 5 has three questions before chat 7 comes, and still takes turns with it.
    room.arrive(asks(1), asks(3), asks(4), asks(2, chat_id=6), asks(9, chat_id=7))
    await room.turn()
    assert room.log == ["+q1", "+q2"]
    gates[0].set()
    await room.turn()
    assert room.log[2:] == ["-q1", "+q9", "-q9", "+q3", "-q3", "+q4", "-q4"]
    gates[1].set()
    await room.lanes.drain()


async def test_an_edit_of_a_waiting_question_takes_its_place(room: Room) -> None:
    gate = room.hold("q1")
    room.arrive(asks(1), asks(2), asks(3), edits(2, 20, "better"))
    gate.set()
    await room.lanes.drain()
    assert room.log == ["+q1", "-q1", "+better", "-better", "+q3", "-q3"]
    assert room.pending() == []


async def test_an_edit_stops_the_running_answer_and_goes_first(room: Room) -> None:
    room.hold("q1")
    room.arrive(asks(1), asks(2))
    await room.turn()
    room.arrive(edits(1, 10, "better"))
    # The second edit comes while the first run cleans up.
    await asyncio.sleep(0)
    room.arrive(edits(1, 11, "best"))
    assert room.pending() == [1, 2, 10, 11]
    await room.lanes.drain()
    # The clean-up had ended before the next run began, and nothing ran twice.
    assert room.log == ["+q1", "xq1", "+best", "-best", "+q2", "-q2"]
    assert room.pending() == []


async def test_a_stopped_and_edited_question_carries_all_its_updates(room: Room) -> None:
    room.hold("q1")
    gate = room.hold("better")
    room.arrive(asks(1))
    await room.turn()
    room.arrive(edits(1, 10, "better"))
    await room.turn()
    assert room.log == ["+q1", "xq1", "+better"]
    assert room.pending() == [1, 10]
    gate.set()
    await room.lanes.drain()
    assert room.pending() == []


async def test_an_edit_that_calls_the_bot_goes_to_the_conversation(room: Room) -> None:
    room.hold("q1")
    gate = room.hold("q2")
    room.arrive(asks(1, addressed=False), asks(2))
    await room.turn()
    room.arrive(edits(1, 10, "@bot now"))
    await room.turn()
    assert room.log == ["+q1", "+q2", "xq1"]
    gate.set()
    await room.lanes.drain()
    assert room.log[3:] == ["-q2", "+@bot now", "-@bot now"]


async def test_an_edit_of_an_answered_question_runs_as_any_other(room: Room) -> None:
    room.arrive(asks(1))
    await room.lanes.drain()
    room.arrive(edits(1, 10, "better"))
    await room.lanes.drain()
    assert room.log == ["+q1", "-q1", "+better", "-better"]


@pytest.mark.parametrize("trouble", TROUBLE)
async def test_an_error_is_logged_told_and_finished(
    room: Room, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    room.breaks |= {"q1", trouble}
    room.arrive(asks(1), asks(2))
    await room.lanes.drain()
    assert room.log == ["+q1", "sorry q1", "+q2", "-q2"]
    assert room.pending() == []
    said = [(r.getMessage().partition(":")[0], bool(r.exc_info)) for r in caplog.records]
    assert said == [("update 1 failed", True), ("no apology for update 1", trouble != "gone")]


async def test_closing_leaves_what_is_unfinished_pending(room: Room) -> None:
    room.hold("q1")
    gate = room.hold("q3")
    room.arrive(asks(1), asks(2), asks(3, chat_id=6))
    await room.turn()
    gate.set()
    await room.lanes.close(grace_seconds=0.01)
    assert room.log == ["+q1", "+q3", "-q3", "xq1"]
    room.arrive(asks(4, chat_id=8))
    await room.turn()
    assert room.pending() == [1, 2, 4]


async def test_what_was_given_up_is_only_apologised_for(room: Room) -> None:
    room.lanes.give_up(asks(1), RuntimeError("it ended the bot"))
    await room.lanes.drain()
    assert room.log == ["sorry it ended the bot"]


async def test_hundreds_of_chats_leave_nothing_behind(database: Database) -> None:
    room = Room(database, limit=32)
    room.arrive(*(asks(n, chat_id=n % 250) for n in range(1, 501)))
    await room.lanes.drain()
    assert room.log.count("+q500") == 1
    assert len(room.log) == 1_000
    assert room.pending() == []
