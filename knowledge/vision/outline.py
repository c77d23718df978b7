"""Draw a picture, or part of a page of a PDF, with frames around the lines that a quote was taken from.

Knows Pillow, PDFium and where lines stand; run in a confined process.
"""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from knowledge import mark
from knowledge.crop import LONGEST
from knowledge.records import Box, Place, TextLine
from knowledge.vision.encode import encode

FRAME = (214, 40, 40)
PAD = 0.004
"""Between a line and its frame, as a part of the longer side."""


def picture(content: bytes, quotes: Sequence[str], lines: Sequence[TextLine]) -> bytes:
    """Return the whole picture with frames, nothing where no line fits."""
    boxes = mark.joined(mark.places(quotes, lines))
    if not boxes:
        return b""
    with Image.open(io.BytesIO(content)) as opened:
        shown = opened.convert("RGB")
    _frame(shown, boxes)
    return encode(shown)[0]


def page(
    pdf: bytes,
    number: int,
    quotes: Sequence[str],
    within: Sequence[Box],
    lines: Sequence[TextLine],
) -> bytes:
    """Return the part of page `number` around the lines, with frames; nothing where it cannot be drawn."""
    from knowledge.parse.pdf_draw import draw
    from knowledge.parse.pdf_lines import placed

    found = mark.places(quotes, lines or placed(pdf, number), within)
    boxes = mark.joined(found) or tuple(within)
    if not boxes:
        return b""
    part = mark.around(boxes) or Box(0.0, 0.0, 1.0, 1.0)
    (drawn,) = draw(pdf, [Place(number, part)], LONGEST)
    if not drawn:
        return b""
    with Image.open(io.BytesIO(drawn)) as opened:
        shown = opened.convert("RGB")
    height = part.bottom - part.top
    moved = [
        Box(b.left, (b.top - part.top) / height, b.right, (b.bottom - part.top) / height)
        for b in boxes
    ]
    _frame(shown, moved)
    return encode(shown)[0]


def _frame(picture: Image.Image, boxes: Sequence[Box]) -> None:
    width, height = picture.size
    pad = PAD * max(picture.size)
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        corners = (
            max(0.0, box.left * width - pad),
            max(0.0, box.top * height - pad),
            min(width - 1.0, box.right * width + pad),
            min(height - 1.0, box.bottom * height + pad),
        )
        pen.rectangle(corners, outline=FRAME, width=max(2, round(max(picture.size) / 500)))
