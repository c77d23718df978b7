"""Turn a clean picture into the lines of text that can be read in it, in reading order.

Finds lines by the even gaps between them, or by RapidOCR's detector, and has each recognised (English,
Chinese and Latin scripts). Knows no limits and no documents.
Nothing is downloaded: the models lie in the installed package.
"""

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray
from PIL import Image
from rapidocr.utils.process_img import get_rotate_crop_image

from knowledge.records import Box, TextLine
from knowledge.vision.blocks import Block, buttons, cut
from knowledge.vision.detect import Corners, Detector
from knowledge.vision.recognise import Recogniser

Pixels = NDArray[np.uint8]

SURE = 0.5
"""Lines below this confidence are noise and are left out."""

ALONE, LONG = 0.75, 2.0
"""A single letter below this confidence is the corner of a frame, unless its box is so many times as long as wide: then
it is a word of a script that the model does not know."""

READABLE = 0.8
"""Mean confidence of upright text is .97 and more; of text on its side or head .5 to .75."""

DRAWN = frozenset("●○•◦■□▪▫◆◇▲△▼▽ ")
"""What a round or square button is read as; a line of nothing else says nothing."""

AIR = 0.2
"""Part of a line's height that is added above and below, as the recogniser saw lines in its training."""

MOST_REST = 0.3
"""Part of a picture in pieces too high for lines from which on all of it is given to the detector."""

MOST_PARTS = 12
"""Pieces too high for lines that are given to the detector one by one."""

PROBED = 6
"""Lines, the widest, by which a page is judged that may stand on its side or head."""

LEAST_SIDE, LARGEST_SIDE = 736, 2048
"""Pixels between which the sides of a picture are brought for the detector; the first is RapidOCR's own."""

MOST_ENLARGED = 4.0
"""Times that a small picture is enlarged at most: letters of 8 pixels, the least that are read, need no more."""

TALL = 1.5
"""A box this much higher than wide holds text that runs downwards."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one pass, before doubtful lines are dropped."""

    lines: tuple[TextLine, ...]
    downwards: bool = False

    @property
    def confidence(self) -> float:
        """Mean confidence over characters; an empty reading leaves nothing to doubt."""
        letters = sum(len(line.text) for line in self.lines)
        if not letters:
            return 1.0
        return sum(len(line.text) * line.confidence for line in self.lines) / letters


class Reader:
    """A loaded OCR engine. Loading takes a second or two."""

    def __init__(self, threads: int = 1) -> None:
        models = Path(rapidocr.__file__).parent / "models"
        self._recogniser = Recogniser(models / "PP-OCRv6_rec_small.onnx", threads)
        self._detector = Detector(models / "PP-OCRv6_det_small.onnx", threads)
        # The first picture takes longer than others, and had better not be a person's.
        self._detected(np.zeros((64, 64, 3), np.uint8))
        self._recogniser.read(np.zeros((48, 64, 3), np.uint8))

    def read(self, content: bytes) -> tuple[TextLine, ...]:
        """Read an encoded picture; a page on its side or head is read as well."""
        with Image.open(io.BytesIO(content)) as picture:
            # The models expect blue, green, red.
            pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
        reading = self._pass(pixels, self._places(pixels), hasty=True)
        if reading is None:
            # What was cut along its gaps is no upright lines; the detector knows those that run downwards.
            reading = self._pass(pixels, self._detected(pixels)) or Reading(())
        if reading.confidence < READABLE:
            # Crops of downward text are turned to the left for reading; that failed, so its top
            # must be on the other side.
            turns = 3 if reading.downwards else 2
            upright = np.ascontiguousarray(np.rot90(pixels, turns))
            turned = self._pass(upright, self._places(upright), hasty=True)
            if turned is not None and turned.confidence > reading.confidence:
                reading = _turned_back(turned, turns)
        return tuple(line for line in reading.lines if line.confidence >= SURE)

    def _pass(
        self, pixels: Pixels, places: Sequence[Corners], *, hasty: bool = False
    ) -> Reading | None:
        """Read all lines, the widest first; with `hasty` return None where the first say that none can be read."""
        if not places:
            return Reading(())
        height, width = pixels.shape[:2]
        corners = np.asarray(places, dtype=np.float64)  # (n, 4, 2)
        low, high = corners.min(axis=1), corners.max(axis=1)
        extent = high - low
        downwards = bool(np.mean(extent[:, 1] > TALL * extent[:, 0]) > 0.5)
        lines: list[TextLine] = []
        for count, at in enumerate(np.argsort(-extent.max(axis=1), kind="stable")):
            text, confidence = self._recogniser.read(_crop(pixels, places[at]))
            corner = len(text) == 1 and confidence < ALONE
            corner = corner and extent[at].max() < LONG * extent[at].min()
            if not corner and any(letter not in DRAWN for letter in text):
                start, end = low[at] / (width, height), high[at] / (width, height)
                box = Box(*map(float, start), *map(float, end))
                lines.append(TextLine(text.strip(), box, round(confidence, 3)))
            if hasty and count + 1 in (PROBED, len(places)) and _unreadable(lines):
                return None
        return Reading(tuple(_in_columns(lines) if downwards else _in_rows(lines)), downwards)

    def _places(self, pixels: Pixels) -> list[Corners]:
        """Find the lines: along the gaps between them where the ground is even, else by the detector."""
        height, width = pixels.shape[:2]
        pieces = cut(pixels)
        high = sum(block.area for block in pieces.rest) > MOST_REST * height * width
        if high or len(pieces.rest) > MOST_PARTS or pieces.soft or not pieces.upright:
            return self._detected(pixels)
        places = [
            _around(block, width, height)
            for block in pieces.lines
            if not buttons(pixels[block.top : block.bottom, block.left : block.right])
        ]
        for block in pieces.rest:
            part = pixels[block.top : block.bottom, block.left : block.right]
            shift = np.array((block.left, block.top), np.float32)
            places += [corners + shift for corners in self._detected(part, enlarged=False)]
        return places

    def _detected(self, pixels: Pixels, *, enlarged: bool = True) -> list[Corners]:
        """Ask the detector, with a small picture enlarged."""
        scale = max(1.0, LEAST_SIDE / min(pixels.shape[:2])) if enlarged else 1.0
        scale = min(scale, MOST_ENLARGED, LARGEST_SIDE / max(pixels.shape[:2]))
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        scaled = pixels if scale == 1 else np.asarray(cv2.resize(pixels, size), np.uint8)
        edge = np.array(pixels.shape[1::-1], np.float32)
        return [np.minimum(corners / scale, edge) for corners in self._detector.find(scaled)]


def _unreadable(lines: Sequence[TextLine]) -> bool:
    return bool(lines) and Reading(tuple(lines)).confidence < READABLE


def _around(block: Block, width: int, height: int) -> Corners:
    air = max(2, round(AIR * block.height))
    left, right = max(0, block.left - air), min(width, block.right + air)
    top, bottom = max(0, block.top - air), min(height, block.bottom + air)
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def _crop(pixels: Pixels, corners: Corners) -> Pixels:
    """Cut a line out and lay it flat; one that runs downwards is turned to the left."""
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    upright = right - left >= TALL * (bottom - top) and abs(corners[0, 1] - corners[1, 1]) < 1
    if upright:
        return pixels[int(top) : int(np.ceil(bottom)), int(left) : int(np.ceil(right))]
    return np.asarray(get_rotate_crop_image(pixels, corners), np.uint8)


@functools.cache
def reader(threads: int) -> Reader:
    """Return the engine of this process, which stays loaded."""
    return Reader(threads)


def _in_rows(lines: list[TextLine]) -> list[TextLine]:
    """Sort from top to bottom; lines that share half of their height are one row."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        if rows and _overlap(rows[-1][0].box, line.box) > 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.left)]


def _in_columns(lines: list[TextLine]) -> list[TextLine]:
    """Sort from right to left, as vertical writing and a page turned to the right run."""
    upright = [replace(line, box=_turn(line.box)) for line in lines]
    back = {id(new): old for new, old in zip(upright, lines, strict=True)}
    return [back[id(line)] for line in _in_rows(upright)]


def _overlap(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return shared / lower if lower > 0 else 0.0


def _turn(box: Box) -> Box:
    """Turn a quarter to the left: what was on the right is on top."""
    return Box(box.top, 1 - box.right, box.bottom, 1 - box.left)


def _turned_back(reading: Reading, turns: int) -> Reading:
    """Give the lines their places in the picture as it was before `turns` quarters to the left."""
    lines = list(reading.lines)
    for _ in range(4 - turns):
        lines = [replace(line, box=_turn(line.box)) for line in lines]
    return Reading(tuple(lines), reading.downwards)
