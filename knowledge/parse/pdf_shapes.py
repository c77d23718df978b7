"""Collect what is drawn on a page of a PDF besides letters: pictures and paths, with their places.

Knows PDFium's page objects, also those inside of forms; reads no meaning into them.
"""

import ctypes
from dataclasses import dataclass, field

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types

from knowledge.records import Box

MOST_OBJECTS = 20_000
"""Looked at on one page; a map may have a hundred times as many, and is a figure by then."""

DEEPEST = 4
"""Forms within forms that are followed: a page may name a form that names itself."""

GRID = 1_000_000
"""Steps per page side when places are turned into fractions."""

PALE = 240
"""Least red, green and blue (of 255) of a colour that can hardly be seen on paper."""

FAINT = 26
"""Opacity (of 255) below which nothing can be seen on any ground."""

INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
"""Ways to set text that leave no ink."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Frame:
    """Turns a place in the page's own coordinates into one on the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.width, self.height = (max(1.0, float(side)) for side in page.get_size())
        here = _shown(page, 0, 0)
        across, up = _shown(page, 1000, 0), _shown(page, 0, 1000)
        self._matrix: Matrix = (
            (across[0] - here[0]) / 1000,
            (across[1] - here[1]) / 1000,
            (up[0] - here[0]) / 1000,
            (up[1] - here[1]) / 1000,
            here[0],
            here[1],
        )
        a, b, c, _, shift, _ = self._matrix
        self.straight = b == 0 and c == 0 and a > 0
        """Whether what runs across in the file runs to the right on the page."""
        self.across = a, shift
        """Factor and shift that make fractions of places across a straight page."""

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the place as fractions, which lie beyond 0 to 1 for what lies off the page."""
        one, other = _apply(self._matrix, left, bottom), _apply(self._matrix, right, top)
        return Box(
            min(one[0], other[0]),
            min(one[1], other[1]),
            max(one[0], other[0]),
            max(one[1], other[1]),
        )

    def upright(self, x: float, y: float) -> bool:
        """Whether a step by (`x`, `y`) leads across the page rather than up or down."""
        a, b, c, d, *_ = self._matrix
        return abs(a * x + c * y) * self.width >= abs(b * x + d * y) * self.height


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(
        page, 0, 0, GRID, GRID, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value / GRID, down.value / GRID


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass
class Shapes:
    """The places of pictures and of paths that leave ink; `doubtful` where some text may leave none."""

    pictures: list[Box] = field(default_factory=list)
    paths: list[Box] = field(default_factory=list)
    doubtful: bool = False

    @property
    def covered(self) -> float:
        """Return which part of the page pictures cover; a scan may be cut into strips."""
        areas = ((box.right - box.left) * (box.bottom - box.top) for box in self.pictures)
        return min(1.0, sum(areas))


def read_shapes(page: pypdfium2.PdfPage, frame: Frame) -> Shapes:
    """Go through the objects of `page`."""
    collector = _Collector(frame)
    count = pdfium.FPDFPage_CountObjects(page)
    raw = page.raw
    for at in range(min(count, MOST_OBJECTS)):
        collector.take(pdfium.FPDFPage_GetObject(raw, at), _IDENTITY, 0)
    return collector.shapes


class Inks:
    """Asks for the colour of a piece of text or a path; the answers have one place in memory."""

    def __init__(self) -> None:
        self._parts = [ctypes.c_uint() for _ in range(4)]
        self._red, self._green, self._blue, self._opacity = self._parts
        self._at = [ctypes.byref(part) for part in self._parts]

    def is_pale(self, shape: object) -> bool:
        """Whether a shape is filled with (nearly) white, or hardly filled at all."""
        if not pdfium.FPDFPageObj_GetFillColor(shape, *self._at):
            return False
        if self._opacity.value < FAINT:
            return True
        pale = self._red.value >= PALE and self._green.value >= PALE
        return pale and self._blue.value >= PALE

    def is_doubtful(self, text: object) -> bool:
        """Whether a piece of text may be one that no reader sees; what lies below it decides."""
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text)
        if mode == pdfium.FPDF_TEXTRENDERMODE_FILL or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP:
            return self.is_pale(text)
        return mode in INVISIBLE


class _Collector:
    def __init__(self, frame: Frame) -> None:
        self.shapes = Shapes()
        self._frame = frame
        self._inks = Inks()
        self._seen = 0

    def take(self, shape: object, matrix: Matrix, depth: int) -> None:
        """Note one object; of a form, all that is in it."""
        self._seen += 1
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if not self.shapes.doubtful:
                self.shapes.doubtful = self._inks.is_doubtful(shape)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            if self._leaves_ink(shape):
                self.shapes.paths += _place(self._frame, shape, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.shapes.pictures += _place(self._frame, shape, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _joined(_matrix(shape), matrix)
            for at in range(max(0, pdfium.FPDFFormObj_CountObjects(shape))):
                if self._seen >= MOST_OBJECTS:
                    return
                self.take(pdfium.FPDFFormObj_GetObject(shape, at), inner, depth + 1)

    def _leaves_ink(self, path: object) -> bool:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
            return True
        return bool(stroke.value or (fill.value and not self._inks.is_pale(path)))


def _matrix(shape: object) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, ctypes.byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _joined(inner: Matrix, outer: Matrix) -> Matrix:
    x, y = _apply(outer, inner[4], inner[5])
    turn = (*outer[:4], 0.0, 0.0)
    a, b = _apply(turn, inner[0], inner[1])
    c, d = _apply(turn, inner[2], inner[3])
    return a, b, c, d, x, y


def _place(frame: Frame, shape: object, matrix: Matrix) -> list[Box]:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(shape, *map(ctypes.byref, sides)):
        return []
    left, bottom, right, top = (side.value for side in sides)
    if matrix is not _IDENTITY:
        corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        across, up = zip(*corners, strict=True)
        left, bottom, right, top = min(across), min(up), max(across), max(up)
    box = frame.box(left, bottom, right, top)
    box = Box(max(0.0, box.left), max(0.0, box.top), min(1.0, box.right), min(1.0, box.bottom))
    on_page = box.left <= box.right and box.top <= box.bottom
    return [box] if on_page and (box.left < box.right or box.top < box.bottom) else []
