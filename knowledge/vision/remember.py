"""Keep the pictures seen last, so that one that is asked about twice is opened and read once."""

from collections import OrderedDict
from dataclasses import dataclass

from knowledge.records import Sight

LINE_BYTES = 200
"""Rough cost of one line of text with its box."""


@dataclass(frozen=True, slots=True)
class Glance:
    """Which bytes were looked at (their sha256), and whether the text was read too."""

    sha256: str
    read: bool


class SeenLast:
    """A least-recently-used cache bounded in bytes. Not thread safe."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._sights: OrderedDict[Glance, Sight] = OrderedDict()

    def find(self, glance: Glance) -> Sight | None:
        """Return what was seen; a picture that was read also answers without its text."""
        for known in (glance, Glance(glance.sha256, read=True)):
            if known in self._sights:
                self._sights.move_to_end(known)
                return self._sights[known]
        return None

    def keep(self, glance: Glance, sight: Sight) -> None:
        """Remember a sight and drop the oldest ones beyond the limit."""
        if glance in self._sights:
            return
        unread = self._sights.pop(Glance(glance.sha256, read=False), None)
        if unread is not None:
            self._bytes -= _cost(unread)
        self._sights[glance] = sight
        self._bytes += _cost(sight)
        while self._bytes > self._most_bytes:
            _, oldest = self._sights.popitem(last=False)
            self._bytes -= _cost(oldest)


def _cost(sight: Sight) -> int:
    return len(sight.content) + LINE_BYTES * len(sight.lines)
