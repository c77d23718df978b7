"""Work that runs beside the answers and that nobody waits for: where it breaks, that is told.

Python keeps the error of a task until somebody asks for it, and of these nobody would.
"""

import asyncio
import logging
from collections.abc import Coroutine

logger = logging.getLogger(__name__)


def start(work: Coroutine[None, None, None], name: str) -> "asyncio.Task[None]":
    """Begin `work`, which lasts until cancelled; log what ended it otherwise."""
    chore = asyncio.create_task(work, name=name)
    chore.add_done_callback(_tell)
    return chore


def _tell(chore: "asyncio.Task[None]") -> None:
    error = None if chore.cancelled() else chore.exception()
    if error is not None:
        logger.error("%s ended, until the next start", chore.get_name(), exc_info=error)
