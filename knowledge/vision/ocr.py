"""Turn a clean picture into the lines of text that can be read in it, in reading order.

Finds lines by the even gaps between them, or by RapidOCR's detector, and has each recognised (English,
Chinese and Latin scripts). Knows no limits and no documents.
Nothing is downloaded: the models lie in the installed package.
"""

import functools
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray
from PIL import Image
from rapidocr.utils.process_img import get_rotate_crop_image

from knowledge.records import Box, TextLine
from knowledge.vision.blocks import LEAST, Block, buttons, cut
from knowledge.vision.detect import Corners, Detector
from knowledge.vision.hidden import copies
from knowledge.vision.order import Reading, in_columns, in_rows, turned_back
from knowledge.vision.pitch import Pitch
from knowledge.vision.recognise import Recogniser

Pixels = NDArray[np.uint8]

SURE = 0.5
"""Lines below this confidence are noise and are left out."""

FAINTLY_SURE = 0.35
"""Enough where a line is looked at again for what may be a secret."""

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

SURELY_HIDDEN = 0.9
"""Confidence of a line in a copy: grain and cloth that are stretched look like letters more often than pictures do."""

CLOSER_SIDE = 960
"""Pixels to which the shorter side is brought for a second reading: lines are parted elsewhere then."""

LEAST_TURNED = 3
"""Letters below which a doubtful reading is no word."""

TALL = 1.5
"""A box this much higher than wide holds text that runs downwards."""


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
        pixels = _opened(content)
        if min(pixels.shape[:2]) < LEAST:
            return ()
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
                reading = turned_back(turned, turns)
        lines = [self._either_way_up(pixels, line) for line in reading.lines]
        lines = [line for line in lines if line.confidence >= SURE]
        return (*lines, *self._hidden(pixels, lines))

    def read_closer(self, content: bytes) -> tuple[TextLine, ...]:
        """Read an upright picture once more, by the detector alone and enlarged; doubtful lines are kept too."""
        pixels = _opened(content)
        reading = self._pass(pixels, self._detected(pixels, least=CLOSER_SIDE)) or Reading(())
        return tuple(line for line in reading.lines if line.confidence >= FAINTLY_SURE)

    def _either_way_up(self, pixels: Pixels, line: TextLine) -> TextLine:
        """Read a doubtful line the other way up too: beside upright ones it may stand on its head."""
        if line.confidence >= READABLE or len(line.text) < LEAST_TURNED:
            return line
        height, width = pixels.shape[:2]
        edges = np.array((line.box.left, line.box.top, line.box.right, line.box.bottom))
        left, top, right, bottom = edges * (width, height, width, height)
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
        over = np.ascontiguousarray(np.rot90(_crop(pixels, corners), 2))
        text, confidence = self._recogniser.read(over)
        if confidence < max(READABLE, line.confidence):
            return line
        return replace(line, text=text.strip(), confidence=round(confidence, 3))

    def _hidden(self, pixels: Pixels, lines: Sequence[TextLine]) -> list[TextLine]:
        """Read what stands out only in a copy, where nothing was read before."""
        found: list[TextLine] = []
        for copy in copies(pixels, [line.box for line in lines]):
            reading = self._pass(copy, self._detector.find(copy)) or Reading(())
            seen = [line.box for line in (*lines, *found)]
            found += [
                line
                for line in reading.lines
                if line.confidence >= SURELY_HIDDEN
                and len(line.text) >= LEAST_TURNED
                and not any(_covers(box, line.box) for box in seen)
            ]
        return found

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
        pitch = Pitch()
        for count, at in enumerate(np.argsort(-extent.max(axis=1), kind="stable")):
            crop = _crop(pixels, places[at])
            text, confidence = self._recogniser.read(crop, pitch.narrowed(len(crop)))
            if confidence >= READABLE:
                pitch.learn(text, crop.shape[1], len(crop))
            corner = len(text) == 1 and confidence < ALONE
            corner = corner and extent[at].max() < LONG * extent[at].min()
            if not corner and any(letter not in DRAWN for letter in text):
                start, end = low[at] / (width, height), high[at] / (width, height)
                box = Box(*map(float, start), *map(float, end))
                lines.append(TextLine(text.strip(), box, round(confidence, 3)))
            if hasty and count + 1 in (PROBED, len(places)) and _unreadable(lines):
                return None
        return Reading(tuple(in_columns(lines) if downwards else in_rows(lines)), downwards)

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

    def _detected(
        self, pixels: Pixels, *, enlarged: bool = True, least: int = LEAST_SIDE
    ) -> list[Corners]:
        """Ask the detector, with a small picture enlarged until its shorter side has `least` pixels."""
        scale = max(1.0, least / min(pixels.shape[:2])) if enlarged else 1.0
        scale = min(scale, MOST_ENLARGED, LARGEST_SIDE / max(pixels.shape[:2]))
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        scaled = pixels if scale == 1 else np.asarray(cv2.resize(pixels, size), np.uint8)
        edge = np.array(pixels.shape[1::-1], np.float32)
        return [np.minimum(corners / scale, edge) for corners in self._detector.find(scaled)]


def _opened(content: bytes) -> Pixels:
    with Image.open(io.BytesIO(content)) as picture:
        # The models expect blue, green, red.
        return np.asarray(
            cv2.cvtColor(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2BGR), np.uint8
        )


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


def _covers(known: Box, box: Box) -> bool:
    """Tell whether the middle of a line lies where something was read."""
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return known.left <= across <= known.right and known.top <= down <= known.bottom


@functools.cache
def reader(threads: int) -> Reader:
    """Return the engine of this process, which stays loaded."""
    return Reader(threads)
