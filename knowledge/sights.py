"""Look at the figures of a document: draw those that are part of a page, and read what stands in them.

What was looked at before comes from the store. Does not know what becomes of a figure.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge import figures
from knowledge.derived import Derived
from knowledge.errors import TookTooLong, Unreadable
from knowledge.records import Block, Box, Place, Sight

PIXELS = 1_200
"""Longer side of a figure that is drawn: labels of 6 points on half a page are still read."""

_TOGETHER = 16
"""Figures that are drawn in one call: the PDF travels to the drawing process once for all of them."""


class Eyes(Protocol):
    """What is needed of `knowledge.vision.eyes.Eyes`."""

    def look(self, content: bytes, *, read: bool = True) -> Sight:
        """Open a picture, and with `read` the text in it."""

    def draw(self, pdf: bytes, places: Sequence[Place], longest: int) -> tuple[bytes, ...]:
        """Draw pages of a PDF or parts of them; nothing stands for what cannot be drawn."""


_PAD = 0.005
"""Drawn around a figure, as a part of the page: letters reach a little beyond their boxes."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking at a figure."""

    sight: Sight | None
    """None where it cannot be opened."""
    warning: str = ""
    settled: bool = True
    """False where a busy machine was the reason: the next run tries again."""


class Sights:
    """Looks at figures. Thread safe."""

    def __init__(self, eyes: Eyes, derived: Derived) -> None:
        self._eyes = eyes
        self._derived = derived

    def draw(self, blocks: Sequence[Block], pdf: bytes) -> tuple[Block, ...]:
        """Give the figures that are part of a page their pictures, as far as they can be drawn."""
        places = [
            Place(block.page or 0, _padded(block.box) if block.box else None)
            for block in blocks
            if block.drawn
        ]
        pictures: list[bytes] = []
        for start in range(0, len(places), _TOGETHER):
            part = places[start : start + _TOGETHER]
            try:
                pictures += self._eyes.draw(pdf, part, PIXELS)
            except TookTooLong:
                # One figure may be made to hurt; the others need not suffer for it.
                pictures += [self._draw(pdf, place) for place in part]
        drawn = iter(pictures)
        return tuple(
            replace(block, picture=next(drawn) or None) if block.drawn else block
            for block in blocks
        )

    def _draw(self, pdf: bytes, place: Place) -> bytes:
        try:
            (picture,) = self._eyes.draw(pdf, [place], PIXELS)
        except TookTooLong:
            return b""
        return picture

    def look(self, block: Block) -> Look:
        """Look at the picture of `block`, and read it unless its words are known already."""
        content = block.picture or b""
        known = self._derived.sight(hashlib.sha256(content).hexdigest())
        if known is not None:
            return Look(known)
        name = repr(block.picture_name) if block.picture_name else f"on page {block.page}"
        try:
            sight = self._eyes.look(content, read=False)
        except Unreadable as error:
            warning = f"the picture {name} was left out: {error}"
            return Look(None, warning, settled=not isinstance(error, TookTooLong))
        if min(sight.width, sight.height) < figures.MIN_PIXELS:
            return Look(sight)
        labels = figures.labels(block)
        try:
            sight = replace(sight, lines=labels) if labels else self._eyes.look(content, read=True)
        except TookTooLong:
            # It is shown and found by what is written around it all the same.
            self._derived.keep_sight(sight, read=False)
            warning = f"the words in the picture {name} could not be read in time; learn it again"
            return Look(sight, warning, settled=False)
        self._derived.keep_sight(sight, read=True)
        return Look(sight)


def _padded(box: Box) -> Box:
    return Box(
        max(0.0, box.left - _PAD),
        max(0.0, box.top - _PAD),
        min(1.0, box.right + _PAD),
        min(1.0, box.bottom + _PAD),
    )
