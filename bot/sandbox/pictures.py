"""Turn the bytes of a picture into the sizes in which a chat shows it.

Knows Pillow and nothing of chats; runs on a worker thread.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.errors import ApiError, bad_request

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

SIZES = (90, 320, 800, 1280, 2560)
"""Longest sides; a smaller picture gets those below its own size, and its own."""
MAX_SIDES = 10_000
"""Width and height together, Telegram's limit for a photo."""
MAX_RATIO = 20
THUMBNAIL_SIDE = 320
MAX_THUMBNAIL_PIXELS = 25_000_000
"""A picture sent as a file gets no thumbnail above this, so that nobody's memory is spent on one."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture at one size, as JPEG."""

    width: int
    height: int
    content: bytes


def renditions(content: bytes) -> tuple[Rendition, ...]:
    """Make all sizes of a photo, smallest first; raise Telegram's refusal where it is none."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content)) as opened:
            _refuse_dimensions(opened.size)
            if getattr(opened, "is_animated", False):
                raise _not_an_image()
            opened.draft("RGB", (SIZES[-1], SIZES[-1]))
            picture = _flat(ImageOps.exif_transpose(opened))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise _not_an_image() from error
    longest = max(picture.size)
    sides = [side for side in SIZES if side < longest] + [min(longest, SIZES[-1])]
    made: list[Rendition] = []
    # Each size is made from the next larger one: the large picture is scanned only once.
    for side in sorted(set(sides), reverse=True):
        picture = _scaled(picture, side)
        made.append(Rendition(picture.width, picture.height, _jpeg(picture)))
    return tuple(reversed(made))


def thumbnail(content: bytes) -> tuple[Rendition, tuple[int, int]] | None:
    """Make a small preview of a picture sent as a file and tell its true size, where it is one."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as opened:
            size = opened.size
            if size[0] * size[1] > MAX_THUMBNAIL_PIXELS:
                return None
            opened.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            picture = _scaled(_flat(opened), THUMBNAIL_SIDE)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    return Rendition(picture.width, picture.height, _jpeg(picture)), size


def sticker(seed: str) -> bytes:
    """Draw a plain round sticker in a colour of its own, as WebP."""
    from PIL import Image, ImageDraw

    drawn = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    hue = sum(seed.encode()) * 47 % 360
    ImageDraw.Draw(drawn).ellipse((16, 16, 496, 496), fill=f"hsl({hue}, 80%, 60%)")
    written = io.BytesIO()
    drawn.save(written, "WEBP")
    return written.getvalue()


def _not_an_image() -> ApiError:
    return bad_request("IMAGE_PROCESS_FAILED")


def _refuse_dimensions(size: Sequence[int]) -> None:
    width, height = size
    if width + height > MAX_SIDES or max(size) > MAX_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _flat(picture: "Picture") -> "Picture":
    """Put transparency on white, as JPEG has none."""
    from PIL import Image

    if picture.mode == "RGB":
        return picture.copy()
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    white = Image.new("RGB", picture.size, "white")
    white.paste(layered, mask=layered.getchannel("A"))
    return white


def _scaled(picture: "Picture", side: int) -> "Picture":
    from PIL import Image

    longest = max(picture.size)
    if longest <= side:
        return picture
    width, height = (max(1, round(edge * side / longest)) for edge in picture.size)
    return picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)


def _jpeg(picture: "Picture") -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=87)
    return written.getvalue()
