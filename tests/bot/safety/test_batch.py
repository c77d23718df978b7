"""What is asked within one turn of the event loop is worked on together."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.safety.batch import MOST, Batch


async def test_all_of_one_turn_go_together_and_each_gets_its_own() -> None:
    calls = []

    def double(items: Sequence[int]) -> list[int]:
        calls.append(len(items))
        return [2 * item for item in items]

    batch = Batch(double)
    assert await asyncio.gather(*map(batch, range(MOST + 3))) == [2 * n for n in range(MOST + 3)]
    assert await batch(7) == 14
    assert calls == [MOST, 3, 1]


async def test_what_the_work_raises_is_for_those_who_wait_and_who_gave_up_harms_nobody() -> None:
    def divide(items: Sequence[int]) -> list[float]:
        return [1 / item for item in items]

    batch = Batch(divide)
    with pytest.raises(ZeroDivisionError):
        await batch(0)
    gone, stays = asyncio.ensure_future(batch(1)), asyncio.ensure_future(batch(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 0.5
