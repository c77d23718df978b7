"""Turn the bytes of a JPEG, PNG, WebP, GIF or HEIC into its measurements, without decoding a pixel.

Reads the chunk structure only, so that what a file claims to unpack to is known before any decoder
sees it. Knows no limits.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.errors import Unreadable

Format = Literal["JPEG", "PNG", "WEBP", "GIF", "HEIF"]

START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that carry the size; the three left out define tables (ITU T.81, table B.1)."""

DAMAGED = "the picture is cut off or damaged; send it again"

HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
"""What a HEIC file calls itself (ISO 23008-12); the last two are shared with AVIF."""

MATROSKA = b"\x1a\x45\xdf\xa3"
MOST_BOXES = 10_000

STANDALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""JPEG markers without a length."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture file says of itself."""

    format: Format
    width: int
    height: int
    frames: int = 1


def sniff(content: bytes) -> Format | None:
    """Name the format by the first bytes; the file's name and claimed type play no part."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS and b"avif" not in content[12:64]:
        return "HEIF"
    return None


def is_video(content: bytes) -> bool:
    """Tell by the first bytes: MP4 and MOV (ISO 14496-12), WebM and Matroska (RFC 9559)."""
    boxes = (b"ftyp", b"moov", b"mdat", b"wide", b"free")
    return sniff(content) is None and (content[4:8] in boxes or content.startswith(MATROSKA))


def measure(content: bytes, most_frames: int) -> Header:
    """Read size and frames; counting stops one beyond `most_frames`."""
    kind = sniff(content)
    if kind is None:
        raise Unreadable(
            "this is not a picture (JPEG, PNG, WebP, GIF or HEIC); save it as one of these and send that"
        )
    try:
        if kind == "JPEG":
            return _jpeg(content)
        if kind == "PNG":
            return _png(content, most_frames)
        if kind == "WEBP":
            return _webp(content, most_frames)
        if kind == "HEIF":
            return _heif(content)
        return _gif(content, most_frames)
    except (struct.error, IndexError) as error:
        raise Unreadable(DAMAGED) from error


def _jpeg(content: bytes) -> Header:
    at = 2
    while True:
        if content[at] != 0xFF:
            raise Unreadable(DAMAGED)
        while content[at] == 0xFF:
            at += 1
        marker = content[at]
        at += 1
        if marker in START_OF_FRAME:
            height, width = struct.unpack_from(">HH", content, at + 3)
            return Header("JPEG", width, height)
        if marker not in STANDALONE:
            # A length counts its own two bytes; less would send the walk backwards.
            at += max(2, struct.unpack_from(">H", content, at)[0])


def _png(content: bytes, most_frames: int) -> Header:
    width, height = struct.unpack_from(">II", content, 16)
    frames = 0
    at = 8
    while at + 8 <= len(content) and frames <= most_frames:
        length, name = struct.unpack_from(">I4s", content, at)
        frames += name == b"fcTL"
        at += 12 + length
    return Header("PNG", width, height, max(1, frames))


def _webp(content: bytes, most_frames: int) -> Header:
    frames = 0
    # All sizes in the file, the canvas and a single frame: decoders differ in which they believe.
    sizes: list[tuple[int, int]] = []
    for name, at in _riff_chunks(content):
        if name == b"VP8X":
            sizes.append((_uint24(content, at + 4) + 1, _uint24(content, at + 7) + 1))
        elif name == b"ANMF":
            frames += 1
        elif name == b"VP8 ":
            width, height = struct.unpack_from("<HH", content, at + 6)
            sizes.append((width & 0x3FFF, height & 0x3FFF))
        elif name == b"VP8L":
            bits = struct.unpack_from("<I", content, at + 1)[0]
            sizes.append(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        if frames > most_frames:
            break
    if not sizes:
        raise Unreadable(DAMAGED)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Header("WEBP", width, height, max(1, frames))


def _riff_chunks(content: bytes) -> Iterator[tuple[bytes, int]]:
    at = 12
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        yield name, at + 8
        at += 8 + length + (length & 1)


def _uint24(content: bytes, at: int) -> int:
    return int(struct.unpack("<I", content[at : at + 3] + b"\0")[0])


def _heif(content: bytes) -> Header:
    # All sizes in the file, of tiles and of the whole: nothing larger is decoded.
    sizes = [
        struct.unpack_from(">II", content, at + 4)
        for at, _ in _boxes(content, (b"meta", b"iprp", b"ipco", b"ispe"), 0, len(content))
    ]
    if not sizes:
        raise Unreadable(DAMAGED)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Header("HEIF", width, height)


def _boxes(content: bytes, path: tuple[bytes, ...], at: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of what lies in the boxes at `path` (ISO 14496-12, section 4.2)."""
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            return
        length, name = struct.unpack_from(">I4s", content, at)
        start = at + 8
        if length == 1:
            length = struct.unpack_from(">Q", content, at + 8)[0]
            start = at + 16
        stop = min(end, at + length) if length else end
        if stop < start:
            raise Unreadable(DAMAGED)
        if name == path[0] and len(path) == 1:
            yield start, stop
        elif name == path[0]:
            # Version and flags come before the boxes within `meta`.
            yield from _boxes(content, path[1:], start + 4 * (name == b"meta"), stop)
        at = stop


def _gif(content: bytes, most_frames: int) -> Header:
    width, height = struct.unpack_from("<HH", content, 6)
    at = 13 + _colour_table(content[10])
    frames = 0
    while at < len(content) and frames <= most_frames and content[at] != 0x3B:
        if content[at] == 0x21:
            at = _skip_blocks(content, at + 2)
        elif content[at] == 0x2C:
            left, top, wide, high = struct.unpack_from("<HHHH", content, at + 1)
            # A frame may reach beyond the screen; decoders then grow the canvas.
            width, height = max(width, left + wide), max(height, top + high)
            frames += 1
            at = _skip_blocks(content, at + 11 + _colour_table(content[at + 9]))
        else:
            break
    if frames == 0:
        raise Unreadable(DAMAGED)
    return Header("GIF", width, height, frames)


def _colour_table(flags: int) -> int:
    return 3 * 2 << (flags & 7) if flags & 0x80 else 0


def _skip_blocks(content: bytes, at: int) -> int:
    # An animation may end in the middle of a frame; its first one can be whole all the same.
    while at < len(content) and content[at]:
        at += 1 + content[at]
    return at + 1
