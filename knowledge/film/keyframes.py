"""Turn a short video into a few distinct pictures, each with its time.

A picture is taken once a shot has begun, when what is shown has changed and come to rest, and when nothing was
taken for a while; one that was there before is dropped. Run in a confined process; finds no scenes and names nothing.
"""

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Protocol

from knowledge.errors import Unreadable
from knowledge.film.alike import near
from knowledge.film.cuts import Cuts
from knowledge.film.looks import DAMAGED, Film, Look
from knowledge.film.lottie import GZIP
from knowledge.film.records import KeyFrame, Video

MOST_FRAMES = 40
SETTLE_SECONDS = 0.3
"""A shot that never comes to rest is taken so long after its beginning."""

GAP_SECONDS = 0.8
"""Least time between two pictures of one shot."""

COVER_SECONDS = 10.0
"""A changed picture is looked for at least this often, so that slow change is seen as well."""

STRETCH_SECONDS = 90.0
"""As many pictures as are wanted of a film tell enough of one so long."""

CLOSE_SECONDS = 0.8
"""Before and after the moment that is looked at closely."""

CLOSE_FRAMES = 8


class Moving(Protocol):
    """What is looked through: a film, or a drawing that moves."""

    seconds: float
    more: bool

    def looks(self, per_second: float = ...) -> Iterator[Look]:
        """Yield some looks a second at least, in order."""

    def picture(self, longest_side: int = ...) -> bytes:
        """Return the picture of the last look as JPEG."""


def opened(
    content: bytes, first: float = 0.0, last: float | None = None, *, every: bool = False
) -> AbstractContextManager[Moving]:
    """Open a film or a drawn sticker, as `Film` does."""
    if not content.startswith(GZIP):
        return Film(content, first, last, every=every)
    if find_spec("thorvg_python") is None:
        raise Unreadable(DAMAGED)
    # Only who draws loads what draws.
    from knowledge.film.stickers import Sticker

    return Sticker(content, first, last)


@dataclass(frozen=True, slots=True)
class _Taken:
    frame: KeyFrame
    look: Look
    opens: bool
    """Whether it is the first of its shot."""


def keyframes(content: bytes, most: int = MOST_FRAMES, stretches: int = 1) -> Video:
    """Look through a video; raise `TooLarge` before its frames are decoded, `Unreadable` if there are none.

    Of one longer than `STRETCH_SECONDS` there are at most `most` for each stretch so long, as far as `stretches` go.
    """
    cuts, taken = Cuts(), _Choice(4 * most)
    look: Look | None = None
    with opened(content) as film:
        for look in film.looks():
            cuts.add(look)
            taken.consider(look, cuts, film)
        cuts.finish()
        if look is None:
            raise Unreadable(DAMAGED)
        taken.end(look, cuts, film)
        seconds = look.seconds if film.more else max(look.seconds, film.seconds)
        more = film.more
    most *= min(stretches, max(1, math.ceil(seconds / STRETCH_SECONDS)))
    return Video(_thinned(taken.kept, most), seconds, more, tuple(sorted(cuts.times)))


def closely(content: bytes, at: float, most: int = CLOSE_FRAMES) -> Video:
    """Look at the moment around a time in seconds, picture by picture; raise as `keyframes` does."""
    taken: list[_Taken] = []
    with opened(content, max(0.0, at - CLOSE_SECONDS), at + CLOSE_SECONDS) as film:
        for look in film.looks():
            if look.seconds < at - CLOSE_SECONDS:
                continue
            if not taken or not near(taken[-1].look, look):
                taken.append(_Taken(KeyFrame(look.seconds, film.picture()), look, False))
    if not taken:
        raise Unreadable(DAMAGED)
    return Video(_thinned(taken, most), at + CLOSE_SECONDS)


class _Choice:
    """The pictures that were taken so far."""

    def __init__(self, most: int) -> None:
        self.kept: list[_Taken] = []
        self._most = most
        self._last: Look | None = None
        self._cuts = 0

    def consider(self, look: Look, cuts: Cuts, film: Moving) -> None:
        """Take this look's picture if it is wanted and new."""
        last = self._last
        settled = cuts.at_rest
        opens = last is None or len(cuts.times) > self._cuts
        if opens:
            began = cuts.times[-1] if cuts.times and last is not None else 0.0
            want = settled or look.seconds - began >= SETTLE_SECONDS
            # A fade from black is no picture yet.
            want = want and (float(look.small.std()) > 4 or last is not None)
        else:
            assert last is not None
            due = look.seconds - last.seconds >= COVER_SECONDS
            want = settled and look.seconds - last.seconds >= GAP_SECONDS
            want = (want or due) and cuts.another(look, last)
        if want:
            self._last, self._cuts = look, len(cuts.times)
            self._take(look, film, opens)

    def end(self, look: Look, cuts: Cuts, film: Moving) -> None:
        """Take the last picture, if it is new."""
        if self._last is None or cuts.another(look, self._last):
            self._take(look, film, opens=False)

    def _take(self, look: Look, film: Moving, opens: bool) -> None:
        if any(near(one.look, look) for one in self.kept):
            return
        # Encoded at once: a minute of large frames would not fit the memory of this process.
        self.kept.append(_Taken(KeyFrame(look.seconds, film.picture()), look, opens))
        if len(self.kept) > self._most:
            self.kept = self.kept[::2]


def _thinned(taken: list[_Taken], most: int) -> tuple[KeyFrame, ...]:
    """Keep so many: the first and the last, then shots before what happens within them, spread over the whole."""
    if len(taken) > most:
        firsts = [one for one in taken[1:-1] if one.opens]
        others = [one for one in taken[1:-1] if not one.opens]
        room = max(most - 2, 0)
        kept = _spread(firsts, room)
        kept += _spread(others, room - len(kept))
        ends = [taken[0], taken[-1]][:most]
        taken = sorted([*ends, *kept], key=lambda one: one.look.seconds)
    return tuple(replace(one.frame, seconds=round(one.frame.seconds, 3)) for one in taken)


def _spread(taken: list[_Taken], most: int) -> list[_Taken]:
    if len(taken) <= most:
        return list(taken)
    return [taken[(2 * at + 1) * len(taken) // (2 * most)] for at in range(most)]
