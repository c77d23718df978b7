"""Tell whether a piece of text on a page can be seen, by the page's own picture where nothing else tells.

White letters may stand on a dark bar: only what is drawn around them decides.
"""

import ctypes

import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray

from knowledge.parse.pdf_shapes import INVISIBLE, Inks, Shapes
from knowledge.records import Box

CONTRAST = 24
"""Grey levels of 255 between ink and ground, below which nothing is read."""

SIDE = 1_000
"""Pixels on the longer side of the picture that is looked at."""

COVERED = 0.5
"""Part of the page that pictures cover where invisible text is the reading of a scan."""


class Seen:
    """The eye on one page; it is drawn when the first doubtful piece is met."""

    def __init__(self, page: pypdfium2.PdfPage, shapes: Shapes) -> None:
        self._page = page
        self._inks = Inks()
        self.needed = shapes.doubtful
        self._scan = shapes.covered >= COVERED
        self._known: dict[int, tuple[bool, bool]] = {}
        self._picture: NDArray[np.uint8] | None = None

    def hides(self, text_page: object, at: int, box: Box) -> bool:
        """Whether the word that begins with character `at` leaves nothing to see within `box`."""
        piece = pdfium.FPDFText_GetTextObject(text_page, at)
        if not piece:
            return False
        address = ctypes.addressof(piece.contents)
        if address not in self._known:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(piece)
            self._known[address] = self._inks.is_doubtful(piece), mode in INVISIBLE
        doubtful, invisible = self._known[address]
        if invisible and not self._scan:
            return True
        return doubtful and not self._shows(box)

    def _shows(self, box: Box) -> bool:
        if self._picture is None:
            width, height = self._page.get_size()
            bitmap = self._page.render(scale=SIDE / max(width, height), grayscale=True)
            self._picture = np.array(bitmap.to_numpy(), copy=True).reshape(bitmap.height, -1)
            bitmap.close()
        down, across = self._picture.shape
        part = self._picture[
            int(box.top * down) : int(box.bottom * down) + 1,
            int(box.left * across) : int(box.right * across) + 1,
        ]
        return bool(part.size and int(part.max()) - int(part.min()) >= CONTRAST)
