"""How narrow the lines of a page may be read without loss: so narrow that each letter keeps its steps.

Reading takes as long as a line is wide, and a page is set in few sizes: what a line needed is known once it
was read, and holds for the next of its height. Knows widths and letters, no pictures.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Final

HEIGHT: Final = 48
"""Pixels of a line as the model takes it; one step of its answer is 8 pixels wide."""

LETTER, MARK, HAN = 12.0, 20.0, 18.0
"""Pixels of width that a letter keeps at that height, a mark (in code they stand in twos, of which one would be lost),
and a Chinese letter. On screenshots from 12 to 16 pixels in nine fonts no more was misread than at full width."""

HAN_FROM: Final = 0x2E80
"""The first code point of the radicals, after which what is as wide as it is high begins (Unicode, block names)."""

NEAR = 0.2
"""Part of their height by which lines of one size differ: by whether a letter with a tail is among theirs."""

TELLING = 6
"""Letters from which on a line says how wide others are."""

CODE = re.compile(r"(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{14,}", re.ASCII)
"""A key, a hash, a serial number: no word beside it tells what a letter must have been."""


@dataclass
class Pitch:
    """The widths that the lines of one page needed, for each pixel of those they had."""

    _needed: list[tuple[int, float]] = field(default_factory=list)

    def narrowed(self, height: int) -> float:
        """Return the part of its width at which a line of this height, in pixels, may be read; at most 1."""
        like = [needed for known, needed in self._needed if abs(known - height) <= NEAR * height]
        # A mark above or below makes a line higher and no letter wider.
        return min(1.0, max(like, default=math.inf) * height / HEIGHT)

    def learn(self, text: str, width: int, height: int) -> None:
        """Take what a line said that was so many pixels wide and high."""
        if len(text) < TELLING:
            return
        self._needed.append((height, sum(map(_needed, text)) / width))


def _needed(letter: str) -> float:
    if ord(letter) >= HAN_FROM:
        return HAN
    return LETTER if letter.isalnum() or letter == " " else MARK
