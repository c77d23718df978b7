"""Read the length and size of an MP4 film from its boxes, without decoding it."""

from collections.abc import Iterator
from dataclasses import dataclass

_CONTAINERS = (b"moov", b"trak")


@dataclass(frozen=True, slots=True)
class Film:
    """What the boxes say; 0 where they say nothing."""

    width: int = 0
    height: int = 0
    seconds: int = 0


def measure(content: bytes) -> Film:
    """Return the film's size and length, all 0 where this is no MP4."""
    width = height = seconds = 0
    for name, start, end in _boxes(content, 0, len(content), 0):
        body = content[start:end]
        version = body[0] if body else 0
        if name == b"mvhd" and len(body) >= 32:
            at, wide = (20, 8) if version else (12, 4)
            scale = int.from_bytes(body[at : at + 4])
            duration = int.from_bytes(body[at + 4 : at + 4 + wide])
            seconds = duration // scale if scale else 0
        elif name == b"tkhd" and len(body) >= 84:
            # Width and height are the last two fields, 16.16 fixed point.
            width = max(width, int.from_bytes(body[-8:-4]) >> 16)
            height = max(height, int.from_bytes(body[-4:]) >> 16)
    return Film(width, height, seconds)


def _boxes(content: bytes, at: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= end:
        size, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        header = 8
        if size == 1:
            size, header = int.from_bytes(content[at + 8 : at + 16]), 16
        stop = end if size == 0 else at + size
        if stop < at + header or stop > end:
            return
        if name in _CONTAINERS and depth < len(_CONTAINERS):
            yield from _boxes(content, at + header, stop, depth + 1)
        else:
            yield name, at + header, stop
        at = stop
