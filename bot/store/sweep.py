"""Delete what has outlived its time, and do what can wait, at the start and every hour.

Knows when, not what: each family of tables knows its own age limit.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)

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


async def tidy(work: Callable[[], None]) -> None:
    """Do `work` on a thread of its own until cancelled; what failed is tried again an hour later."""
    while True:
        try:
            await asyncio.to_thread(work)
        except KnowledgeError as error:
            logger.warning("the knowledge store was not tidied: %s", error)
        await asyncio.sleep(EVERY_SECONDS)
