"""Paint over parts of a picture, so that nothing of what stood there is left in it.

Knows pixels and places, not why they are covered.
"""

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from knowledge.records import Box
from knowledge.vision.encode import encode

GROUND: Final = (32, 33, 36)
WORDS: Final = (255, 255, 255)
SMALLEST: Final = 9
"""Points below which nobody can read what a cover says; it stays empty then."""


def cover(content: bytes, covers: Sequence[tuple[Box, str]]) -> tuple[bytes, str]:
    """Return bytes and media type of a picture with each place covered and named."""
    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("RGB")
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    places = [
        (
            int(box.left * width),
            int(box.top * height),
            max(int(box.left * width) + 1, round(box.right * width)),
            max(int(box.top * height) + 1, round(box.bottom * height)),
        )
        for box, _ in covers
    ]
    for place in places:
        pen.rectangle(place, fill=GROUND)
    for place, (_, words) in zip(places, covers, strict=True):
        _name(pen, place, words)
    return encode(picture)


def _name(pen: ImageDraw.ImageDraw, place: tuple[int, int, int, int], words: str) -> None:
    left, top, right, bottom = place
    points = min(28, int((bottom - top) * 0.6))
    while points >= SMALLEST:
        font = ImageFont.load_default(points)
        if pen.textlength(words, font=font) <= right - left - 4:
            pen.text((left + 2, (top + bottom) / 2), words, fill=WORDS, font=font, anchor="lm")
            return
        points -= 2
