"""Screen recordings and talks, drawn for the stories."""

import io
import tempfile
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from tests.way.drawing import dialog, lines

RATE = 10
SIZE = (900, 560)


def recording(*screens: tuple[bytes, float], ending: str = ".mp4", rate: float = RATE) -> bytes:
    """Film pictures, each for so many seconds."""
    codec = "mp4v" if ending == ".mp4" else "VP80"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film{ending}"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), rate, SIZE)
        assert writer.isOpened()
        for picture, seconds in screens:
            with Image.open(io.BytesIO(picture)) as opened:
                shown = np.full((SIZE[1], SIZE[0], 3), 245, np.uint8)
                pixels = np.asarray(opened.convert("RGB"))[: SIZE[1], : SIZE[0], ::-1]
                shown[: pixels.shape[0], : pixels.shape[1]] = pixels
            for _ in range(round(seconds * rate)):
                writer.write(shown)
        writer.release()
        return path.read_bytes()


def error_at(seconds: float, code: str, words: str, after: float = 2.0) -> bytes:
    """Film a page of settings on which an error appears after so many seconds."""
    return recording(
        (lines(("Settings", "Printers", "Kitchen printer", "Start")), seconds),
        (dialog(code, words), after),
    )
