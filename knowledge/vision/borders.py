"""Cut away what was put around a picture: frames, letterbox bars, bars with a caption.

Knows one grey picture at a time and nothing of what it shows.
"""

import numpy as np
from numpy.typing import NDArray

from knowledge.vision.pixels import Grey

LEVELS = 10
"""Grey levels within which a pixel has the colour of the bar; compression blurs as much."""

PLAIN, WRITTEN = 0.92, 0.35
"""Share of a row that has the bar's colour: where nothing is written on it, and where a caption is."""

MOST = 0.35
"""A bar takes at most this part of the side; beyond it the plain part is the picture itself."""

LEAST_SIDE = 32
"""Pixels that must be left over."""


def inner(pixels: Grey) -> Grey | None:
    """Return the picture without its bars, None where it has none."""
    top, bottom = _bars(pixels)
    rows = pixels[top : len(pixels) - bottom]
    left, right = _bars(rows.T)
    # Bars that end at a frame: what lies behind the frame is seen once the sides are gone.
    columns = rows[:, left : rows.shape[1] - right]
    above, below = _bars(columns)
    cut = columns[above : len(columns) - below]
    if cut.size == pixels.size or min(cut.shape) < LEAST_SIDE:
        return None
    return np.ascontiguousarray(cut)


def _bars(pixels: NDArray[np.uint8]) -> tuple[int, int]:
    """Return how many rows at the top and at the bottom belong to a bar."""
    return _bar(pixels), _bar(pixels[::-1])


def _bar(pixels: NDArray[np.uint8]) -> int:
    """Count the rows from the top that have one colour, except for what is written on them."""
    most = int(len(pixels) * MOST)
    head = pixels[:most].astype(np.int16)
    if not head.size:
        return 0
    share = (np.abs(head - int(np.median(head[:2]))) <= LEVELS).mean(axis=1)  # (rows,)
    ends = np.flatnonzero(share < WRITTEN)
    run = share[: ends[0]] if len(ends) else share
    plain = np.flatnonzero(run >= PLAIN)
    # What is plain all the way down is sky or wall, and part of the picture.
    if not len(plain) or (not len(ends) and len(pixels) == most):
        return 0
    return int(plain[-1]) + 1
