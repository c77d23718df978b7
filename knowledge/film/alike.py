"""Compare two looks of a film: which cells differ, whether that is another picture, or the same one shifted.

Knows arrays and nothing of time.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge.film.looks import Look

Cells = NDArray[np.bool_]

CELL = 14
"""Grey levels by which a cell has to differ; compression alone stays below."""

TINT = 24
"""Levels by which a cell's colour has to differ."""

CHANGED = 0.02
"""Share of cells that differ before the picture counts as another one: a dialog, a new line of results."""

OUTLINED = 0.008
"""Share of cells that is enough where they outline one piece: a dialog of the ground's own colour differs by its border
and its writing alone."""

PIECE, SIDE = 0.05, 0.12
"""Parts of the picture that such a piece takes, and of each side of it; a line that was typed is lower."""

GAP = 2
"""Cells that may lie between two that hang together, twice."""


def changed(one: Look, other: Look) -> Cells:
    """Mark the cells in which two looks differ, (54, 96)."""
    return np.asarray(cv2.absdiff(one.small, other.small) > CELL)


def share(cells: Cells) -> float:
    """Return the share that is marked."""
    return np.count_nonzero(cells) / max(1, cells.size)


def differs(one: Look, other: Look) -> float:
    """Return the share of cells in which two looks differ."""
    return share(changed(one, other))


def another(one: Look, other: Look, judged: Cells | None = None) -> bool:
    """Tell whether one shows something that the other does not, by the cells that are judged, or all."""
    cells = changed(one, other)
    far = share(cells if judged is None else cells[judged])
    if far > CHANGED or far < OUTLINED:
        return far > CHANGED
    marked = (cells if judged is None else cells & judged).astype(np.uint8)
    joined = cv2.dilate(marked, np.ones((2 * GAP + 1,) * 2, np.uint8))
    _, _, pieces, _ = cv2.connectedComponentsWithStats(joined)
    # The first is the ground. What joined them made them larger.
    sides = pieces[1:, [cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH]] - 2 * GAP
    parts = sides / marked.shape
    return bool(((parts.prod(axis=1) >= PIECE) & (parts.min(axis=1) >= SIDE)).any())


def near(one: Look, other: Look) -> bool:
    """Tell whether two looks show the same picture."""
    return distance(one, other) <= 0.04 and not another(one, other) and not recoloured(one, other)


def moved(before: Look, after: Look) -> bool:
    """Tell whether a picture was only shifted: scrolled, or the camera turned."""
    one, other = before.fine.astype(np.float32), after.fine.astype(np.float32)
    if one.shape != other.shape:
        return False
    (across, down), _ = cv2.phaseCorrelate(one, other, _window(one.shape))
    x, y = round(across), round(down)
    height, width = one.shape
    if (x == 0 and y == 0) or abs(x) > 0.6 * width or abs(y) > 0.8 * height:
        return False
    here = one[max(0, -y) : height - max(0, y), max(0, -x) : width - max(0, x)]
    there = other[max(0, y) : height - max(0, -y), max(0, x) : width - max(0, -x)]
    whole = float(np.mean(np.abs(one - other) > CELL))
    return float(np.mean(np.abs(here - there) > CELL)) < 0.4 * whole


def follows(before: Look, after: Look) -> float:
    """Return how much of a picture is the one before it, shifted: 1 where all is, near 0 where nothing is.

    The share of the power of their phase correlation that lies in its peak.
    """
    one, other = before.small.astype(np.float32), after.small.astype(np.float32)
    return float(cv2.phaseCorrelate(one, other, _window(one.shape))[1])


def _window(shape: tuple[int, ...]) -> NDArray[np.float32]:
    return np.asarray(cv2.createHanningWindow((shape[1], shape[0]), cv2.CV_32F), np.float32)


def distance(one: Look, other: Look) -> float:
    """Compare by the signs of horizontal differences (dHash, Krawetz 2013), as a share of 240 bits."""
    return float(np.mean(_hash(one) != _hash(other)))


def _hash(look: Look) -> Cells:
    cells = cv2.resize(look.small.astype(np.float32), (16, 16), interpolation=cv2.INTER_AREA)
    # Flat areas have no direction; a level of noise must not give them one.
    return np.asarray(np.diff(np.asarray(cells), axis=1) > 2, np.bool_)


def recoloured(one: Look, other: Look) -> bool:
    """Tell whether much of it has another colour, however bright."""
    return float((np.abs(one.tint - other.tint) > TINT).any(axis=2).mean()) > 0.3
