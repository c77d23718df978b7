"""Turn a short video into pictures at even distances, small, to be hashed; not the ones worth looking at.

A clip is known in a bank by all it shows, so that any part of it is found again. Run in a confined process.
"""

from knowledge.errors import Unreadable
from knowledge.film.keyframes import opened
from knowledge.film.looks import DAMAGED, EARLY_SECONDS

PER_SECOND = 10.0
"""vPDQ's authors advise one. A copy begins between two pictures, and a moving camera has gone on by then: where it
moves, a still taken at any moment lay 44 bits and more from the nearest of five a second, and 6 at most from ten."""

MOST = 300
"""Pictures: half a minute. Of a longer clip every second one is dropped, again and again, and all of it is known."""

LONGEST_SIDE = 640
"""Hashes and features are made of less."""


def sampled(content: bytes) -> tuple[bytes, ...]:
    """Return JPEGs, `PER_SECOND` of them; raise `TooLarge` or `Unreadable` with the remedy."""
    found: list[bytes] = []
    due, apart = 0.0, 1 / PER_SECOND
    with opened(content, every=True) as film:
        for look in film.looks(PER_SECOND):
            # At its end every picture is looked at.
            if found and look.seconds < due:
                continue
            due = look.seconds + apart - EARLY_SECONDS
            found.append(film.picture(LONGEST_SIDE))
            if len(found) > MOST:
                found, apart = found[::2], 2 * apart
    if not found:
        raise Unreadable(DAMAGED)
    return tuple(found)
