"""Delete what has outlived its time, at the start and every hour.

Knows when, not what: each family of tables knows its own age limit.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

EVERY_SECONDS = 3_600.0


class Swept(Protocol):
    """A family of tables whose rows expire."""

    def sweep(self) -> None:
        """Delete what has expired."""


async def sweep(tables: Sequence[Swept]) -> None:
    """Sweep until cancelled."""
    while True:
        for table in tables:
            table.sweep()
        await asyncio.sleep(EVERY_SECONDS)
