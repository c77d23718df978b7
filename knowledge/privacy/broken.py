"""Follow a value that was broken at the end of its line into the next one, where reading put blanks into its rest.

Of `--sPa1Cj…` at the beginning of a line OCR may make `- - s Pa1Cj…`: marks and letters stand apart there.
"""

import re
from typing import Final

from knowledge.privacy.changes import is_random

_NEXT: Final = re.compile(r"[\"']?[ \t]*\n[ \t>|]{0,8}(?P<line>[^\n]*?)[\"',;]*[ \t]*(?:\n|$)")
_SCRAP: Final = re.compile(r"[./+=~_–—-]{0,4}[^\s$#%]{1,2}")
"""What blanks cut off: marks, with a letter or two; none of the signs that a command stands behind."""
_PIECE: Final = re.compile(r"[\w./+~–—-]+={0,2}")
_WORD: Final = re.compile(r"[^\W\d_]?[^\W\d_A-Z]{2,}")
_NAME: Final = re.compile(r"[0-9a-f-]+|.*\.[a-z]{1,4}", re.IGNORECASE)
"""Hashes and files, which stand in lists."""

LONGEST_LEAST: Final = 8
"""Characters of one random piece of a rest, at least."""


def rest(text: str, start: int, end: int) -> int | None:
    """Return where the rest of `text[start:end]` ends that fills the next line in pieces; None where there is none.

    The first pieces are scraps, then comes a random one; no piece is a word. A rest is no longer than the line that it
    was broken from, which it would else have filled.
    """
    found = _NEXT.match(text, end)
    if found is None or not is_random(text[start:end]):
        return None
    pieces = found["line"].split()
    above = text[text.rfind("\n", 0, end) + 1 : end]
    if len(pieces) < 2 or sum(map(len, pieces)) > sum(map(len, above.split())):
        return None
    first = next((at for at, piece in enumerate(pieces) if not _SCRAP.fullmatch(piece)), None)
    if first is None or not _is_key(pieces[first]):
        return None
    if any(not _PIECE.fullmatch(piece) or _WORD.fullmatch(piece) for piece in pieces[first:]):
        return None
    return found.end("line")


def _is_key(piece: str) -> bool:
    return len(piece) >= LONGEST_LEAST and is_random(piece) and not _NAME.fullmatch(piece)
