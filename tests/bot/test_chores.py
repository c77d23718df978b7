"""What runs beside the answers does not break unheard."""

import asyncio

import pytest

from bot import chores
from bot.store.sweep import tidy


async def _lasts() -> None:
    await asyncio.sleep(60)


async def _breaks() -> None:
    raise ZeroDivisionError("a fault of the program's own")


async def test_what_breaks_is_told_and_what_is_cancelled_is_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, ended = chores.start(_breaks(), "listening"), chores.start(_lasts(), "sweeping")
    await asyncio.sleep(0)
    ended.cancel()
    await asyncio.gather(broken, ended, return_exceptions=True)
    await asyncio.sleep(0)
    (record,) = caplog.records
    assert record.getMessage() == "listening ended, until the next start"
    assert record.exc_info is not None and record.exc_info[0] is ZeroDivisionError


async def test_a_full_disk_does_not_end_the_tidying(caplog: pytest.LogCaptureFixture) -> None:
    tried = asyncio.Event()
    loop = asyncio.get_running_loop()

    def work() -> None:
        loop.call_soon_threadsafe(tried.set)
        raise OSError("No space left on device")

    tidying = asyncio.create_task(tidy(work))
    await tried.wait()
    done, _ = await asyncio.wait({tidying}, timeout=0.2)
    assert not done and "No space left on device" in caplog.text
    tidying.cancel()
