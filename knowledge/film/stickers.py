"""Turn a drawn sticker into looks and pictures, as `knowledge.film.looks` does a film.

Wraps ThorVG (MIT) by `thorvg-python`, which draws Lottie on the processor, on one thread; run in a confined process.
What is transparent gets a ground on which the drawing can be seen.
"""

import time
from collections.abc import Iterator
from types import TracebackType

import numpy as np
from numpy.typing import NDArray
from thorvg_python.animation.lottie import LottieAnimation
from thorvg_python.base import Colorspace, Result
from thorvg_python.canvas.sw import SwCanvas
from thorvg_python.engine import Engine

from knowledge.errors import Unreadable
from knowledge.film import lottie
from knowledge.film.looks import LONGEST_SIDE, WORK_SECONDS, Look, encoded, look_at

Pixels = NDArray[np.uint8]

SIDE = 768
"""Pixels of a drawing's picture; stickers are made for 512, small writing is read better on more."""

LOOKS_PER_SECOND = 20.0
"""Twice as many as of films: a drawing costs a millisecond, and few of its pictures are in between two others."""

GROUNDS = (255, 32, 128)
"""Grey levels of what may lie behind a drawing, the one that is liked best first."""
SAMPLED, EACH = 60, 4
"""Pictures by which the ground is chosen, and the step from one pixel of each to the next that is looked at."""
CLOSE, LITTLE = 48, 0.05
"""From a ground's grey level, within which a drawing would not be seen on it, and what share of it may lie there."""


class Sticker:
    """An open sticker: `with Sticker(content) as sticker`."""

    def __init__(self, content: bytes, first: float = 0.0, last: float | None = None) -> None:
        """Open it, or what lies between two times; raise `TooLarge` or `Unreadable`."""
        self._drawing = lottie.unpack(content)
        self.seconds = self._drawing.seconds
        self.more = self._drawing.cut
        self._first, self._last = first, self.seconds if last is None else last
        self._engine = Engine(threads=0)
        self._canvas = SwCanvas(self._engine)
        self._canvas.set_target(SIDE, SIDE, cs=Colorspace.ABGR8888)
        self._animation = LottieAnimation(self._engine)
        picture = self._animation.get_picture()
        opened = picture.load_data(self._drawing.content, "lottie+json", None, True)
        if opened != Result.SUCCESS:
            self._close()
            raise Unreadable(lottie.DAMAGED)
        picture.set_size(SIDE, SIDE)
        self._canvas.add(picture)
        self._ground = self._chosen()
        self._shown: Pixels | None = None

    def __enter__(self) -> "Sticker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def looks(self, per_second: float = LOOKS_PER_SECOND) -> Iterator[Look]:
        """Yield some looks a second, the first and the last picture among them, until a limit is reached."""
        drawing, work = self._drawing, time.thread_time()
        step = max(1, round(drawing.rate / per_second))
        for number in dict.fromkeys((*range(0, drawing.frames, step), drawing.frames - 1)):
            seconds = number / drawing.rate
            if not self._first <= seconds <= self._last:
                continue
            if time.thread_time() - work > WORK_SECONDS:
                self.more = True
                return
            colours, alpha = self._draw(number)
            # ThorVG's colours are multiplied by what covers already.
            behind = (255 - alpha) * np.uint16(self._ground) // 255
            self._shown = np.asarray(colours + behind.astype(np.uint8), np.uint8)
            yield look_at(seconds, self._shown)

    def picture(self, longest_side: int = LONGEST_SIDE) -> bytes:
        """Return the picture of the last look as JPEG."""
        if self._shown is None:
            raise Unreadable(lottie.DAMAGED)
        return encoded(self._shown, longest_side)

    def _draw(self, number: int, each: int = 1) -> tuple[Pixels, NDArray[np.uint16]]:
        """Draw one picture; return its blue, green and red, and what covers: (side, side, 3) and (side, side, 1).

        `each` is the step from one pixel to the next that is taken, across and down.
        """
        # Refused where it is the picture that is shown already.
        self._animation.set_frame(number)
        self._canvas.update()
        self._canvas.draw(True)
        self._canvas.sync()
        drawn = np.ctypeslib.as_array(self._canvas.buffer_arr).view(np.uint8)
        drawn = drawn.reshape(SIDE, SIDE, 4)[::each, ::each]
        return drawn[:, :, 2::-1].copy(), drawn[:, :, 3:].astype(np.uint16)

    def _chosen(self) -> int:
        """Return the grey level of a ground on which all pictures can be seen."""
        hidden = dict.fromkeys(GROUNDS, 0.0)
        last = self._drawing.frames - 1
        for number in {round(at * last / (SAMPLED - 1)) for at in range(SAMPLED)}:
            colours, alpha = self._draw(number, EACH)
            levels = colours[alpha[:, :, 0] > 128].mean(axis=1)
            for ground in GROUNDS if len(levels) else ():
                share = float((abs(levels - ground) < CLOSE).mean())
                hidden[ground] = max(hidden[ground], share)
        fitting = (ground for ground in GROUNDS if hidden[ground] <= LITTLE)
        return next(fitting, min(GROUNDS, key=lambda ground: hidden[ground]))

    def _close(self) -> None:
        self._canvas.destroy()
        self._animation._del()
