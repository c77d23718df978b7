"""Take the words out of a picture, so that what is left is judged by what it shows.

A picture model believes what is written on a picture more than what it shows (Goh et al., Multimodal Neurons in
Artificial Neural Networks, Distill 2021). Knows pixels and places. Wraps OpenCV.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from knowledge.records import Box

SIDE = 448
"""Pixels of the longer side of what comes out: picture models look at 224 to 384."""

AROUND = 0.3
"""Part of a line's height, or width where it runs downwards, that is taken with it on every side."""

RADIUS = 4.0
"""Pixels from which the colours of a place are drawn."""


def wordless(content: bytes, words: Sequence[Box]) -> bytes:
    """Return a small PNG of a picture that `Eyes` encoded, its words filled in from around them."""
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    height, width = decoded.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(decoded, size, interpolation=cv2.INTER_AREA)
    mask = np.zeros(small.shape[:2], np.uint8)
    for box in words:
        left, right = box.left * size[0], box.right * size[0]
        top, bottom = box.top * size[1], box.bottom * size[1]
        air = 1 + AROUND * min(right - left, bottom - top)
        mask[
            max(0, int(top - air)) : int(bottom + air) + 1,
            max(0, int(left - air)) : int(right + air) + 1,
        ] = 255
    filled = cv2.inpaint(small, mask, RADIUS, cv2.INPAINT_TELEA)
    return bytes(cv2.imencode(".png", filled)[1])
