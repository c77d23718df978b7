"""Turn one page of a PDF into its lines of text, with place and size.

Knows PDFium's text page; reads no meaning into the lines, but tells a page whose text layer is not
what a reader sees.
"""

import ctypes
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

from knowledge.parse.pdf_layout import Line
from knowledge.records import Box, TextLine

LINE_END = re.compile(r"\r\n|[\r\n\x02\ufffe]")
"""PDFium ends a line so; U+0002 and U+FFFE stand for a hyphen that only breaks a word."""

MOST_CHARACTERS = 200_000
"""Of one page; a page of a newspaper has a tenth of it."""

GRID = 1_000_000
"""Steps per page side when places are turned into fractions."""


FEW_LETTERS = 200
"""A page with fewer may be a scan that bears a stamp; one with more has been read by somebody's OCR."""

COVERED = 0.5
"""Part of the page that a picture has to cover to be the page itself."""

GARBLED = 0.3
"""Part of the signs that stand for no letter, beyond which a text layer is worth nothing."""

PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)

MOST_OBJECTS = 2_000
"""Looked at in search of the picture that covers a page; scans have a handful."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page of `height` points; `pictured` where OCR would see more than they tell."""

    lines: list[Line]
    height: float
    pictured: bool

    @property
    def text(self) -> str:
        """Everything the text layer says that stands for a letter."""
        signs = "".join(line.text for line in self.lines)
        return "".join(sign for sign in signs if not _lost(sign))


def read_lines(document: pypdfium2.PdfDocument, index: int) -> PageLines:
    """Read page `index` (from 0); a page without a text layer gives no line."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            lines = _lines(page, text_page)
        finally:
            text_page.close()
        return PageLines(lines, float(page.get_height()), _pictured(page, lines))
    finally:
        page.close()


def _pictured(page: pypdfium2.PdfPage, lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    if not text:
        return bool(pdfium.FPDFPage_CountObjects(page) > 0)
    if sum(map(_lost, text)) > GARBLED * len(text):
        return True
    return len(text) < FEW_LETTERS and _covered(page) >= COVERED


def _lost(sign: str) -> bool:
    """Whether a sign stands for a letter that the font does not name."""
    return sign == "\ufffd" or unicodedata.category(sign) in ("Co", "Cn", "Cc")


def _covered(page: pypdfium2.PdfPage) -> float:
    """Return which part of the page its largest picture, or group of shapes, covers."""
    largest = 0.0
    for at in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        shape = pdfium.FPDFPage_GetObject(page, at)
        sides = [ctypes.c_float() for _ in range(4)]
        if pdfium.FPDFPageObj_GetType(shape) not in PICTURES:
            continue
        if pdfium.FPDFPageObj_GetBounds(shape, *map(ctypes.byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            one, other = _fraction(page, left, bottom), _fraction(page, right, top)
            largest = max(largest, abs(one[0] - other[0]) * abs(one[1] - other[1]))
    return largest


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
