"""Tell whether the words of a picture call for a closer look: they announce something private, or were hardly read.

Knows labels and confidences, no pixels.
"""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.privacy.labels import marked
from knowledge.records import TextLine

DOUBTFUL: Final = 0.8
"""Confidence of a line below which it may say something else; that of clear print is .97 and more."""

SHORTEST: Final = 6
"""Signs of a line in which a secret has room."""

_NUMBERED: Final = re.compile(
    r"\biban\b|\bssn\b|\bcard\b|\bvisa\b|recovery|\bseed\b|mnemonic|wallet|private|BEGIN"
    r"|:/ ?/[^\s/]*[:@]|\bid\b|身份证|卡号|\bbearer\b",
    re.IGNORECASE,
)
"""What is written beside numbers, phrases, addresses and blocks that are private."""


def announces(lines: Sequence[TextLine]) -> bool:
    """Tell whether something private may stand in or beside these lines although nothing was found."""
    text = "\n".join(line.text for line in lines)
    doubtful = any(line.confidence < DOUBTFUL and len(line.text) >= SHORTEST for line in lines)
    return doubtful or _NUMBERED.search(text) is not None or marked(text) != text
