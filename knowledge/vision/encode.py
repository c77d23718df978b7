"""Turn a decoded picture into bytes again: PNG where text and flat areas prevail, else JPEG."""

import io

from PIL import Image, ImageChops

FLAT = 0.5
"""Least part of pixels that equal their neighbour in a screenshot or drawing; photos have few."""

PNG_BYTES = 3_000_000
"""A PNG above this is a photo in disguise and costs more than its sharp edges are worth."""


def encode(picture: Image.Image) -> tuple[bytes, str]:
    """Return bytes and media type; no metadata is written."""
    picture.info.clear()
    flat = _flatness(picture) >= FLAT
    if flat:
        content = _save(picture, "PNG", compress_level=4)
        if len(content) <= PNG_BYTES:
            return content, "image/png"
    # Full colour resolution keeps coloured text legible.
    return _save(picture, "JPEG", quality=90, subsampling=0 if flat else 2), "image/jpeg"


def _save(picture: Image.Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def _flatness(picture: Image.Image) -> float:
    """Tell which part of the pixels equals the one to the left."""
    width, height = picture.size
    if width < 2:
        return 1.0
    left = picture.crop((0, 0, width - 1, height))
    right = picture.crop((1, 0, width, height))
    difference = ImageChops.difference(left, right).convert("L")
    return difference.histogram()[0] / (difference.width * difference.height)
