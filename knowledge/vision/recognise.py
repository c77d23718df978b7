"""Turn pictures of single lines into their words, with the recogniser that RapidOCR brings.

Knows what the steps of a line say (CTC: Graves et al., ICML 2006, best path) and nothing of pages. A doubtful line
is read again at another width.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge.vision.lookalikes import LIKE, settled
from knowledge.vision.pitch import CODE, HEIGHT
from knowledge.vision.scores import Scorer, chances

Pixels = NDArray[np.uint8]
"""Blue, green, red; shape (height, width, 3)."""

NARROWED = 0.8
"""Part of its width at which a line is read again that is doubtful at its full width."""

DOUBTFUL = 0.95
"""Mean confidence of a line below which it is read again."""

CORNER = 0.5
"""Confidence below which a single letter is none, but the corner of a frame, and is not read again."""

LOW, EMPTY = 40, 4
"""Rows that are read where the others are empty: a sixth less work. So many of them stay empty, as in its training."""

EDGE = 28
"""Levels out of 255 between two rows that make an edge."""

LONGEST = 2048
"""Pixels of width up to which a line is read in one piece."""

_WIDTHS = (*range(64, 1025, 64), 1152, 1280, 1408, 1536, 1792, LONGEST)
"""To these a line is filled up: the engine keeps what it prepared for each width it has seen, some 6 MB."""

_MIDDLE = 0.25
"""Part of a line, on both sides of its middle, in which a long one is parted at its widest gap."""

_SPACE = 0.2
"""Part of a line's height from which on a gap is the space between two words."""


class Recogniser:
    """The loaded model. Not thread safe."""

    def __init__(self, model: Path, threads: int) -> None:
        self._scorer = Scorer(model, threads)
        self._characters = self._scorer.characters
        self._class = {letter: self._characters.index(letter) for letter in LIKE}

    def read(self, line: Pixels, narrowed: float = 1.0) -> tuple[str, float]:
        """Return the words and the mean confidence of their letters, 0 where there are none.

        `narrowed` is the part of its width at which the line may be read: reading takes as long as it is wide.
        """
        gap = _gap(line) if line.shape[1] * HEIGHT * narrowed > LONGEST * len(line) else None
        if gap is None:
            return self._whole(line, narrowed)
        middle = (gap.start + gap.stop) // 2
        first, sure = self.read(line[:, :middle], narrowed)
        second, surer = self.read(line[:, middle:], narrowed)
        between = " " if gap.stop - gap.start > _SPACE * len(line) else ""
        letters = max(1, len(first) + len(second))
        return first + between + second, (sure * len(first) + surer * len(second)) / letters

    def _whole(self, line: Pixels, narrowed: float) -> tuple[str, float]:
        whole = max(8, round(line.shape[1] * HEIGHT / len(line)))
        # What a line is filled up to costs as much as its letters do: they get that room.
        text, confidence = self._read(line, min(whole, _room(whole * narrowed)))
        spelled = narrowed < 1 and CODE.search(text) is not None
        corner = narrowed == 1 and len(text) < 2 and confidence < CORNER
        if corner or (confidence >= DOUBTFUL and not spelled):
            return text, confidence
        again = self._read(line, whole if narrowed < 1 else round(whole * NARROWED))
        return again if spelled or again[1] > confidence else (text, confidence)

    def _read(self, line: Pixels, width: int) -> tuple[str, float]:
        scores = self._scorer.scores(_prepared(line, width))
        best = scores.argmax(axis=1)
        kept = np.flatnonzero((best != 0) & (np.diff(best, prepend=0) != 0))
        if not len(kept):
            return "", 0.0
        letters = [self._characters[at] for at in best[kept]]
        sure = chances(scores, kept, best[kept])

        def chance(at: int, letter: str) -> float:
            less = scores[kept[at], best[kept[at]]] - scores[kept[at], self._class[letter]]
            return float(sure[at] * np.exp(-less))

        return "".join(settled(letters, chance)), float(sure.mean())


def _prepared(line: Pixels, width: int) -> Pixels:
    """Scale a line to this width, fill it up, leave empty rows out; shape (40 or 48, one of `_WIDTHS`, 3)."""
    wanted = max(8, min(LONGEST, width))
    way = _way(line.shape[0], line.shape[1], wanted)
    scaled = cv2.resize(line, (wanted, HEIGHT), interpolation=way)
    filled = cv2.copyMakeBorder(scaled, 0, 0, 0, _room(wanted) - wanted, cv2.BORDER_REPLICATE)
    return _without_air(np.asarray(filled, np.uint8))


def _without_air(line: Pixels) -> Pixels:
    """Cut a line of the model's height to `LOW` rows around its letters, where they are no higher."""
    # Rows as they lie in memory, all colours of all columns in one, take a fortieth of the time.
    steps = cv2.absdiff(line[:, 1:], line[:, :-1]).reshape(len(line), -1)
    written = np.flatnonzero(steps.max(axis=1) > EDGE)
    if not len(written) or written[-1] - written[0] > LOW - EMPTY:
        return line
    top = int(written[0] + written[-1] + 1 - LOW) // 2
    top = max(0, min(HEIGHT - LOW, top))
    return line[top : top + LOW]


def _room(width: float) -> int:
    """Return the width up to which a line of this one is filled."""
    return next((one for one in _WIDTHS if width <= one), LONGEST)


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
    if len(line) < 2:
        return np.zeros(line.shape[1], bool)
    steps = cv2.absdiff(line[1:], line[:-1]).max(axis=0)  # (width, 3)
    return np.asarray((steps > EDGE).any(axis=1), bool)


def _way(height: int, width: int, wanted: int) -> int:
    return cv2.INTER_AREA if height > HEIGHT and wanted < width else cv2.INTER_CUBIC
