"""Tell, look by look, where a film cuts to another picture and when a picture has come to rest.

Parts of a picture that always move (a clock, a camera in a corner) are left out of account; what only moved,
scrolled or flashed is no cut. Knows arrays and nothing of files.
"""

from collections import deque
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from knowledge.film.alike import (
    Cells,
    another,
    changed,
    differs,
    distance,
    follows,
    moved,
    recoloured,
    share,
)
from knowledge.film.black import Black
from knowledge.film.looks import SMALL, Look

REST = 0.006
"""Share of cells that still move in a picture at rest."""

REST_SECONDS = 0.18

CHANGE_SECONDS = 1.6
"""A dissolve from one slide to the next is over by then."""

SLOW_SECONDS = 0.4
"""Looks further apart than this say nothing of motion: each stands for itself."""

MEMORY = 0.05
"""How much the last look weighs in how often a cell changes: a dissolve is no habit."""

BUSY = 0.3
"""How often a cell changes before it is left out of account."""

CALM = 0.4
"""Least share of cells that can be judged; where more move, a film of the world is shown."""

LEAP = 3.0
"""How much more than before the picture changes at a cut (ratio of PySceneDetect's AdaptiveDetector)."""

MOVING = 4.0
"""Levels by which a picture usually changes from look to look where the camera moves."""

FOLLOWS, STRANGE = 0.4, 0.3
"""From here on a moving camera explains a leap, and below here it explains none: of 90 cuts between drawn shots of a
moving camera one lay above .29, at .33, and of 678 other large steps none below .335."""

APART = 0.22
"""Share of hash bits that differ between two shots of a film."""

CONFIRM_SECONDS = 0.2
"""A flash is over by then."""

MERGE_SECONDS = 0.35


class Cuts:
    """The cuts so far. `add` each look in order."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.at_rest = False
        self._recent: deque[Look] = deque()
        """The looks of the last moment, at least one."""
        self._anchor: Look | None = None
        """The last picture that stood still."""
        self._leaving: list[tuple[float, float]] = []
        """Times since then, each with how far the picture had left it."""
        self._steps: deque[float] = deque(maxlen=8)
        self._activity = np.zeros((SMALL[1], SMALL[0]), np.float32)
        self._calm = np.ones((SMALL[1], SMALL[0]), np.bool_)
        self._count = 1
        self._leap: _Leap | None = None
        self._black = Black()

    def add(self, look: Look) -> None:
        """Take in the next look."""
        for seconds in self._black.add(look):
            self._note(seconds)
        before = self._recent[-1] if self._recent else None
        self._recent.append(look)
        while len(self._recent) > 2 and look.seconds - self._recent[1].seconds >= REST_SECONDS:
            self._recent.popleft()
        if before is None:
            return
        # In the beginning little is remembered, which must not be taken for calm.
        calm = self._activity < BUSY * (1 - (1 - MEMORY) ** self._count)
        cells = changed(look, before)
        if look.seconds - before.seconds >= SLOW_SECONDS:
            calm = np.ones_like(calm)
        self._calm = calm
        self._count += 1
        self._activity = (1 - MEMORY) * self._activity + MEMORY * cells
        self._leaps(look, before, share(cells))
        self._rests(look, before, calm)

    def another(self, one: Look, other: Look) -> bool:
        """Tell whether two looks show something else, without what always moves."""
        return another(one, other, self._calm if share(self._calm) >= CALM else None)

    def finish(self) -> None:
        """Judge what was still open at the end."""
        if self._leap is not None:
            self._confirm(self._recent[-1])
        for seconds in self._black.end():
            self._note(seconds)

    def _note(self, seconds: float) -> None:
        """Write a cut down, unless it is one already."""
        if not any(abs(seconds - known) < MERGE_SECONDS for known in self.times[-4:]):
            self.times.append(round(seconds, 3))

    def _leaps(self, look: Look, before: Look, part: float) -> None:
        """Find where a moving picture changes all at once; settle after a moment whether it stayed so."""
        step = cv2.norm(look.small, before.small, cv2.NORM_L1) / look.small.size
        known = bool(self._steps)
        usual = median(self._steps) if known else 0.0
        self._steps.append(step)
        if self._leap is not None and look.seconds - self._leap.seconds >= CONFIRM_SECONDS:
            self._confirm(look)
        leaps = step >= LEAP * usual + 3 or (step >= 25 and step >= 1.6 * usual)
        if (usual >= MOVING or not known) and (leaps or step >= 25):
            same = follows(before, look)
            leaps = same < FOLLOWS if leaps else same < STRANGE and step >= 1.3 * usual
        # Of a moving picture the colours move as well.
        tinted = known and usual < 1.5 and step < 14 and recoloured(look, before)
        if self._leap is None and ((leaps and part >= 0.2) or tinted):
            middle = (before.seconds + look.seconds) / 2
            self._leap = _Leap(middle, before, part, tinted)

    def _confirm(self, look: Look) -> None:
        leap, self._leap = self._leap, None
        if leap is None:
            return
        stays = differs(look, leap.before) >= 0.4 * leap.share
        cut = stays and distance(look, leap.before) >= APART
        if leap.recoloured:
            cut = cut or recoloured(look, leap.before)
        if cut and not moved(leap.before, look):
            self._note(leap.seconds)

    def _rests(self, look: Look, before: Look, calm: Cells) -> None:
        """Compare with the last picture that stood still, as soon as this one does."""
        judged = share(calm) >= CALM
        earlier = self._recent[0]
        self.at_rest = judged and (
            look.seconds - before.seconds >= SLOW_SECONDS
            or (
                look.seconds - earlier.seconds >= REST_SECONDS
                and share(changed(look, earlier)[calm]) <= REST
            )
        )
        if self._anchor is None or not judged:
            # What moves all over has no picture at rest; the next one to come is the first.
            self._anchor, self._leaving = (look if self.at_rest else None), []
            return
        away = share(changed(look, self._anchor)[calm])
        self._leaving.append(((before.seconds + look.seconds) / 2, away))
        if self.at_rest:
            # What took longer is a camera that moved from one place to another, or a page that scrolled.
            sudden = look.seconds - self._anchor.seconds <= CHANGE_SECONDS
            slow = look.seconds - before.seconds >= SLOW_SECONDS
            if (
                (sudden or slow)
                and another(self._anchor, look, calm)
                and not moved(self._anchor, look)
            ):
                self._note(next(at for at, far in self._leaving if far >= 0.5 * away))
            self._anchor, self._leaving = look, []


@dataclass(frozen=True, slots=True)
class _Leap:
    """A picture that changed all at once, and the one before."""

    seconds: float
    before: Look
    share: float
    recoloured: bool
