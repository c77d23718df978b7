"""Remember which model is down, so that not every question waits for it.

Knows a clock and counts; nothing of models.
"""

import asyncio
import time
from collections.abc import Callable

FAILURES = 3
"""Failures in a row after which a model is left alone."""

LONG_SECONDS = 5.0
"""A wait of this long, in which nobody got a word, opens it at once: no other is to wait for the same."""

OPEN_SECONDS = 60.0
"""How long it is left alone before one question tries it again."""


class Breaker:
    """A circuit breaker: closed, open, or letting one try through."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        failures: int = FAILURES,
        open_seconds: float = OPEN_SECONDS,
    ) -> None:
        self._clock = clock
        self._limit = failures
        self._open_seconds = open_seconds
        self._failed = 0
        self._open_until = 0.0
        self._last_word = -1.0
        self._waiting: set[asyncio.Future[None]] = set()

    def allows(self) -> bool:
        """Tell whether to try now; while open, one caller is let through at the end of each wait."""
        if self._failed < self._limit:
            return True
        now = self._clock()
        if now < self._open_until:
            return False
        # Others keep waiting while this one tries.
        self._open_until = now + self._open_seconds
        return True

    def waits(self) -> "asyncio.Future[None]":
        """Return what is done as soon as the model counts as down; cancel it to wait no longer."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        waiting.add_done_callback(self._waiting.discard)
        return waiting

    def spoke(self) -> None:
        """Note that somebody just got a word."""
        self._last_word = self._clock()

    def succeeded(self) -> None:
        """Close it again."""
        self._failed = 0

    def failed(self, waited_seconds: float = 0.0) -> None:
        """Count a failure, and open at the limit, or after a long wait in which nobody got a word."""
        now = self._clock()
        silent = waited_seconds >= LONG_SECONDS and self._last_word < now - waited_seconds
        self._failed += self._limit if silent else 1
        if self._failed >= self._limit:
            self._open_until = now + self._open_seconds
            for waiting in tuple(self._waiting):
                if not waiting.done():
                    waiting.set_result(None)
