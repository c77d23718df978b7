"""Draw pages of a PDF, or parts of them, as pictures.

Knows PDFium and the encoder, not what a page is drawn for. Run in a confined process.
"""

import io
from collections.abc import Sequence

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from knowledge.records import Box, Place
from knowledge.vision.encode import encode

_WHOLE = Box(0.0, 0.0, 1.0, 1.0)

_LARGEST_SCALE = 6.0
"""Pixels per point: beyond it (430 dpi) a small part of a page only becomes blurred, not clearer."""


def draw(content: bytes, places: Sequence[Place], longest: int) -> tuple[bytes, ...]:
    """Draw each place with `longest` pixels on its longer side; nothing for one that cannot be drawn."""
    document = pypdfium2.PdfDocument(content)
    try:
        return tuple(_draw(document, place, longest) for place in places)
    finally:
        document.close()


def _draw(document: pypdfium2.PdfDocument, place: Place, longest: int) -> bytes:
    if not 1 <= place.page <= len(document):
        return b""
    try:
        page = document[place.page - 1]
        try:
            return _encoded(page, place.box or _WHOLE, longest)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return b""


def _encoded(page: pypdfium2.PdfPage, box: Box, longest: int) -> bytes:
    width, height = page.get_size()
    across, down = (box.right - box.left) * width, (box.bottom - box.top) * height
    if min(across, down) <= 0:
        return b""
    scale = min(_LARGEST_SCALE, longest / max(across, down))
    edges = (box.left * width, (1 - box.bottom) * height)
    cut = (*edges, (1 - box.right) * width, box.top * height)
    bitmap = page.render(scale=scale, crop=cut)
    try:
        picture = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    return encode(picture)[0]


def draw_for_reading(content: bytes, pages: Sequence[int], longest: int) -> tuple[bytes, ...]:
    """Draw whole pages without loss and in haste; nothing for one that is blank or cannot be drawn."""
    document = pypdfium2.PdfDocument(content)
    try:
        return tuple(_uncompressed(document, page, longest) for page in pages)
    finally:
        document.close()


def _uncompressed(document: pypdfium2.PdfDocument, number: int, longest: int) -> bytes:
    try:
        page = document[number - 1]
        try:
            bitmap = page.render(scale=longest / max(page.get_size()))
            picture = bitmap.to_pil().convert("RGB")
            bitmap.close()
        finally:
            page.close()
    except (pypdfium2.PdfiumError, IndexError):
        return b""
    if all(high - low < _CONTRAST for low, high in picture.getextrema()):
        return b""
    buffer = io.BytesIO()
    picture.save(buffer, "BMP")
    return buffer.getvalue()


_CONTRAST = 24
"""Levels of 255 between the darkest and the lightest pixel; a page below it holds nothing to read."""
