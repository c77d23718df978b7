"""Draw small PDFs for tests: a page is a function that sets words and shapes on a canvas."""

import io
from collections.abc import Callable

from reportlab.lib.pdfencrypt import (  # type: ignore[import-untyped]  # ships no types
    StandardEncryption,
)
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

WIDTH, HEIGHT = 400, 500

Page = Callable[[Canvas], None]


def drawn(
    *pages: Page, title: str = "", password: str = "", size: tuple[int, int] = (400, 500)
) -> bytes:
    """Draw `pages` one after the other on sheets of `size` points."""
    buffer = io.BytesIO()
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, pagesize=size, encrypt=encrypt)
    if title:
        canvas.setTitle(title)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(canvas: Canvas, *rows: tuple[float, float, float, str], font: str = "Helvetica") -> None:
    """Set rows of (x, y, size, text), measured in points from the bottom left."""
    for x, y, size, text in rows:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
