"""Turn one page of a PDF into its lines of text, with place and size.

Knows PDFium's text page; reads no meaning into the lines.
"""

import ctypes
import re
from dataclasses import dataclass, replace

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

from knowledge.records import Box, TextLine

LINE_END = re.compile(r"\r\n|[\r\n\x02\ufffe]")
"""PDFium ends a line so; U+0002 and U+FFFE stand for a hyphen that only breaks a word."""

MOST_CHARACTERS = 200_000
"""Of one page; a page of a newspaper has a tenth of it."""

GRID = 1_000_000
"""Steps per page side when places are turned into fractions."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, its type size and its baseline, both in points, the latter from the page's top."""

    placed: TextLine
    size: float
    baseline: float
    hyphenated: bool = False
    sideways: bool = False

    @property
    def text(self) -> str:
        return self.placed.text


def read_lines(document: pypdfium2.PdfDocument, index: int) -> list[Line]:
    """Read page `index` (from 0); a page without a text layer gives none."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            return _lines(page, text_page)
        finally:
            text_page.close()
    finally:
        page.close()


def _lines(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> list[Line]:
    count = min(text_page.count_chars(), MOST_CHARACTERS)
    codes = (pdfium.FPDFText_GetUnicode(text_page, at) for at in range(count))
    # Halves of a pair beyond U+FFFF cannot be written out alone.
    text = "".join("\ufffd" if 0xD800 <= code < 0xE000 else chr(code) for code in codes)
    lines = []
    start = 0
    for end in [*LINE_END.finditer(text), None]:
        stop = end.start() if end is not None else count
        hyphenated = end is not None and end[0] in "\x02\ufffe"
        if text[start:stop].strip():
            line = _line(page, text_page, text[start:stop], start)
            lines.append(_hyphenated(line) if hyphenated else line)
        start = end.end() if end is not None else count
    return lines


def _line(
    page: pypdfium2.PdfPage,
    text_page: pypdfium2.PdfTextPage,
    text: str,
    start: int,
) -> Line:
    rectangles = [
        text_page.get_rect(number) for number in range(text_page.count_rects(start, len(text)))
    ]
    corners = [
        _fraction(page, x, y)
        for left, bottom, right, top in rectangles
        for x, y in ((left, bottom), (right, top))
    ] or [(0.0, 0.0)]
    across, down = zip(*corners, strict=True)
    box = Box(min(across), min(down), max(across), max(down))
    height = float(page.get_height())
    size = float(pdfium.FPDFText_GetFontSize(text_page, start))
    if size < 2:
        # Scaled by the page's matrix, not by the font: then the letters' height must do.
        size = max(1.0, (box.bottom - box.top) * height)
    words = " ".join(text.replace("\0", "").split())
    wide = (box.right - box.left) * float(page.get_width())
    sideways = len(words) > 3 and (box.bottom - box.top) * height > wide
    return Line(TextLine(words, box), size, box.bottom * height, sideways=sideways)


def _hyphenated(line: Line) -> Line:
    return replace(line, placed=replace(line.placed, text=line.text + "-"), hyphenated=True)


def _fraction(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """Turn a place in the page's own coordinates into one on the page as it is shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(
        page, 0, 0, GRID, GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return _within(across.value / GRID), _within(down.value / GRID)


def _within(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
