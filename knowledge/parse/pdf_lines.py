"""Turn one page of a PDF into its lines of text, with place and size.

Knows PDFium's text page; reads no meaning into the lines, but keeps apart what no reader can see and
tells a page whose text layer is not what a reader sees.
"""

import ctypes
import math
import re
from dataclasses import dataclass, field, replace

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

from knowledge.parse.pdf_layout import Line, enclosing
from knowledge.parse.pdf_seen import COVERED, Seen
from knowledge.parse.pdf_shapes import Frame, Shapes, read_shapes
from knowledge.parse.pdf_words import ASCENT, DESCENT, Type, Word, line_of, parted
from knowledge.records import Box, TextLine

LINE_END = re.compile(r"\r\n|[\r\n\x02\ufffe]")
"""PDFium ends a line so; U+0002 and U+FFFE stand for a hyphen that only breaks a word."""

WORD = re.compile(r"[^\s\0]+")

MOST_CHARACTERS = 200_000
"""Of one page; a page of a newspaper has a tenth of it."""

FEW_LETTERS = 200
"""A page with fewer may be a scan that bears a stamp; one with more has been read by somebody's OCR."""

LOST = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""Signs for letters that the font does not name: replacements, private use, controls."""

GARBLED = 0.3
"""Part of the signs that stand for no letter, beyond which a text layer is worth nothing."""

TINY = 2.0
"""Points; smaller letters are not there to be read."""

BOLD = re.compile(r"bold|black|heavy|demi|cmbx", re.IGNORECASE)
BOLD_WEIGHT = 600


@dataclass
class Page:
    """What is set on a page: lines in the order of the file, and what else is drawn."""

    frame: Frame
    shapes: Shapes
    lines: list[Line] = field(default_factory=list)
    hidden: list[Line] = field(default_factory=list)
    """Lines that leave nothing to see: white on white, tiny, off the page."""
    pictured: bool = False
    """Whether OCR would see more than the lines tell."""

    @property
    def letters(self) -> int:
        """Count the signs of the lines that stand for a letter."""
        return sum(len(line.text) - len(LOST.findall(line.text)) for line in self.lines)


def read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    """Read page `index`, counted from 0; a page without a text layer gives no line."""
    sheet = document[index]
    try:
        frame = Frame(sheet)
        page = Page(frame, read_shapes(sheet, frame))
        text_page = sheet.get_textpage()
        try:
            _Reader(page, text_page.raw, Seen(sheet, page.shapes)).read()
        finally:
            text_page.close()
        page.pictured = _pictured(page)
        return page
    finally:
        sheet.close()


def placed(content: bytes, number: int) -> tuple[TextLine, ...]:
    """Return the lines of page `number`, counted from 1, of the PDF in `content`; none where it cannot be read."""
    document = pypdfium2.PdfDocument(content)
    try:
        return tuple(line.placed for line in read_page(document, number - 1).lines)
    except (pypdfium2.PdfiumError, IndexError):
        return ()
    finally:
        document.close()


class _Reader:
    """Goes through the text of one page."""

    def __init__(self, page: Page, text_page: object, seen: Seen) -> None:
        self._page = page
        self._frame = page.frame
        self._text = text_page
        self._seen = seen
        self._rect = pdfium.FS_RECTF()
        self._at_rect = ctypes.byref(self._rect)
        self._get_box = pdfium.FPDFText_GetLooseCharBox
        self._straight = page.frame.straight
        self._scale, self._shift = page.frame.across
        # Places that PDFium writes its answers to.
        self._matrix = pdfium.FS_MATRIX()
        self._origin = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(128)

    def read(self) -> None:
        """Fill the page with its lines."""
        text = self._all()
        start = 0
        for end in [*LINE_END.finditer(text), None]:
            stop = end.start() if end is not None else len(text)
            words, kind = self._words(text, start, stop)
            pieces = list(parted(words, kind, self._frame.width))
            for piece in pieces:
                broken = end is not None and end[0] in "\x02\ufffe" and piece is pieces[-1]
                hidden = piece[0].hidden
                if piece is not pieces[0]:
                    # PDFium takes for one line what stands nearly level.
                    kind = self._kind(piece[0].at)
                line = line_of(piece, kind, self._frame.height, broken)
                (self._page.hidden if hidden else self._page.lines).append(line)
            start = end.end() if end is not None else len(text)

    def _all(self) -> str:
        """Return the text, one sign a character, so that places in it are PDFium's own."""
        count = min(max(0, pdfium.FPDFText_CountChars(self._text)), MOST_CHARACTERS)
        buffer = (ctypes.c_ushort * (count + 1))()
        pdfium.FPDFText_GetText(self._text, 0, count, buffer)
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
        if len(text) == count:
            return text
        # Halves of a pair beyond U+FFFF cannot be written out alone.
        return "".join(
            chr(unit) if not 0xD800 <= unit < 0xE000 else "\ufffd" for unit in buffer[:count]
        )

    def _words(self, text: str, start: int, stop: int) -> tuple[list[Word], Type]:
        kind = Type(1.0, 0.0, True, False)
        words: list[Word] = []
        last = start
        font_size = pdfium.FPDFText_GetFontSize
        for match in WORD.finditer(text, start, stop):
            last, end = match.span()
            if not words:
                kind = self._kind(last)
            left, right, top, bottom = self._around(last, end - 1, kind)
            hidden = right <= 0 or left >= 1 or bottom <= 0 or top >= 1 or kind.size < TINY
            if not hidden and font_size(self._text, last) < TINY:
                hidden = self._is_tiny(last, kind)
            if not hidden and self._seen.needed:
                hidden = self._seen.hides(self._text, last, Box(left, top, right, bottom))
            words.append(Word(match[0], last, left, right, top, bottom, hidden))
        if kind.bold and len(words) > 1:
            # A paragraph may begin with bold words.
            kind = replace(kind, bold=self._is_bold(last))
        return words, kind

    def _is_tiny(self, at: int, kind: Type) -> bool:
        """Whether a word is set smaller than its line: a font of one point may be scaled up."""
        size = pdfium.FPDFText_GetFontSize(self._text, at)
        return bool(size != kind.font) and self._kind(at).size < TINY

    def _around(self, first: int, last: int, kind: Type) -> tuple[float, float, float, float]:
        """Return left, right, top and bottom of the characters from `first` to `last`."""
        if kind.upright and self._straight:
            rect, get, text, at_rect = self._rect, self._get_box, self._text, self._at_rect
            get(text, first, at_rect)
            left = self._scale * rect.left + self._shift
            if last > first:
                get(text, last, at_rect)
            right = self._scale * rect.right + self._shift
            return left, right if right > left else left, kind.top, kind.bottom
        around = enclosing([self._box(first), self._box(last)])
        return around.left, around.right, around.top, around.bottom

    def _box(self, at: int) -> Box:
        rect = self._rect
        if not pdfium.FPDFText_GetLooseCharBox(self._text, at, self._at_rect):
            rect.left = rect.right = rect.top = rect.bottom = 0.0
        return self._frame.box(rect.left, rect.bottom, rect.right, rect.top)

    def _kind(self, at: int) -> Type:
        size = font = float(pdfium.FPDFText_GetFontSize(self._text, at))
        matrix, upright = self._matrix, True
        if pdfium.FPDFText_GetMatrix(self._text, at, ctypes.byref(matrix)):
            # The page may scale what the font sets.
            size *= math.hypot(matrix.c, matrix.d)
            upright = self._frame.upright(matrix.a, matrix.b)
        x, y = self._origin
        pdfium.FPDFText_GetCharOrigin(self._text, at, ctypes.byref(x), ctypes.byref(y))
        height = self._frame.height
        baseline = self._frame.box(x.value, y.value, x.value, y.value).top * height
        top, bottom = (baseline - ASCENT * size) / height, (baseline + DESCENT * size) / height
        return Type(size, baseline, upright, self._is_bold(at), top, bottom, font)

    def _is_bold(self, at: int) -> bool:
        if pdfium.FPDFText_GetFontWeight(self._text, at) >= BOLD_WEIGHT:
            return True
        name = self._name
        pdfium.FPDFText_GetFontInfo(self._text, at, name, len(name), None)
        return BOLD.search(name.value.decode("latin-1")) is not None


def _pictured(page: Page) -> bool:
    """Whether what is seen on the page is a picture rather than its text layer."""
    text = "".join(line.text for line in page.lines)
    if not text:
        return bool(page.shapes.pictures or page.shapes.paths)
    if len(LOST.findall(text)) > GARBLED * len(text):
        return True
    return len(text) < FEW_LETTERS and page.shapes.covered >= COVERED
