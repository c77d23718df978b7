"""Make copies of a picture in which writing stands out that a reader of its sharp edges overlooks.

Writing may be made of grain that turns into letters only when the picture is scaled down, as models see it
(Quiring et al., Adversarial preprocessing, USENIX Security 2020), or hardly differ from its ground. A copy is made only
where there is grain, or something faint, that was not read. Knows no letters. Wraps OpenCV.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge.records import Box

Pixels = NDArray[np.uint8]
"""Shape (height, width, 3)."""

Mask = NDArray[np.bool_]
"""Shape (height, width)."""

SIDE = 768
"""Pixels of a copy's longer side: the detector looks at it once, and no model sees less of a picture with words."""

SHARP, FAINT = 28, 3
"""Levels out of 255 between neighbours from which on a line of writing is found by its edges, and below which
compression leaves its own."""

CELL = 16
"""Pixels on a side of a cell, in which writing has edges both across and down; a border has one kind."""

CROSSED = 4
"""Pixels of either kind of edge in a cell of writing."""

GRAIN = 0.08
"""Part of a cell that sharp edges take where they are grain."""

CELLS = 8
"""Cells of a short word."""

GROUND = 31
"""Pixels on a side over which the ground of faint writing is averaged."""

STRETCHED = 100.0
"""Levels out of 255 to which what is faint is stretched on either side of grey."""


@dataclass(frozen=True, slots=True)
class _Edges:
    """Steps between neighbours, in levels; what was read and its surroundings have none."""

    across: Pixels
    down: Pixels

    def cells(self, least: int, most: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return for each cell which part of it are steps of this height, across and down."""
        across, down = (
            cv2.inRange(steps, np.array(least), np.array(most))
            for steps in (self.across, self.down)
        )
        size = (max(1, across.shape[1] // CELL), max(1, across.shape[0] // CELL))
        across, down = (
            cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in (across, down)
        )
        return np.float32(1 / 255) * across, np.float32(1 / 255) * down


def copies(pixels: Pixels, read: Sequence[Box]) -> Iterator[Pixels]:
    """Yield copies that are worth looking at, given where something was read already."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    known = _known(grey, read)
    if max(grey.shape) > SIDE and _grainy(_edges(grey, known)):
        yield _small(pixels)
    small = _small(grey)
    covered = cv2.resize(known.astype(np.uint8), small.shape[::-1]) > 0
    if _has_faint(_edges(small, covered)):
        yield np.repeat(_stretched(small, covered)[:, :, None], 3, axis=2)


def _known(grey: Pixels, read: Sequence[Box]) -> Mask:
    height, width = grey.shape
    known = np.zeros(grey.shape, bool)
    for box in read:
        air = round(0.3 * min((box.bottom - box.top) * height, (box.right - box.left) * width)) + 2
        top, left = max(0, int(box.top * height) - air), max(0, int(box.left * width) - air)
        known[top : int(box.bottom * height) + air, left : int(box.right * width) + air] = True
    return known


def _edges(grey: Pixels, known: Mask) -> _Edges:
    across, down = np.zeros_like(grey), np.zeros_like(grey)
    across[:, 1:] = cv2.absdiff(grey[:, 1:], grey[:, :-1])
    down[1:] = cv2.absdiff(grey[1:], grey[:-1])
    across[known], down[known] = 0, 0
    return _Edges(across, down)


def _grainy(edges: _Edges) -> bool:
    across, down = edges.cells(SHARP + 1, 255)
    return int(((across > GRAIN) & (down > GRAIN)).sum()) >= CELLS


def _has_faint(edges: _Edges) -> bool:
    least = CROSSED / CELL**2
    (across, down), (sharp, steep) = edges.cells(FAINT + 1, SHARP), edges.cells(SHARP + 1, 255)
    faint = (across >= least) & (down >= least) & (sharp < least) & (steep < least)
    return int(faint.sum()) >= CELLS


def _small(pixels: Pixels) -> Pixels:
    scale = SIDE / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _stretched(grey: Pixels, known: Mask) -> Pixels:
    """Spread what is faint over all levels; what was read, and what is plain to see, becomes ground."""
    beside = grey.astype(np.float32) - cv2.blur(grey, (GROUND, GROUND)).astype(np.float32)
    plain = cv2.dilate((np.abs(beside) > 2 * SHARP).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    beside[plain | known] = 0
    faint = np.abs(beside[np.abs(beside) > FAINT])
    most = float(np.percentile(faint, 90)) if len(faint) else SHARP
    stretched = np.clip(128 + beside * (STRETCHED / most), 0, 255)
    return np.asarray(stretched, np.uint8)
