"""Work beside the event loop: what waits together is done together, and fails alone."""

import asyncio
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from bot.workers import MOST_TOGETHER, Together, Workers


class Desk:
    """Takes items until it is told to finish; keeps what came with each call."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.begun = threading.Event()
        self.finish = threading.Event()

    def work(self, items: list[str]) -> list[str | Exception]:
        self.calls.append(items)
        self.begun.set()
        assert self.finish.wait(10)
        if "worse" in items:
            raise OSError("the desk broke")
        return [ValueError("a bad item") if item == "bad" else item.upper() for item in items]


@pytest.fixture
def workers() -> Iterator[Workers]:
    started = Workers()
    yield started
    started.close()


def together(desk: Desk, workers: Workers) -> Together[str, str]:
    return Together(partial(workers.run, desk.work))


async def test_what_comes_during_a_call_shares_the_next_one(workers: Workers) -> None:
    desk = Desk()
    call = together(desk, workers)
    first = asyncio.create_task(call("first"))
    await asyncio.to_thread(desk.begun.wait)
    names = [f"item {number}" for number in range(MOST_TOGETHER + 3)]
    waiting = [asyncio.create_task(call(name)) for name in names]
    await asyncio.sleep(0)
    desk.finish.set()
    await asyncio.gather(first, *waiting)
    assert desk.calls == [["first"], names[:MOST_TOGETHER], names[MOST_TOGETHER:]]


async def test_what_comes_in_the_very_moment_in_which_both_lines_end_is_not_forgotten() -> None:
    gates: list[asyncio.Future[None]] = []

    async def work(items: list[str]) -> list[str | Exception]:
        gate = asyncio.get_running_loop().create_future()
        gates.append(gate)
        await gate
        return [item.upper() for item in items]

    async def comes_late() -> str:
        await opened
        return await call("late")

    call, opened = Together(work), asyncio.get_running_loop().create_future()
    lines = []
    for name in ("one", "two"):
        lines.append(asyncio.create_task(call(name)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    late = asyncio.create_task(comes_late())
    await asyncio.sleep(0)
    # All three go on in the same turn of the loop, the late one last.
    for gate in (*gates, opened):
        gate.set_result(None)
    while len(gates) < 3 and not all(line.done() for line in lines):
        await asyncio.sleep(0)
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(gates) == 3
    gates[2].set_result(None)
    assert await asyncio.gather(*lines, late) == ["ONE", "TWO", "LATE"]


async def test_a_failure_reaches_whoever_waits_for_it_and_nobody_else(workers: Workers) -> None:
    desk = Desk()
    call = together(desk, workers)
    desk.finish.set()
    ends = await asyncio.gather(call("bad"), call("beside"), return_exceptions=True)
    assert [str(end) for end in ends] == ["a bad item", "BESIDE"]
    assert await call("later") == "LATER"


async def test_a_call_that_breaks_is_told_to_all_who_wait_for_it(workers: Workers) -> None:
    desk = Desk()
    call = together(desk, workers)
    desk.finish.set()
    ends = await asyncio.gather(call("worse"), call("beside"), return_exceptions=True)
    assert [str(end) for end in ends] == ["the desk broke", "the desk broke"]
    assert await call("later") == "LATER"


async def test_whoever_leaves_holds_nobody_up(workers: Workers) -> None:
    desk = Desk()
    call = together(desk, workers)
    leaving, staying = asyncio.create_task(call("a")), asyncio.create_task(call("b"))
    await asyncio.to_thread(desk.begun.wait)
    leaving.cancel()
    desk.finish.set()
    await staying
    with pytest.raises(asyncio.CancelledError):
        await leaving
