"""Tell, look by look, where a film goes black and comes back.

Knows arrays and nothing of files.
"""

from collections.abc import Iterator

import numpy as np

from knowledge.film.looks import Look

TURN_SECONDS = 0.18
"""So long a picture stays black before it is more than a flicker."""

BLINK_SECONDS = 1.5
"""A black as short as this is a transition and no picture."""

DARK = 40
"""Grey level below which nearly all of a black picture lies."""


class Black:
    """Finds where a picture goes black and comes back; a short black between two shots is one cut."""

    def __init__(self) -> None:
        self._dark: bool | None = None
        self._turning: float | None = None
        self._since: float | None = None

    def add(self, look: Look) -> Iterator[float]:
        """Take in the next look; yield the times of cuts that are certain now."""
        dark = bool(np.count_nonzero(look.small > DARK) < 0.05 * look.small.size)
        if self._dark is None:
            self._dark = dark
        elif dark == self._dark:
            self._turning = None
        elif self._turning is None:
            self._turning = look.seconds
        elif look.seconds - self._turning >= TURN_SECONDS:
            at, self._turning, self._dark = self._turning, None, dark
            if dark:
                self._since = at
            elif self._since is not None and at - self._since < BLINK_SECONDS:
                yield (at + self._since) / 2
                self._since = None
            else:
                yield from self.end()
                yield at

    def end(self) -> Iterator[float]:
        """Yield when it went black for good."""
        if self._since is not None:
            yield self._since
        self._since = None
