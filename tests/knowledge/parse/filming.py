"""Draw short videos: one screen after the other."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

RATE = 10
"""Frames a second."""


def screen(text: str, size: tuple[int, int] = (320, 180)) -> np.ndarray:
    """A window with a title and a shape of its own for each text."""
    frame = np.full((size[1], size[0], 3), 235, np.uint8)
    cv2.putText(frame, text, (20, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 2)
    side = 20 + 45 * (len(text) % 5)
    cv2.rectangle(frame, (side, 70), (side + 120, 160), (200, 80, 30 * (len(text) % 7)), -1)
    return frame


def film(
    path: Path, shots: Sequence[tuple[str, float]], size: tuple[int, int] = (320, 180)
) -> bytes:
    codec = {".mp4": "mp4v", ".mov": "mp4v", ".webm": "VP80", ".mkv": "mp4v"}[path.suffix]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), RATE, size)
    assert writer.isOpened()
    for text, seconds in shots:
        for _ in range(round(seconds * RATE)):
            writer.write(screen(text, size))
    writer.release()
    return path.read_bytes()
