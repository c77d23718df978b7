"""Make a picture unrecognisable but for its layout and colours, for people who have to judge it."""

import io

from PIL import Image, ImageFilter

LONGEST = 320
"""A thumbnail on a card; smaller than what anybody would want to keep."""

RADIUS = 14
"""Standard deviation in pixels at `LONGEST`: faces, text and bodies cannot be made out."""


def blurred(content: bytes) -> bytes:
    """Return a blurred JPEG of a picture that `Eyes` encoded."""
    with Image.open(io.BytesIO(content)) as opened:
        opened.draft("RGB", (LONGEST, LONGEST))
        picture = opened.convert("RGB")
    picture.thumbnail((LONGEST, LONGEST))
    buffer = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(RADIUS)).save(buffer, "JPEG", quality=60)
    return buffer.getvalue()
