"""What the confined processes of `knowledge.vision.eyes` are called with.

What these functions import never enters the process that calls.
"""

from collections.abc import Mapping
from pathlib import Path

from knowledge.records import Box, Code, Parsed, Place, Sight, TextLine
from knowledge.vision.limits import Limits

Lines = tuple[TextLine, ...]

PAGE_PIXELS = 1600
"""Longer side of a page that is drawn to be read. Print of 6.5 points on A4 is read without an error from 1280 on;
the rest is for scans, which are less sharp. Reading takes as long: its time goes with the lines."""


def open_up(content: bytes, limits: Limits) -> Sight:
    """Open a picture within its limits."""
    from knowledge.vision.door import open_picture

    return open_picture(content, limits)


def load(threads: int) -> None:
    """Load the reader."""
    from knowledge.vision.ocr import reader

    reader(threads)


def read(content: bytes, threads: int) -> Lines:
    """Read a picture."""
    from knowledge.vision.ocr import reader

    return reader(threads).read(content)


def read_closer(content: bytes, threads: int) -> Lines:
    """Read a picture in another way than `read` does."""
    from knowledge.vision.ocr import reader

    return reader(threads).read_closer(content)


def read_all(content: bytes, threads: int) -> tuple[Lines, tuple[Code, ...]]:
    """Read a picture, and its QR codes and barcodes."""
    from knowledge.vision import codes

    return read(content, threads), codes.read(content)


def sample(video: bytes) -> tuple[bytes, ...]:
    """Take pictures of a video at even distances."""
    from knowledge.vision.sampled import sampled

    return sampled(video)


def parse(name: str, content: bytes, folder: Path | None, read: Mapping[int, Lines]) -> Parsed:
    """Read a document."""
    from knowledge.parse import parse

    return parse(name, content, folder, read)


def draw(pdf: bytes, places: tuple[Place, ...], longest: int) -> tuple[bytes, ...]:
    """Draw places of a PDF."""
    from knowledge.parse.pdf_draw import draw

    return draw(pdf, places, longest)


def faces(content: bytes) -> tuple[Box, ...]:
    """Find the faces in a picture."""
    from knowledge.vision.faces import find

    return find(content)


def mark(
    content: bytes,
    page: int | None,
    quotes: tuple[str, ...],
    within: tuple[Box, ...],
    lines: Lines,
) -> bytes:
    """Frame what is cited on a page."""
    from knowledge.vision import outline

    if page is None:
        return outline.picture(content, quotes, lines)
    return outline.page(content, page, quotes, within, lines)


def draw_pages(pdf: bytes, pages: tuple[int, ...]) -> tuple[bytes, ...]:
    """Draw pages of a PDF so that they can be read."""
    from knowledge.parse.pdf_draw import draw_for_reading

    return draw_for_reading(pdf, pages, PAGE_PIXELS)
