"""Turn a stranger's bytes into a clean picture: upright, sRGB, opaque, nothing but its pixels.

The one door for pictures, run in a confined process: `Limits` are checked on the header before a
decoder is called. Knows Pillow and nothing else.
"""

import hashlib
import io
import struct
import warnings
import zlib

from PIL import Image, ImageCms

from knowledge.errors import Unreadable
from knowledge.records import Sight
from knowledge.vision.encode import encode
from knowledge.vision.header import DAMAGED, measure
from knowledge.vision.limits import Limits

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow raises on bytes that lie; it has no one class for that."""

ORIENTATION = 0x0112
"""EXIF tag 274, values 1 to 8."""

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

DRAFT = 0.85
"""A JPEG may come out at this part of the wanted size: halving while decoding is much cheaper."""

BACKGROUNDS = (255, 0, 128)
"""Greys that may lie behind a transparent picture, the preferred one first."""

NEAR = 48
"""Grey levels within which something can hardly be told from its background."""


def open_picture(content: bytes, limits: Limits) -> Sight:
    """Open the first frame within `limits` and encode it again."""
    limits.check_bytes(len(content))
    header = measure(content, limits.frames)
    limits.check_size(header.width, header.height, header.frames)
    if header.format == "HEIF":
        # Its library is loaded for the pictures that need it.
        from knowledge.vision.heif import register

        register()
    try:
        with warnings.catch_warnings():
            # The limits are checked; whatever else a decoder remarks on has no reader here.
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=[header.format])
            limits.check_size(*picture.size)
            clean = upright(picture, limits.longest_side)
    except BROKEN as error:
        raise Unreadable(DAMAGED) from error
    encoded, media_type = encode(clean)
    return Sight(
        content=encoded,
        media_type=media_type,
        width=clean.width,
        height=clean.height,
        sha256=hashlib.sha256(content).hexdigest(),
        frames=header.frames,
    )


def upright(picture: Image.Image, longest_side: int) -> Image.Image:
    """Decode a picture as it is meant to be seen, in sRGB and opaque, no side longer than `longest_side`."""
    turn = TURNS.get(_orientation(picture))
    profile = picture.info.get("icc_profile")
    scale = min(1.0, longest_side / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    whole = picture.size
    if scale < 1:
        # Does nothing unless it is a JPEG.
        picture.draft(picture.mode, (int(size[0] * DRAFT), int(size[1] * DRAFT)))
    # A photo gains nothing from the dearest filter, and halved while it is decoded nothing from the second; edges of
    # drawings do.
    photo = Image.Resampling.BICUBIC if picture.size == whole else Image.Resampling.BILINEAR
    way = photo if picture.format == "JPEG" else Image.Resampling.LANCZOS
    picture = _resizable(picture)
    if max(picture.size) > longest_side:
        picture = picture.resize(size, way, reducing_gap=3.0)
    picture = _srgb(_opaque(picture), profile)
    return picture.transpose(turn) if turn is not None else picture


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except BROKEN:
        # Broken metadata is no reason to refuse whole pixels.
        return 1


def _resizable(picture: Image.Image) -> Image.Image:
    """Bring palettes, bits and 16-bit greys into a mode that can be averaged."""
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode in ("L", "RGB", "CMYK"):
        picture.load()
        return picture
    return picture.convert("RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    """Lay a transparent picture on the grey that swallows the fewest of its visible pixels."""
    if picture.mode != "RGBA":
        return picture
    visible = picture.getchannel("A").point(lambda alpha: 255 if alpha > 96 else 0)
    greys = picture.convert("L").histogram(visible)

    def swallowed(grey: int) -> int:
        return sum(greys[max(0, grey - NEAR) : grey + NEAR + 1])

    grey = min(BACKGROUNDS, key=swallowed)
    flat = Image.new("RGB", picture.size, (grey, grey, grey))
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def _srgb(picture: Image.Image, profile: object) -> Image.Image:
    if isinstance(profile, bytes) and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
        except (*BROKEN, ImageCms.PyCMSError):
            # A profile that fits no pixel here: the colours are shown as they stand.
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGB")
