"""Turn a clean picture into the lines of text that can be read in it, in reading order.

Knows RapidOCR with its bundled models (English, Chinese and Latin scripts) on OpenVINO, no limits
and no documents. Nothing is downloaded: the models lie in the installed package.
"""

import functools
import io
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import rapidocr
from numpy.typing import NDArray
from PIL import Image
from rapidocr import EngineType, RapidOCR
from rapidocr.utils.output import RapidOCROutput

from knowledge.records import Box, TextLine

Pixels = NDArray[np.uint8]

SURE = 0.5
"""Lines below this confidence are noise and are left out."""

READABLE = 0.8
"""Mean confidence of upright text is .97 and more; of text on its side or head .5 to .75."""

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
        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": 0.0,
                # The angle classifier turns upright lines on their heads (6.5 % of characters).
                "Global.use_cls": False,
                "Det.engine_type": EngineType.OPENVINO,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.engine_type": EngineType.OPENVINO,
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                # Lines of unlike lengths in one batch are padded to the longest.
                "Rec.rec_batch_num": 1,
                "EngineConfig.openvino.inference_num_threads": threads,
            }
        )
        # Models are compiled with the first picture, which had better not be a person's.
        self._pass(np.zeros((64, 64, 3), np.uint8))

    def read(self, content: bytes) -> tuple[TextLine, ...]:
        """Read an encoded picture; a page on its side or head is read as well."""
        with Image.open(io.BytesIO(content)) as picture:
            # The engine expects blue, green, red.
            pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1]
        reading = self._pass(pixels)
        if reading.confidence < READABLE:
            # Crops of downward text are turned to the left for reading; that failed, so its top
            # must be on the other side.
            turns = 3 if reading.downwards else 2
            turned = self._pass(np.rot90(pixels, turns))
            if turned.confidence > reading.confidence:
                reading = _turned_back(turned, turns)
        return tuple(line for line in reading.lines if line.confidence >= SURE)

    def _pass(self, pixels: Pixels) -> Reading:
        output = self._engine(np.ascontiguousarray(pixels))
        if not isinstance(output, RapidOCROutput) or output.boxes is None:
            return Reading(())
        height, width = pixels.shape[:2]
        corners = np.asarray(output.boxes, dtype=np.float64) / (width, height)  # (n, 4, 2)
        low, high = corners.min(axis=1), corners.max(axis=1)
        extent = (high - low) * (width, height)
        downwards = bool(np.mean(extent[:, 1] > TALL * extent[:, 0]) > 0.5)
        lines = [
            TextLine(
                text.strip(), Box(*map(float, start), *map(float, end)), round(float(score), 3)
            )
            for text, start, end, score in zip(
                output.txts or (), low, high, output.scores or (), strict=True
            )
            if text.strip()
        ]
        return Reading(tuple(_in_columns(lines) if downwards else _in_rows(lines)), downwards)


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
