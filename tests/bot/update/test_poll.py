"""Polling outlives outages, conflicts, full disks and updates that nobody can read."""

import asyncio
import json
import logging
from typing import TYPE_CHECKING

import pytest

from bot.store.database import Database
from bot.update.patience import Patience
from bot.update.poll import Poller

if TYPE_CHECKING:
    from conftest import Bench, Wire


class Naps:
    """Sleeps at once and remembers for how long."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


async def polled(bench: "Bench", naps: Naps) -> None:
    """Poll until one message has arrived."""
    patience = Patience(bench.bot.token, naps)
    task = asyncio.create_task(Poller(bench.bot, bench.inbox, patience).run())
    await asyncio.wait_for(bench.inbox.get(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_an_outage_is_told_once_and_waited_out(
    bench: "Bench", wire: "Wire", caplog: pytest.LogCaptureFixture
) -> None:
    down: tuple[int, dict[str, object]] = (502, {"description": f"Bad Gateway {bench.bot.token}"})
    bench.telegram.faults["getUpdates"] = [down] * 12
    bench.telegram.send(wire.message(text="hi"))
    naps = Naps()
    with caplog.at_level(logging.INFO, logger="bot"):
        await polled(bench, naps)
    assert [r.getMessage() for r in caplog.records] == [
        "Telegram cannot be reached (Bad Gateway <token>); trying again until it works",
        "Telegram answers again",
    ]
    assert naps.seconds[:3] == [1.0, 1.5, 2.25]
    assert max(naps.seconds) == 30.0


async def test_a_second_poller_is_named_and_does_not_end_this_one(
    bench: "Bench", wire: "Wire", caplog: pytest.LogCaptureFixture
) -> None:
    conflict: tuple[int, dict[str, object]] = (409, {"description": "Conflict: terminated by"})
    bench.telegram.faults["getUpdates"] = [conflict] * 3
    bench.telegram.send(wire.message(text="hi"))
    await polled(bench, Naps())
    assert caplog.text.count("another process receives this bot's updates") == 1


async def test_a_revoked_token_does_not_end_the_polling(
    bench: "Bench", wire: "Wire", caplog: pytest.LogCaptureFixture
) -> None:
    bench.telegram.faults["getUpdates"] = [(401, {"description": "Unauthorized"})] * 2
    bench.telegram.send(wire.message(text="hi"))
    await polled(bench, Naps())
    assert caplog.text.count("refuses the bot's token") == 1


async def test_telegram_is_obeyed_when_it_asks_to_wait(
    bench: "Bench", wire: "Wire", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    slow: dict[str, object] = {"description": "slow", "parameters": {"retry_after": 7}}
    bench.telegram.faults["getUpdates"] = [(429, slow)]
    bench.telegram.send(wire.message(text="hi"))
    naps = Naps()
    await polled(bench, naps)
    assert naps.seconds == [7.0]


async def test_a_full_disk_makes_telegram_send_it_again(
    bench: "Bench", wire: "Wire", database: Database
) -> None:
    pages = next(iter(database.rows("PRAGMA page_count")[0]))
    database.execute(f"PRAGMA max_page_count = {pages}")
    bench.telegram.send(wire.message(text="x" * 4_000), wire.message(text="y" * 4_000))

    class Freeing(Naps):
        async def __call__(self, seconds: float) -> None:
            database.execute("PRAGMA max_page_count = 100000")
            await super().__call__(seconds)

    naps = Freeing()
    await polled(bench, naps)
    assert naps.seconds == [1.0]
    assert bench.telegram.offsets[:2] == [None, None]


async def test_an_unreadable_update_is_found_wherever_telegrams_numbers_begin(
    bench: "Bench", wire: "Wire", caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"update_id": 812_345_678, "message": {"message_id": 1, "date": 0, "chat": "none"}}
    after = {**json.loads(wire.message(text="after").to_json()), "update_id": 812_345_690}
    bench.telegram.updates += [broken, after]
    bench.telegram.arrived.set()
    await polled(bench, Naps())
    assert "update 812345678 cannot be read by this version and is skipped" in caplog.text
    assert len(bench.telegram.offsets) < 9


async def test_an_update_that_cannot_be_read_is_stepped_over(
    bench: "Bench", wire: "Wire", caplog: pytest.LogCaptureFixture
) -> None:
    first = wire.message(text="first")
    bench.telegram.send(first)
    naps = Naps()
    patience = Patience(bench.bot.token, naps)
    task = asyncio.create_task(Poller(bench.bot, bench.inbox, patience).run())
    assert await asyncio.wait_for(bench.inbox.get(), 10) == first
    broken = {"update_id": 101, "message": {"message_id": 1, "date": 0, "chat": "no object"}}
    bench.telegram.updates.append(broken)
    wire.update()
    after = wire.message(text="after")
    bench.telegram.send(after)
    assert await asyncio.wait_for(bench.inbox.get(), 10) == after
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert "update 101 cannot be read by this version and is skipped" in caplog.text
