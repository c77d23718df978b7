"""Set Markdown as a PDF of plain pages, so that lessons are learned by the page too.

Knows reportlab and nothing else; its own fonts know Latin letters only.
"""

import io
import re
import textwrap

_LINES = 46
_WIDTH = 90
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]|^\s*>\s?|<!--.*?-->|:::.*", re.MULTILINE)


def pdf(markdown: str) -> bytes:
    """Return `markdown` as the bytes of a PDF, its headings larger than its text."""
    from reportlab.pdfgen.canvas import (  # type: ignore[import-untyped]  # it ships no types
        Canvas,
    )

    encoded = io.BytesIO()
    canvas = Canvas(encoded, pagesize=(595, 842), invariant=1)
    line = 0
    for paragraph in re.split(
        r"\n\s*\n", re.sub(r"\A---.*?\n---\n", "", markdown, flags=re.DOTALL)
    ):
        heading = paragraph.startswith("#")
        text = _MARKUP.sub(lambda match: match[1] or "", paragraph.lstrip("# "))
        for words in textwrap.wrap(text.encode("latin-1", "ignore").decode("latin-1"), _WIDTH):
            if line >= _LINES:
                canvas.showPage()
                line = 0
            canvas.setFont("Helvetica-Bold" if heading else "Helvetica", 15 if heading else 10)
            canvas.drawString(50, 790 - 16 * line, words)
            line += 1
        line += 1
    canvas.showPage()
    canvas.save()
    return encoded.getvalue()
