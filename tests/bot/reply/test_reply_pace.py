"""Calls leave at the pace that Telegram bears, final messages first, and nobody waits for another chat."""

import asyncio
import os
from collections.abc import Callable

import pytest
from fake_telegram import VirtualTime
from telegram.error import RetryAfter, TelegramError

from bot.reply.limiter import Pace, Superseded, Ticket
from bot.reply.rates import Rates

GROUP = -1_001_000_000_001


class Wire:
    """Calls that were made: (time, what)."""

    def __init__(self, time: VirtualTime, rates: Rates | None = None) -> None:
        self.time = time
        self.pace = Pace(rates or Rates(), time, time.sleep)
        self.made: list[tuple[float, str]] = []
        self.answers: list[TelegramError] = []
        self.in_flight = 0
        self.most_in_flight = 0

    def call(
        self, what: str, chat: int = 1, ticket: Ticket | None = None, method: str = "sendMessage"
    ) -> "asyncio.Task[object]":
        async def callback() -> bool:
            self.made.append((self.time.now - 1000, what))
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            await asyncio.sleep(0)
            self.in_flight -= 1
            if self.answers:
                raise self.answers.pop(0)
            return True

        request = self.pace.process_request(callback, (), {}, method, {"chat_id": chat}, ticket)
        return asyncio.create_task(request)


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture(autouse=True)
def timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PTB_TIMEDELTA", "true")


async def test_one_chat_gets_a_burst_and_then_one_a_second(time: VirtualTime) -> None:
    wire = Wire(time)
    for number in range(6):
        wire.call(str(number))
    await time.pass_(5)
    assert wire.made == [(0, "0"), (0, "1"), (0, "2"), (1, "3"), (2, "4"), (3, "5")]


async def test_a_group_gets_twenty_a_minute(time: VirtualTime) -> None:
    wire = Wire(time)
    for number in range(21):
        wire.call(str(number), GROUP)
    await time.pass_(59)
    assert len(wire.made) == 20
    await time.pass_(2)
    assert wire.made[-1] == (60, "20")


async def test_all_chats_together_get_thirty_a_second(time: VirtualTime) -> None:
    wire = Wire(time)
    for number in range(90):
        wire.call(str(number), chat=number + 1)
    await time.settle()
    assert len(wire.made) == 30
    await time.pass_(1)
    assert len(wire.made) == 60


async def test_typing_and_other_calls_cost_nothing(time: VirtualTime) -> None:
    wire = Wire(time)
    for method in ("sendChatAction", "getChatMember", "answerCallbackQuery", "deleteMessages"):
        for _ in range(30):
            wire.call(method, GROUP, method=method)
    await time.settle()
    assert len(wire.made) == 120


async def test_a_final_message_overtakes_previews_and_drops_its_own(time: VirtualTime) -> None:
    wire = Wire(time)
    for number in range(3):
        wire.call(f"filler {number}")
    await time.settle()
    own = wire.call("preview", ticket=Ticket(preview=True, key="a"))
    other = wire.call("other preview", ticket=Ticket(preview=True, key="b"))
    await time.settle()
    wire.call("final", ticket=Ticket(key="a"))
    await time.pass_(5)
    assert [what for _, what in wire.made[3:]] == ["final", "other preview"]
    with pytest.raises(Superseded):
        await own
    assert await other


async def test_of_several_previews_only_the_newest_is_sent(time: VirtualTime) -> None:
    wire = Wire(time)
    for number in range(3):
        wire.call(f"filler {number}")
    await time.settle()
    tasks = []
    for n in range(3):
        tasks.append(wire.call(f"preview {n}", ticket=Ticket(preview=True, key="a")))
        await time.settle()
    await time.pass_(5)
    assert [what for _, what in wire.made[3:]] == ["preview 2"]
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Superseded, Superseded, bool]


async def test_previews_leave_a_group_its_room_for_answers(time: VirtualTime) -> None:
    wire = Wire(time, Rates(chat_burst=100))
    for number in range(20):
        wire.call("preview", GROUP, Ticket(preview=True, key=str(number)))
    await time.pass_(30)
    assert len(wire.made) == 12
    for _ in range(8):
        wire.call("final", GROUP)
    await time.settle()
    assert [what for _, what in wire.made[12:]] == ["final"] * 8
    await wire.pace.shutdown()


async def test_a_429_waits_as_told_and_only_in_its_chat(time: VirtualTime) -> None:
    wire = Wire(time)
    wire.answers.append(RetryAfter(7))
    told = wire.call("told to wait", chat=1)
    await time.settle()
    wire.call("behind it", chat=1)
    for hint in ("sendChatAction", "setMessageReaction"):
        wire.call(hint, chat=1, method=hint)
    wire.call("elsewhere", chat=2)
    await time.pass_(20)
    assert await told
    assert wire.made == [
        (0, "told to wait"), (0, "elsewhere"), (7, "told to wait"), (7, "behind it"),
    ]  # fmt: skip


async def test_a_preview_is_not_repeated_after_a_429(time: VirtualTime) -> None:
    wire = Wire(time)
    wire.answers.append(RetryAfter(7))
    preview = wire.call("preview", ticket=Ticket(preview=True, key="a"))
    await time.pass_(20)
    with pytest.raises(RetryAfter):
        await preview
    assert len(wire.made) == 1


async def test_no_more_than_32_calls_are_in_flight(time: VirtualTime) -> None:
    wire = Wire(time)
    for number in range(100):
        wire.call("member", number, method="getChatMember")
    await time.settle()
    assert len(wire.made) == 100
    assert wire.most_in_flight == 32


async def test_a_cancelled_call_leaves_its_turn_to_the_next(time: VirtualTime) -> None:
    wire = Wire(time)
    tasks = [wire.call(str(number)) for number in range(5)]
    await time.settle()
    tasks[3].cancel()
    await time.pass_(1)
    assert wire.made[3:] == [(1, "4")]


@pytest.mark.parametrize("note", [True, False])
async def test_the_sender_hears_when_its_bytes_leave_and_come_back(
    time: VirtualTime, note: bool
) -> None:
    heard: list[bool] = []
    listen: Callable[[bool], None] | None = heard.append if note else None
    wire = Wire(time)
    wire.answers.append(RetryAfter(3))
    wire.call("x", ticket=Ticket(note=listen))
    await time.pass_(4)
    assert heard == ([True, False, True] if note else [])
