"""Find boxes that OCR could hardly read where a label says that a secret stands in them.

What was read there proves nothing; the place is enough. Knows lines and places, no pixels.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.privacy.labels import PASS, TOKEN, marked
from knowledge.privacy.values import could_be_masked
from knowledge.records import Box, TextLine

UNREAD: Final = 0.6
"""Confidence of a line below which its words say little; that of clear print is .97 and more."""

SHORTEST: Final = 6
"""Signs of a line in which a secret has room."""

BESIDE, BELOW = 20.0, 2.5
"""Heights of a label between it and its field: on the right, from middle to middle below."""

ALIGNED: Final = 2.0
"""Heights by which the left sides of a label and of a field below it may differ."""

_LABEL: Final = re.compile(rf"[^\n:=]{{0,24}}[{PASS}{TOKEN}]+[\s:：*]*")


def unread(lines: Sequence[TextLine], aspect: float) -> Iterator[TextLine]:
    """Yield lines of doubtful words right of or below a label of a secret; `aspect` is width by height."""
    labels = [line.box for line in lines if _LABEL.fullmatch(marked(line.text))]
    for line in lines:
        faint = line.confidence < UNREAD and len(line.text) >= SHORTEST
        if not faint or could_be_masked(line.text):
            continue
        if any(_belongs(label, line.box, aspect) for label in labels):
            yield line


def _belongs(label: Box, field: Box, aspect: float) -> bool:
    height = label.bottom - label.top
    down = (field.top + field.bottom - label.top - label.bottom) / 2
    if abs(down) < height / 2:
        return 0 < (field.left - label.right) * aspect + height < BESIDE * height
    return 0 < down < BELOW * height and abs(field.left - label.left) * aspect < ALIGNED * height
