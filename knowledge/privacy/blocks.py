"""Private keys, which stand in blocks of lines; the first and the last say what they are, as OCR leaves them."""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.privacy.span import Kind, Span

_BEGIN: Final = "(?:BEGIN|EGIN|BGIN|BEIN|BEGN|BEGI)"
_END: Final = "(?:END|-[ ]?(?:ND|ED|EN))"
_OF_KEY: Final = r"[ A-Z0-9]{0,24}PRIVATE[ ]?KEY"
_BLOCK: Final = re.compile(
    rf"-*[ ]?{_BEGIN}{_OF_KEY}(?:[ ]?BLOCK)?[ ]?-*.{{0,400}}?(?:{_END}{_OF_KEY}[^\n]*)"
    rf"|-*[ ]?{_BEGIN}{_OF_KEY}[^\n]*(?:\n[ \t]*[\w+/=:,. -]{{16,}})*"
    rf"|(?:^[ \t]*[\w+/=]{{16,}}[ \t]*\n)+[ ]?-*[ ]?{_END}{_OF_KEY}[^\n]*"
    rf"|^Private-Lines:[ ]?\d+(?:\n[\w+/=]{{8,}})+",
    re.DOTALL | re.MULTILINE,
)
"""From its first line to its last; either of them may have been misread. The last form is PuTTY's."""


def private_keys(text: str) -> Iterator[Span]:
    """Yield the blocks of private keys, from the first line to the last that belongs to it."""
    for found in _BLOCK.finditer(text):
        yield Span(found.start(), found.end(), Kind.PRIVATE_KEY)
