"""Guess what kind of picture this is from its pixels and the lines that can be read in it.

Knows no model: a cheap stand-in where none is present. Photos and pages of text it tells surely, drawings
from one another only by rules of thumb, and it says "screenshot" where nothing speaks for anything else.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from knowledge.picture_kind import PictureKind
from knowledge.records import TextLine

Pixels = NDArray[np.uint8]

SIDE = 256
"""Pictures are judged at this size (longer side); kinds differ in large things."""

FLAT = 0.35
"""Least part of pixels that hardly differ from their left neighbour in anything drawn; photos have few."""

_STEP = 6
"""Levels out of 255 that neighbours may differ by and still count as flat: compression adds as much."""

_TEXT_AREA = 0.12
"""Least part of a page of text that its lines cover."""

_SATURATED, _COLOURED = 90, 0.02
"""From which difference between its strongest and weakest channel a pixel is coloured, and how many must be."""

_EDGE = 24
"""Levels out of 255 between two neighbours that make an edge."""

_DRAWN = 0.004
"""Least part of coloured pixels in a chart: a thin line."""

_RULES, _RULE_LENGTH = 3, 0.3
"""A table has as many lines across and down, each so long a part of the picture."""


def guess(picture: bytes, lines: Sequence[TextLine]) -> PictureKind:
    """Guess the kind of an encoded picture that went through `knowledge.vision.door`."""
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
        opened.draft("RGB", (SIDE, SIDE))
        opened.thumbnail((SIDE, SIDE))
        pixels = np.asarray(opened.convert("RGB"))
    return judge(pixels, lines)


def judge(pixels: Pixels, lines: Sequence[TextLine]) -> PictureKind:
    """Guess the kind of `pixels`, shape (height, width, 3), about `SIDE` on its longer side."""
    grey = pixels.mean(axis=2)
    flat = float((np.abs(np.diff(grey, axis=1)) <= _STEP).mean()) if pixels.shape[1] > 1 else 1.0
    covered = sum((one.box.right - one.box.left) * (one.box.bottom - one.box.top) for one in lines)
    if flat < FLAT or _shades(pixels) > 0.5:
        return "meme" if lines and _framed(lines) else "photo"
    across, down = _rules(grey), _rules(grey.T)
    if across >= _RULES and down >= _RULES:
        return "table"
    spread = pixels.max(axis=2).astype(int) - pixels.min(axis=2)
    coloured = float((spread > _SATURATED).mean())
    if covered >= _TEXT_AREA and coloured < _COLOURED and float(np.median(grey)) > 200:
        return "document"
    if covered < _TEXT_AREA and coloured >= _DRAWN:
        frame = _Frame.of(grey)
        if frame.left and frame.right and frame.top:
            return "screenshot"
        if (frame.left and frame.bottom) or _slices(pixels):
            return "chart"
        return "diagram" if coloured >= _COLOURED else "screenshot"
    return "screenshot"


def _shades(pixels: Pixels) -> float:
    """Return the part of the pixels that lies outside the sixteen commonest colours (of 4,096)."""
    coarse = (pixels >> 4).astype(np.uint16)
    codes = coarse[..., 0] * 256 + coarse[..., 1] * 16 + coarse[..., 2]
    counts = np.sort(np.bincount(codes.ravel(), minlength=16))[::-1]
    return 1 - float(counts[:16].sum() / counts.sum())


def _framed(lines: Sequence[TextLine]) -> bool:
    """Tell whether all that is written stands large at the top and bottom, as on a meme."""
    large = all(one.box.bottom - one.box.top > 0.06 for one in lines)
    return (
        large
        and len(lines) <= 6
        and all(one.box.bottom < 0.35 or one.box.top > 0.65 for one in lines)
    )


def _rules(grey: NDArray[np.float64]) -> int:
    """Count the lines that run across a good part of the width, a few pixels thick at most."""
    edges = np.abs(np.diff(grey, axis=0)) > _EDGE  # (height - 1, width)
    long = edges.mean(axis=1) > _RULE_LENGTH
    # The upper and the lower edge of one line are one.
    starts = np.flatnonzero(long)
    return int(1 + (np.diff(starts) > 4).sum()) if len(starts) else 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """On which sides a line runs along more than half of the picture."""

    left: bool
    right: bool
    top: bool
    bottom: bool

    @classmethod
    def of(cls, grey: NDArray[np.float64]) -> "_Frame":
        """Look for long lines in the outer thirds of `grey`, which has three rows and columns at least."""
        height, width = (max(1, side // 3) for side in grey.shape)
        down = (np.abs(np.diff(grey, axis=1)) > _EDGE).mean(axis=0) > 0.5  # (width - 1,)
        across = (np.abs(np.diff(grey, axis=0)) > _EDGE).mean(axis=1) > 0.5  # (height - 1,)
        sides = down[:width], down[-width:], across[:height], across[-height:]
        return cls(*(bool(side.any()) for side in sides))


def _slices(pixels: Pixels) -> bool:
    """Tell whether two strong colours or more fill a fifth of the picture, as in a pie."""
    strongest, weakest = pixels.max(axis=2).astype(int), pixels.min(axis=2)
    hue = (pixels >> 6).astype(np.uint8)
    codes = (hue[..., 0] * 16 + hue[..., 1] * 4 + hue[..., 2])[strongest - weakest > _SATURATED]
    shares = np.bincount(codes, minlength=64) / strongest.size
    return bool(shares.sum() > 0.2 and (shares > 0.03).sum() >= 2)
