"""Work beside the event loop: what waits together is done together, and fails alone."""

import asyncio
import threading

import pytest

from bot.workers import MOST_TOGETHER, Workers


class Desk:
    """Takes items until it is told to finish; keeps what came with each call."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.begun = threading.Event()
        self.finish = threading.Event()

    def begin(self, items: list[str]) -> None:
        self.calls.append(items)
        self.begun.set()
        assert self.finish.wait(10)

    def finish_one(self, item: str) -> str:
        if item == "bad":
            raise ValueError("a bad item")
        return item.upper()


async def test_what_comes_during_a_call_shares_the_next_one() -> None:
    desk, workers = Desk(), Workers()
    together = workers.together(desk.begin, desk.finish_one)
    first = asyncio.create_task(together("first"))
    await asyncio.to_thread(desk.begun.wait)
    names = [f"item {number}" for number in range(MOST_TOGETHER + 3)]
    waiting = [asyncio.create_task(together(name)) for name in names]
    await asyncio.sleep(0)
    desk.finish.set()
    await asyncio.gather(first, *waiting)
    assert desk.calls == [["first"], names[:MOST_TOGETHER], names[MOST_TOGETHER:]]
    workers.close()


async def test_a_failure_reaches_whoever_waits_for_it_and_nobody_else() -> None:
    desk, workers = Desk(), Workers()
    together = workers.together(desk.begin, desk.finish_one)
    desk.finish.set()
    ends = await asyncio.gather(together("bad"), together("beside"), return_exceptions=True)
    assert [str(end) for end in ends] == ["a bad item", "BESIDE"]
    assert await together("later") == "LATER"
    workers.close()


async def test_whoever_leaves_holds_nobody_up() -> None:
    desk, workers = Desk(), Workers()
    together = workers.together(desk.begin, desk.finish_one)
    leaving, staying = asyncio.create_task(together("a")), asyncio.create_task(together("b"))
    await asyncio.to_thread(desk.begun.wait)
    leaving.cancel()
    desk.finish.set()
    await staying
    with pytest.raises(asyncio.CancelledError):
        await leaving
    workers.close()
