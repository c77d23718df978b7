"""Make lines of words: a line is parted where a gap is wide and where hidden words begin.

Knows places and sizes; no PDFium.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.parse.pdf_layout import Line
from knowledge.records import Box, TextLine

APART = 1.2
"""Distance of two words, in type sizes, beyond which they may stand in two columns or cells."""

ASCENT, DESCENT = 0.8, 0.2
"""Height of a line above and below its baseline, in type sizes: what fonts say of it varies wildly."""

LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\xad": ""}
)


@dataclass(frozen=True, slots=True)
class Type:
    """How a line is set."""

    size: float
    baseline: float
    upright: bool
    bold: bool
    top: float = 0.0
    bottom: float = 0.0
    """Height of an upright line, in fractions of the page."""
    font: float = 0.0
    """Size that the font was asked for, before the page scales it."""


class Word(NamedTuple):
    """A word, its place in fractions of the page, and whether no reader sees it."""

    text: str
    at: int
    """Which character of the page it begins with."""
    left: float
    right: float
    top: float
    bottom: float
    hidden: bool


def parted(words: Sequence[Word], kind: Type, width: float) -> Iterator[list[Word]]:
    """Part a line, on a page of `width` points, where a gap is wide and where hidden words begin or end."""
    piece: list[Word] = []
    for word in words:
        if piece:
            gap = (word.left - piece[-1].right) * width
            wide = kind.upright and gap > APART * kind.size
            if wide or word.hidden != piece[-1].hidden:
                yield piece
                piece = []
        piece.append(word)
    if piece:
        yield piece


def line_of(words: Sequence[Word], kind: Type, height: float, hyphenated: bool) -> Line:
    """Make one line of words that were set together, on a page of `height` points."""
    left, right = min([word.left for word in words]), max([word.right for word in words])
    top, bottom = kind.top, kind.bottom
    if not kind.upright:
        top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    text = " ".join([word.text for word in words])
    if not text.isascii():
        text = text.translate(LIGATURES)
    placed = TextLine(
        text + "-" if hyphenated else text,
        Box(max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)),
    )
    baseline = kind.baseline if kind.upright else bottom * height
    return Line(placed, kind.size, baseline, hyphenated, not kind.upright, kind.bold)
