"""Cut a drawn picture into lines of writing along the gaps between them, without any model.

A screenshot has even ground between its lines; a row that equals the one above it lies in such a gap (recursive
X-Y cut: Nagy and Seth, ICPR 1984). What is no line by its height is left to the detector. Knows no letters.
Wraps OpenCV.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Shape (height, width, 3)."""

Levels = NDArray[np.uint8]
"""Of one colour; shape (height, width)."""

STEP = 28
"""Levels out of 255 between neighbours that make an edge; compression stays below it on even ground."""

BLURRED, SOFT = 4, 0.001
"""Pixels that a blurred edge is wide, and the part of a picture that such edges may take where nothing is sharp."""

LEAST, MOST = 6, 48
"""Pixels of height between which something can be a line of writing."""

NARROWEST = 3
"""Pixels of width below which it is the border of something."""

WORDS = 1.1
"""Gaps within a line stay below this part of its height; wider ones part columns."""

LEAST_GAP = 9
"""Pixels of a gap between columns, however low their line."""

ODD = 1.9
"""A line so many times as high as the usual one may be two that touch."""

UPRIGHT = 2.5
"""Letters on their side are at most so many times as wide as high; lines of four letters and more are wider."""

FILLED = 0.7
"""Part of its square that a dot fills (pi / 4, and its soft edge); no letter does."""

SQUARE = (0.7, 1.4)
"""Widths of a dot, in parts of its height."""

THIN, STEMS = 5, 4
"""Rows of a gap below which, and edges across it from which on, it runs through upright strokes (as in `Billin`):
what lies on both sides is one line."""

DEEPEST = 12

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of pixels; the ends lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def area(self) -> int:
        return (self.right - self.left) * self.height


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture in pieces."""

    lines: tuple[Block, ...]
    """Each holds one line of writing, or something as low."""
    rest: tuple[Block, ...]
    """What is higher: pictures, large or slanted writing, lines that touch."""
    soft: bool = False
    """Whether there is more to see, blurred or faint, whose edges are too soft to cut along."""

    @property
    def upright(self) -> bool:
        """Whether lines are the most of it."""
        return _upright(self.lines, self.rest)


def _upright(lines: Sequence[Block], rest: Sequence[Block] = ()) -> bool:
    """Tell whether lines are the most of what was cut: on a page on its side there are letters and high words."""
    wide = [line.area for line in lines if _wide(line)]
    return 2 * sum(wide) >= sum(block.area for block in (*lines, *rest))


def _wide(line: Block) -> bool:
    return line.right - line.left > UPRIGHT * line.height


def cut(pixels: Pixels) -> Cut:
    """Cut along even rows and columns; takes some 20 ms a megapixel."""
    height, width = pixels.shape[:2]
    colours = cv2.split(pixels)
    down, across = _edges(colours, 0), _edges(colours, 1)
    far = _edges(colours, 0, BLURRED) | _edges(colours, 1, BLURRED)
    near = cv2.dilate((down | across).astype(np.uint8), np.ones((2 * BLURRED + 3,) * 2, np.uint8))
    soft = bool((far & (near == 0)).mean() > SOFT)
    found = list(_leaves(Block(0, 0, width, height), down, across, DEEPEST))
    usual = _usual(found)
    highest = min(MOST, max(ODD * usual, LEAST * 2))
    for block in [block for block in found if block.height > usual > 0]:
        # An icon beside a line or two is one with them while the gap to it has to be as wide as all of them are high.
        parts = list(_leaves(block, down, across, DEEPEST, usual))
        if _upright(parts):
            found.remove(block)
            found += parts
    lines = [block for block in found if LEAST <= block.height <= highest]
    rest = [block for block in found if block.height > highest]
    return Cut(tuple(lines), tuple(rest), soft)


def _usual(found: Sequence[Block]) -> float:
    """Return the height of most lines; crumbs of frames may be more than those."""
    lines = [one.height for one in found if LEAST <= one.height <= MOST and _wide(one)]
    return float(np.median(lines)) if lines else 0.0


def buttons(piece: Pixels) -> bool:
    """Tell whether a piece is a row of filled dots or squares, as the corner of a window has, and no writing."""
    corners = piece[[0, 0, -1, -1], [0, -1, 0, -1]]
    ground = np.median(corners, axis=0).astype(np.uint8)
    contrast = _strongest(cv2.split(cv2.absdiff(piece, np.full_like(piece, ground))))
    # Compression leaves weak rings around a dot.
    ink = contrast > max(STEP, contrast.max() / 2)
    ink = ink[ink.any(axis=1)]
    height = len(ink)
    dots = _runs(np.flatnonzero(ink.any(axis=0)), 1)
    return all(
        SQUARE[0] * height < end - start < SQUARE[1] * height and ink[:, start:end].mean() > FILLED
        for start, end in dots
    )


def _edges(colours: Sequence[MatLike], axis: int, reach: int = 1) -> NDArray[np.bool_]:
    """Mark pixels that differ in any colour from the one `reach` before along `axis`; shape (height, width)."""
    rest, first = slice(reach, None), slice(None, -reach)
    steps = [
        cv2.absdiff(one[rest], one[first])
        if axis == 0
        else cv2.absdiff(one[:, rest], one[:, first])
        for one in colours
    ]
    marked = np.zeros(colours[0].shape, bool)
    marked[rest if axis == 0 else (slice(None), rest)] = _strongest(steps) > STEP
    return marked


def _strongest(colours: Sequence[MatLike]) -> Levels:
    """Put the highest of three levels at each pixel into the first; along so short an axis NumPy is far slower."""
    blue, green, red = colours
    return np.asarray(cv2.max(cv2.max(blue, green, blue), red, blue), np.uint8)


def _leaves(
    block: Block,
    down: NDArray[np.bool_],
    across: NDArray[np.bool_],
    depth: int,
    usual: float = np.inf,
) -> Iterator[Block]:
    within = down[block.top : block.bottom, block.left : block.right]
    beside = across[block.top : block.bottom, block.left : block.right]
    rows = _whole(_runs(np.flatnonzero(within.any(axis=1)), 1), beside)
    for top, bottom in rows:
        # An edge lies between two pixels and is marked on the second.
        band = Block(
            block.left, max(block.top, block.top + top - 1), block.right, block.top + bottom
        )
        if band.height < LEAST:
            continue
        gap = max(LEAST_GAP, round(WORDS * min(band.height, usual)))
        inside = across[band.top : band.bottom, band.left : band.right]
        columns = _runs(np.flatnonzero(inside.any(axis=0)), gap)
        for left, right in columns:
            part = Block(
                max(band.left, band.left + left - 1), band.top, band.left + right, band.bottom
            )
            if right - left < NARROWEST:
                continue
            smaller = part.area < 0.98 * block.area
            if smaller and depth and (len(columns) > 1 or len(rows) > 1):
                yield from _leaves(part, down, across, depth - 1, usual)
            else:
                yield part


def _whole(rows: list[Span], across: NDArray[np.bool_]) -> list[Span]:
    """Join rows again that were parted within their letters."""
    joined: list[Span] = []
    for start, end in rows:
        before = joined[-1][1] if joined else start - THIN
        if start - before < THIN and across[before:start].any(axis=0).sum() >= STEMS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _runs(places: NDArray[np.intp], gap: int) -> list[Span]:
    """Return the stretches that the marked places lie in; those no more than `gap` apart are one."""
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = np.concatenate(([places[0]], places[breaks + 1]))
    ends = np.concatenate((places[breaks], [places[-1]])) + 1
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
