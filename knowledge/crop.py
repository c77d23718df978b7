"""Fetch the picture behind a hit: a stored picture, or a page drawn from its PDF.

Knows references (`hash`, or `hash#page=3`), not who may see them.
"""

import io
import re
import threading

from knowledge.errors import NotFound

PAGE_WIDTH = 1_200
"""Pixels across a drawn page: text of 10 points is read without zooming."""

_MOST_HEIGHT = 4_000
_REFERENCE = re.compile(r"(?P<sha256>[0-9a-f]{64})(?:#page=(?P<page>[1-9]\d{0,4}))?")

# PDFium must not be entered by two threads at once.
_PDFIUM = threading.Lock()


def reference(sha256: str, page: int | None = None) -> str:
    """Name a stored picture, or a page of a stored PDF."""
    return sha256 if page is None else f"{sha256}#page={page}"


def resolve(image: str) -> tuple[str, int | None]:
    """Take a reference apart; raise `NotFound` for what is none."""
    match = _REFERENCE.fullmatch(image)
    if match is None:
        raise NotFound(f"{image[:80]!r} names no picture; use the `image` of a search hit")
    page = match.group("page")
    return match.group("sha256"), int(page) if page else None


def draw_page(pdf: bytes, page: int) -> bytes:
    """Draw `page`, counted from 1, as PNG."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no type information

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if page > len(document):
                raise NotFound(f"the document has no page {page}, only {len(document)}")
            sheet = document[page - 1]
            width, height = sheet.get_size()
            scale = min(PAGE_WIDTH / width, _MOST_HEIGHT / height)
            picture = sheet.render(scale=scale).to_pil()
        finally:
            document.close()
    encoded = io.BytesIO()
    picture.save(encoded, "PNG")
    return encoded.getvalue()
