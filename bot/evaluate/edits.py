"""Turn a picture into what becomes of it on its way through a chat, so that finding it again can be measured.

Wraps Pillow. Every edit takes one source of chance, so that equal seeds give equal bytes.
"""

import io
import math
import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Picture = Image.Image
Edit = Callable[[Picture, random.Random], bytes]
"""An upright RGB picture to the bytes of a JPEG or PNG."""

CROP_AREA = 0.6
"""The part of a picture that a crop keeps."""

TILT_DEGREES = 2.0


def unedited(picture: Picture, chance: random.Random) -> bytes:
    """Change nothing but the file."""
    return _png(picture)


def jpeg_q30(picture: Picture, chance: random.Random) -> bytes:
    """Compress as hard as a bad messenger does."""
    return _jpeg(picture, 30)


def half_size(picture: Picture, chance: random.Random) -> bytes:
    """Halve both sides."""
    size = (max(1, picture.width // 2), max(1, picture.height // 2))
    return _png(picture.resize(size, Image.Resampling.LANCZOS))


def crop(picture: Picture, chance: random.Random) -> bytes:
    """Keep `CROP_AREA` of the picture, from anywhere in it."""
    side = math.sqrt(CROP_AREA)
    width, height = round(picture.width * side), round(picture.height * side)
    left = chance.randint(0, picture.width - width)
    top = chance.randint(0, picture.height - height)
    return _png(picture.crop((left, top, left + width, top + height)))


def photo_of_screen(picture: Picture, chance: random.Random) -> bytes:
    """Photograph it from a screen: at an angle, a little blurred, unevenly lit, with moire and grain."""
    scale = 1200 / max(picture.size)
    sheet = picture.resize(
        (max(8, round(picture.width * scale)), max(8, round(picture.height * scale))),
        Image.Resampling.BICUBIC,
    )
    width, height = sheet.size
    margin = round(0.08 * max(sheet.size))
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    slack = 0.07 * min(width, height)
    target = [
        (x + margin + chance.uniform(-slack, slack), y + margin + chance.uniform(-slack, slack))
        for x, y in corners
    ]
    size = (width + 2 * margin, height + 2 * margin)
    shade = chance.randint(15, 70)
    desk = Image.new("RGB", size, (shade, shade, shade))
    coefficients = _perspective(target, corners)
    kind, smooth = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    seen = sheet.transform(size, kind, coefficients, smooth)
    inside = Image.new("L", sheet.size, 255).transform(size, kind, coefficients, smooth)
    desk.paste(seen, mask=inside)
    blurred = desk.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 1.4)))
    return _jpeg(Image.fromarray(_lit(np.asarray(blurred, np.float32), chance)), 75)


def turned_90(picture: Picture, chance: random.Random) -> bytes:
    """Turn a quarter to the left."""
    return _png(picture.transpose(Image.Transpose.ROTATE_90))


def turned_180(picture: Picture, chance: random.Random) -> bytes:
    """Turn on its head."""
    return _png(picture.transpose(Image.Transpose.ROTATE_180))


def bordered(picture: Picture, chance: random.Random) -> bytes:
    """Put a frame of a tenth of its longer side around it."""
    margin = max(picture.size) // 10
    size = (picture.width + 2 * margin, picture.height + 2 * margin)
    framed = Image.new("RGB", size, tuple(chance.randint(0, 255) for _ in range(3)))
    framed.paste(picture, (margin, margin))
    return _png(framed)


def captioned(picture: Picture, chance: random.Random) -> bytes:
    """Put a bar with words above it, as makers of jokes do."""
    bar = max(40, picture.height // 6)
    whole = Image.new("RGB", (picture.width, picture.height + bar), "white")
    whole.paste(picture, (0, bar))
    font = ImageFont.load_default(bar * 0.5)
    ImageDraw.Draw(whole).text((bar * 0.3, bar * 0.2), "when it happens again", "black", font)
    return _jpeg(whole, 80)


def tilted(picture: Picture, chance: random.Random) -> bytes:
    """Turn by `TILT_DEGREES` either way, as a page lies on a scanner."""
    angle = chance.choice((-TILT_DEGREES, TILT_DEGREES))
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    return _jpeg(turned, 85)


EDITS: Mapping[str, Edit] = MappingProxyType(
    {
        "JPEG q30": jpeg_q30,
        "half size": half_size,
        "crop to 60 %": crop,
        "photo of a screen": photo_of_screen,
    }
)
"""The four edits of the protocol."""

FURTHER: Mapping[str, Edit] = MappingProxyType(
    {
        "turned by 90": turned_90,
        "turned by 180": turned_180,
        "border": bordered,
        "caption bar": captioned,
        "2 degree tilt": tilted,
    }
)
"""More that happens to pictures; reported beside the protocol."""


def edited(content: bytes, edit: Edit, seed: str) -> bytes:
    """Open one of our own pictures, upright and opaque on white, and edit it."""
    with Image.open(io.BytesIO(content)) as opened:
        whole = Image.new("RGB", opened.size, "white")
        picture = opened.convert("RGBA")
        whole.paste(picture, mask=picture.getchannel("A"))
    return edit(whole, random.Random(seed))


def _lit(pixels: NDArray[np.float32], chance: random.Random) -> NDArray[np.uint8]:
    """Add a slope of light, two gratings that beat (moire), and grain; shape (height, width, 3)."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = chance.uniform(0, 2 * math.pi)
    across = (x / width - 0.5) * math.cos(slope) + (y / height - 0.5) * math.sin(slope)
    light = 1 + chance.uniform(0.2, 0.45) * across
    for _ in range(2):
        angle, period = chance.uniform(0, math.pi), chance.uniform(3, 9)
        wave = np.sin(2 * math.pi / period * (x * math.cos(angle) + y * math.sin(angle)))
        light *= 1 + chance.uniform(0.02, 0.05) * wave
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, 5, pixels.shape)
    glare = chance.uniform(5, 25)
    lit: NDArray[np.uint8] = np.clip(pixels * light[..., None] * 0.92 + glare + grain, 0, 255)
    return lit.astype(np.uint8)


def _perspective(seen: list[tuple[float, float]], flat: list[tuple[int, int]]) -> tuple[float, ...]:
    """Return Pillow's eight coefficients that lead each corner as seen back to the flat one."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solved = np.linalg.solve(np.array(rows, float), np.array(values, float))
    return tuple(map(float, solved))


def _jpeg(picture: Picture, quality: int) -> bytes:
    return _save(picture, "JPEG", quality=quality)


def _png(picture: Picture) -> bytes:
    return _save(picture, "PNG", compress_level=1)


def _save(picture: Picture, kind: str, **options: int) -> bytes:
    encoded = io.BytesIO()
    picture.save(encoded, kind, **options)
    return encoded.getvalue()
