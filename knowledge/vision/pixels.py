"""Turn a clean picture, encoded by `knowledge.vision.encode`, into a small grey one to compute on.

Runs in the caller's process, as the picture model does: the bytes were written by this project from
pixels that a confined process had decoded, and what they claim to unpack to is checked once more.
Wraps OpenCV.
"""

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import Unreadable
from knowledge.vision.header import DAMAGED, measure
from knowledge.vision.limits import Limits

Grey = NDArray[np.uint8]
"""Shape (height, width)."""

AREA = 320_000
"""Pixels of the picture that hashes and features are made of (653 x 490): scales are alike, and it takes 65 ms."""

_LIMITS = Limits()

_MOST_ENLARGED = 2.0
"""Beyond this a small picture gains nothing but blur."""


def grey(content: bytes, area: int = AREA) -> Grey:
    """Decode and scale to about `area` pixels; raise `Unreadable` for what is no picture."""
    import cv2

    header = measure(content, most_frames=1)
    _LIMITS.check_size(header.width, header.height)
    scale = min(_MOST_ENLARGED, (area / (header.width * header.height)) ** 0.5)
    # A JPEG is decoded at half size, at a fraction of the cost, where more would be scaled away.
    mode = cv2.IMREAD_REDUCED_GRAYSCALE_2 if scale <= 0.5 else cv2.IMREAD_GRAYSCALE
    if header.format != "JPEG":
        mode = cv2.IMREAD_GRAYSCALE
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), mode)
    if decoded is None:
        raise Unreadable(DAMAGED)
    size = (max(1, round(header.width * scale)), max(1, round(header.height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(decoded, size, interpolation=way), np.uint8)


def within(pixels: Grey, longest_side: int) -> Grey:
    """Scale down to `longest_side` where it is larger."""
    import cv2

    scale = longest_side / max(pixels.shape)
    if scale >= 1:
        return pixels
    height, width = pixels.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
