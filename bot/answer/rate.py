"""Hold each person to so many questions a minute, so that one cannot use up what is there for all.

Counts in memory: a restart forgives. Knows no money.
"""

import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 60.0


class Rate:
    """The questions of the last minute, by person. `most` 0 allows any number."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._clock = clock
        self._asked: dict[int, deque[float]] = {}

    def wait_seconds(self, person_id: int) -> float:
        """Count a question; return 0 if it may be answered now, else after how long one may."""
        if not self.most:
            return 0.0
        now = self._clock()
        if len(self._asked) > 1_000:
            self._forget(now)
        asked = self._asked.setdefault(person_id, deque())
        while asked and asked[0] <= now - WINDOW_SECONDS:
            asked.popleft()
        if len(asked) < self.most:
            asked.append(now)
            return 0.0
        return asked[0] + WINDOW_SECONDS - now

    def _forget(self, now: float) -> None:
        quiet = [one for one, asked in self._asked.items() if asked[-1] <= now - WINDOW_SECONDS]
        for one in quiet:
            del self._asked[one]
