"""Name what can be shown: a stored picture, a page of a stored PDF, or a part of that page.

Knows how references are written (`hash`, `hash#page=3`, `hash#page=3&box=0.1,0.2,0.9,0.4`), not who may
see what they name, and opens nothing.
"""

import re

from knowledge.errors import NotFound
from knowledge.records import Box, Place

LONGEST = 1_600
"""Pixels on the longer side of what is drawn: text of 10 points on A4 is read without zooming."""

_FRACTION = r"(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)"
_REFERENCE = re.compile(
    r"(?P<sha256>[0-9a-f]{64})(?:#page=(?P<page>[1-9]\d{0,5})"
    rf"(?:&box=(?P<box>{_FRACTION}(?:,{_FRACTION}){{3}}))?)?"
)


def reference(sha256: str, page: int | None = None, box: Box | None = None) -> str:
    """Name a stored picture, a page of a stored PDF, or the part of it within `box`."""
    if page is None:
        return sha256
    if box is None:
        return f"{sha256}#page={page}"
    sides = ",".join(f"{side:.4f}" for side in (box.left, box.top, box.right, box.bottom))
    return f"{sha256}#page={page}&box={sides}"


def resolve(image: str) -> tuple[str, Place | None]:
    """Take a reference apart; raise `NotFound` for what is none."""
    match = _REFERENCE.fullmatch(image)
    if match is None:
        raise NotFound(f"{image[:80]!r} names no picture; use the `image` of a search hit")
    sha256, page, box = match["sha256"], match["page"], match["box"]
    if page is None:
        return sha256, None
    if box is None:
        return sha256, Place(int(page))
    return sha256, Place(int(page), Box(*map(float, box.split(","))))
