"""Remember which model is down, so that not every question waits for it.

Knows a clock and counts; nothing of models.
"""

import time
from collections.abc import Callable

FAILURES = 3
"""Failures in a row after which a model is left alone."""

LONG_SECONDS = 5.0
"""A wait of this long without a word opens it at once: nobody else is to wait for the same."""

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

    def succeeded(self) -> None:
        """Close it again."""
        self._failed = 0

    def failed(self, waited_seconds: float = 0.0) -> None:
        """Count a failure, and open at the limit, or after a long wait for nothing."""
        self._failed += self._limit if waited_seconds >= LONG_SECONDS else 1
        if self._failed >= self._limit:
            self._open_until = self._clock() + self._open_seconds
