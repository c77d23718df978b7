"""Delete what has outlived its time, and do what can wait, at the start and every hour.

Knows when, not what: each family of tables knows its own age limit.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.errors import BotError
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3_600.0


class Swept(Protocol):
    """A family of tables whose rows expire."""

    def sweep(self) -> None:
        """Delete what has expired."""


async def sweep(tables: Sequence[Swept]) -> None:
    """Sweep until cancelled; a table that cannot be swept keeps no other from it."""
    while True:
        for table in tables:
            try:
                table.sweep()
            except (BotError, sqlite3.Error, OSError) as error:
                # What is promised to be forgotten still is, an hour later.
                logger.warning("%s was not swept, later again: %s", type(table).__name__, error)
        await asyncio.sleep(EVERY_SECONDS)


async def tidy(work: Callable[[], None]) -> None:
    """Do `work` on a thread of its own until cancelled; what failed is tried again an hour later."""
    while True:
        try:
            await asyncio.to_thread(work)
        except (KnowledgeError, sqlite3.Error, OSError) as error:
            logger.warning("the knowledge store was not tidied: %s", error)
        await asyncio.sleep(EVERY_SECONDS)
