"""Moving drawings as Telegram's stickers hold them: Lottie, gzipped (core.telegram.org/stickers)."""

import gzip
import json
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Json = dict[str, Any]
Colour = tuple[float, float, float]

RED, BLUE, WHITE, INK = (0.9, 0.1, 0.1), (0.1, 0.2, 0.9), (1.0, 1.0, 1.0), (0.1, 0.1, 0.15)
SIDE, RATE = 512, 60


def fixed(value: object) -> Json:
    """Give a property one value for all time."""
    return {"a": 0, "k": value}


def circle(across: float = 300) -> Json:
    return {"ty": "el", "p": fixed([0, 0]), "s": fixed([across, across])}


def rectangle(width: float, height: float) -> Json:
    return {"ty": "rc", "p": fixed([0, 0]), "s": fixed([width, height]), "r": fixed(0)}


def outlines(words: Sequence[str], points: int = 56) -> list[Json]:
    """Return the outlines of drawn words, the middle of the sticker at (0, 0)."""
    picture = Image.new("L", (SIDE, SIDE), 0)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(points)
    for row, text in enumerate(words):
        left = (SIDE - pen.textlength(text, font=font)) / 2
        pen.text((left, 120 + row * points * 1.5), text, fill=255, font=font)
    # Twice as large, so that round letters stay round.
    large = cv2.resize(np.asarray(picture), (2 * SIDE, 2 * SIDE), interpolation=cv2.INTER_CUBIC)
    found, _ = cv2.findContours(
        (large > 127).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1
    )
    paths = []
    for contour in found:
        corners = (contour[:, 0, :] / 2 - SIDE / 2).tolist()
        still = [[0, 0]] * len(corners)
        paths.append({"ty": "sh", "ks": fixed({"i": still, "o": still, "v": corners, "c": True})})
    return paths


def layer(shapes: Sequence[Json], colour: Colour, first: int, end: int) -> Json:
    """Show filled shapes from one picture to the one before another."""
    place = {"o": fixed(100), "r": fixed(0), "a": fixed([0, 0]), "s": fixed([100, 100])}
    # Even-odd, so that the hole in an O is one.
    fill = {"ty": "fl", "c": fixed([*colour, 1]), "o": fixed(100), "r": 2}
    group = {"ty": "gr", "it": [*shapes, fill, {"ty": "tr", "p": fixed([0, 0]), **place}]}
    whole = {"p": fixed([SIDE / 2, SIDE / 2, 0]), **place}
    return {"ty": 4, "ks": whole, "shapes": [group], "ip": first, "op": end, "st": 0}


def sticker(*layers: Json, frames: int = 180, **more: object) -> bytes:
    """Pack layers, the first on top."""
    document: Json = {
        "tgs": 1,
        "v": "5.5.2",
        "fr": RATE,
        "ip": 0,
        "op": frames,
        "w": SIDE,
        "h": SIDE,
    }
    return packed(document | {"assets": [], "layers": list(layers)} | more)


def packed(document: object) -> bytes:
    return gzip.compress(json.dumps(document).encode())


def circle_then_square() -> bytes:
    """A red circle, and from the middle on a blue square."""
    first, second = layer([circle()], RED, 0, 90), layer([rectangle(300, 300)], BLUE, 90, 180)
    return sticker(first, second)


def advert(words: Sequence[str], colour: Colour = INK) -> bytes:
    """A red circle that for the last half second is words."""
    return sticker(layer([circle()], RED, 0, 150), layer(outlines(words), colour, 150, 180))
