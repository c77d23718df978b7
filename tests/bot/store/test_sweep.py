"""What has outlived its time goes, whatever happens to one table."""

import asyncio
import sqlite3

import pytest

from bot.store.sweep import sweep


class Table:
    """Counts how often it was swept; one in use by another process cannot be."""

    def __init__(self, *, in_use: bool = False) -> None:
        self.in_use = in_use
        self.swept = 0

    def sweep(self) -> None:
        if self.in_use:
            raise sqlite3.OperationalError("database is locked")
        self.swept += 1


async def test_a_table_that_is_in_use_keeps_no_other_from_being_swept_nor_ends_the_sweeping(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, last = Table(in_use=True), Table()
    sweeping = asyncio.create_task(sweep([first, last]))
    await asyncio.sleep(0)
    assert (last.swept, sweeping.done()) == (1, False)
    assert [record.getMessage() for record in caplog.records] == [
        "Table was not swept, later again: database is locked"
    ]
    sweeping.cancel()
