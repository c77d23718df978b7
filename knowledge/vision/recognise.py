"""Turn pictures of single lines into their words, with the recogniser that RapidOCR brings.

Knows PP-OCRv6 on OpenVINO (CTC: Graves et al., ICML 2006, best path) and nothing of pages. A doubtful line
is read again at another width.
"""

from pathlib import Path

import cv2
import numpy as np
import openvino  # type: ignore[import-untyped]  # it ships no type information
from numpy.typing import NDArray

from knowledge.vision.lookalikes import LIKE, settled

Pixels = NDArray[np.uint8]
"""Blue, green, red; shape (height, width, 3)."""

HEIGHT = 48
"""Pixels of a line as the model takes it; one step of its answer is 8 pixels wide."""

NARROWED_HAN, WIDE = 0.5, 34
"""Reading takes as long as a line is wide. Letters of 34 pixels' width, at the model's height, are Chinese: at half
of it they keep three steps each."""

NARROWED = 0.8
"""Part of its width at which a doubtful line of others is read again. Read so first, 86 of 16,400 characters were
wrong, at full width 74."""

DOUBTFUL = 0.95
"""Mean confidence of a line below which it is read again."""

EDGE = 28
"""Levels out of 255 between two rows that make an edge."""

LONGEST = 2048
"""Pixels of width up to which a line is read in one piece."""

_WIDTHS = (64, 128, 192, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280, 1536, 1792, LONGEST)
"""To these a line is filled up: the engine keeps what it prepared for each width it has seen, some 6 MB."""

_MIDDLE = 0.25
"""Part of a line, on both sides of its middle, in which a long one is parted at its widest gap."""

_SPACE = 0.2
"""Part of a line's height from which on a gap is the space between two words."""


class Recogniser:
    """The loaded model. Not thread safe."""

    def __init__(self, model: Path, threads: int) -> None:
        core = openvino.Core()
        read = core.read_model(model)
        characters = read.get_rt_info()["framework"]["character"].value.splitlines()
        # Class 0 is the blank between two letters, the last one the space.
        self._characters = ["", *characters, " "]
        self._class = {letter: self._characters.index(letter) for letter in LIKE}
        config = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1}
        self._request = core.compile_model(read, "CPU", config).create_infer_request()

    def read(self, line: Pixels) -> tuple[str, float]:
        """Return the words and the mean confidence of their letters, 0 where there are none."""
        gap = _gap(line) if line.shape[1] * HEIGHT > LONGEST * len(line) else None
        if gap is None:
            return self._whole(line)
        middle = (gap.start + gap.stop) // 2
        (first, sure), (second, surer) = self.read(line[:, :middle]), self.read(line[:, middle:])
        between = " " if gap.stop - gap.start > _SPACE * len(line) else ""
        letters = max(1, len(first) + len(second))
        return first + between + second, (sure * len(first) + surer * len(second)) / letters

    def _whole(self, line: Pixels) -> tuple[str, float]:
        first, second = (NARROWED_HAN, 1.0) if _wide(line) else (1.0, NARROWED)
        text, confidence = self._read(line, first)
        if confidence >= DOUBTFUL:
            return text, confidence
        again = self._read(line, second)
        return again if again[1] > confidence else (text, confidence)

    def _read(self, line: Pixels, narrowed: float) -> tuple[str, float]:
        self._request.infer([_prepared(line, narrowed)])
        chances = self._request.get_output_tensor().data[0]  # (steps, classes)
        best = chances.argmax(axis=1)
        kept = np.flatnonzero((best != 0) & (np.diff(best, prepend=0) != 0))
        if not len(kept):
            return "", 0.0
        letters = [self._characters[at] for at in best[kept]]
        known = settled(letters, lambda at, letter: float(chances[kept[at], self._class[letter]]))
        return "".join(known), float(chances[kept, best[kept]].mean())


def _prepared(line: Pixels, narrowed: float) -> NDArray[np.float32]:
    """Scale a line to the model's height, and fill its width up to one of few; shape (1, 3, 48, width)."""
    height, width = line.shape[:2]
    wanted = min(LONGEST, max(8, round(width * HEIGHT / height * narrowed)))
    scaled = cv2.resize(line, (wanted, HEIGHT), interpolation=_way(height, width, wanted))
    full = next(width for width in _WIDTHS if wanted <= width)
    filled = cv2.copyMakeBorder(scaled, 0, 0, 0, full - wanted, cv2.BORDER_REPLICATE)
    return ((filled.astype(np.float32) / 127.5) - 1.0).transpose(2, 0, 1)[None]


def _wide(line: Pixels) -> bool:
    """Tell by the gaps between letters whether they are as wide as they are high."""
    written = _written(line)
    letters = int((np.diff(written.astype(np.int8), prepend=0) == 1).sum())
    return letters > 0 and written.sum() * HEIGHT / len(line) / letters > WIDE


def _gap(line: Pixels) -> slice | None:
    """Return the widest stretch around the middle in which nothing is written."""
    width = line.shape[1]
    start, end = round((0.5 - _MIDDLE) * width), round((0.5 + _MIDDLE) * width)
    empty = np.concatenate(([False], ~_written(line)[start:end], [False])).astype(np.int8)
    (begins,), (ends,) = np.nonzero(np.diff(empty) == 1), np.nonzero(np.diff(empty) == -1)
    if not len(begins):
        return None
    widest = int((ends - begins).argmax())
    return slice(start + int(begins[widest]), start + int(ends[widest]))


def _written(line: Pixels) -> NDArray[np.bool_]:
    """Tell of every column whether there is an edge in it."""
    steps = np.abs(np.diff(line.astype(np.int16), axis=0)).max(axis=2) > EDGE
    return np.asarray(steps.any(axis=0), bool)


def _way(height: int, width: int, wanted: int) -> int:
    return cv2.INTER_AREA if height > HEIGHT and wanted < width else cv2.INTER_CUBIC
