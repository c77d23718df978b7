"""Local features of a picture as a record: places that are found again after cropping, turning, photographing.

A feature is a place with a visual word and a code of 256 bits, 42 bytes when stored. Knows neither how it
is found (`knowledge.vision.sift`) nor what it is compared with.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORDS = 2048
"""Visual words in the vocabulary."""

FEATURE = np.dtype(
    [
        ("code", np.uint64, 4),
        ("x", np.float32),
        ("y", np.float32),
        ("size", np.float32),
        ("angle", np.float32),
    ]
)
"""Place and diameter in pixels of the working size, angle in degrees."""

_STORED = np.dtype(
    [
        ("code", "<u8", 4),
        ("x", "<u2"),
        ("y", "<u2"),
        ("size", "<f2"),
        ("angle", "<u2"),
        ("word", "<u2"),
    ]
)
_PER_PIXEL, _PER_DEGREE = 16.0, 180.0


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The features of one picture; `width` and `height` are of the working size they were found at."""

    width: int
    height: int
    points: NDArray[np.void]
    """Rows of `FEATURE`."""
    words: NDArray[np.uint16]
    """Visual words of each point, nearest first, shape (n, 1) or, of a queried picture, (n, 2)."""

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width, as those of an array."""
        return self.height, self.width

    def packed(self) -> tuple[int, int, bytes]:
        """Return width, height, and the points as bytes, places to a sixteenth of a pixel."""
        stored = np.zeros(len(self.points), _STORED)
        stored["word"] = self.words[:, 0]
        for name in ("code", "size"):
            stored[name] = self.points[name]
        for name in ("x", "y"):
            stored[name] = np.clip(self.points[name] * _PER_PIXEL, 0, 65535)
        stored["angle"] = self.points["angle"] % 360 * _PER_DEGREE
        return self.width, self.height, stored.tobytes()

    @classmethod
    def unpacked(cls, width: int, height: int, content: bytes) -> "Features":
        """Read what `packed` gave."""
        stored = np.frombuffer(content, _STORED)
        points = np.zeros(len(stored), FEATURE)
        for name in ("code", "size"):
            points[name] = stored[name]
        for name in ("x", "y"):
            points[name] = stored[name] / _PER_PIXEL
        points["angle"] = stored["angle"] / _PER_DEGREE
        return cls(width, height, points, stored["word"][:, None].astype(np.uint16))


NOTHING = Features(1, 1, np.zeros(0, FEATURE), np.zeros((0, 1), np.uint16))
"""What is found in an empty picture."""
