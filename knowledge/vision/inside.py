"""What the confined processes of `knowledge.vision.eyes` are called with.

What these functions import never enters the process that calls.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from knowledge.records import Box, Code, Parsed, Place, TextLine
from knowledge.vision import effort as effort_of
from knowledge.vision.effort import JPEG, Effort, Opened, effort_for
from knowledge.vision.limits import Limits

Lines = tuple[TextLine, ...]

MOST_READ_PIXELS = 15_000_000
"""Of a drawn picture that is read at its full size: a screen of 5120 x 2880, or one of a phone, ten times as high."""

PAGE_PIXELS = 1600
"""Longer side of a page that is drawn to be read. Print of 6.5 points on A4 is read without an error from 1280 on;
the rest is for scans, which are less sharp. Reading takes as long: its time goes with the lines."""


def open_up(content: bytes, limits: Limits, read: bool) -> Opened:
    """Open a picture within its limits; with `read` look how closely it is to be read, too."""
    from knowledge.vision.door import open_picture

    sight = open_picture(content, limits)
    if not read:
        return Opened(sight)
    from knowledge.vision.kind import guess

    lossy = content.startswith(JPEG)
    effort = effort_for(guess(sight.content, ()), lossy)
    whole = b""
    if effort != "once" and max(sight.width, sight.height) >= limits.longest_side:
        # Small print of a large screen, or of one that was scrolled, is lost in what models are shown.
        side = limits.side_of(MOST_READ_PIXELS, sight.width / sight.height)
        whole = open_picture(content, replace(limits, longest_side=side)).content
    return Opened(sight, effort, whole, lossy)


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


def read_all(
    content: bytes, whole: bytes, effort: Effort, threads: int
) -> tuple[Lines, tuple[Code, ...]]:
    """Read a picture, the `whole` of it where there is more, and its QR codes and barcodes."""
    from knowledge.vision import codes
    from knowledge.vision.ocr import reader

    lines = effort_of.read(reader(threads), content, effort, whole)
    return lines, codes.read(content)


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
