"""Turn a clean picture into what it is known by in a bank of pictures, and what it is looked for by.

What is kept: hashes of the picture, of it without its bars and of its middle, and local features; no pixel
of it. Knows one picture at a time, and no bank.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.vision import hashes
from knowledge.vision.borders import inner
from knowledge.vision.features import NOTHING, Features
from knowledge.vision.pixels import Grey, grey

CROPS = (0.05, 0.1)
"""Parts cut from every side that a kept picture is hashed without: a crop of it may have few features left."""

Codes = NDArray[np.uint8]
"""Packed hashes, shape (n, 32)."""


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """What a picture is known by."""

    codes: Codes
    """Hashes of what of it has enough in it; none where it is too plain to be told by one."""
    quality: int = 100
    """Of the best hash, 0 to 100."""
    features: Features = NOTHING

    @property
    def reliable(self) -> bool:
        """Whether it can be told from other pictures at all."""
        return len(self.codes) > 0


def taken(content: bytes) -> Print:
    """Take the print of a picture that went through `knowledge.vision`; raise `Unreadable` for anything else."""
    from knowledge.vision import sift

    pixels = grey(content)
    whole = hashes.hashes(pixels)
    framed = inner(pixels)
    parts = [whole] if framed is None else [whole, hashes.hashes(framed)]
    middle = pixels if framed is None else framed
    parts += [hashes.hashes(_middle(middle, crop)) for crop in CROPS]
    codes = [part.upright for part in parts if part.reliable]
    quality = max(part.quality for part in parts[:2])
    if not any(part.reliable for part in parts[: 1 if framed is None else 2]):
        codes = []
    return Print(np.array(codes, np.uint8).reshape(-1, 32), quality, sift.learned(pixels))


class Sample:
    """A picture that is looked for in banks, looked at only as far as needed. Thread safe."""

    def __init__(self, content: bytes) -> None:
        """Take a picture that went through `knowledge.vision`; raise `Unreadable` for anything else."""
        self._pixels = grey(content)

    @cached_property
    def codes(self) -> Codes:
        """Its hash in all eight positions, with its bars and without; none where it is too plain."""
        framed = inner(self._pixels)
        parts = [self._pixels] if framed is None else [self._pixels, framed]
        hashed = [hashes.hashes(part) for part in parts]
        rows = [one.codes for one in hashed if one.reliable]
        return np.concatenate(rows) if rows else np.zeros((0, hashes.BITS // 8), np.uint8)

    @cached_property
    def upright(self) -> Codes:
        """The rows of `codes` in which it stands as it was sent."""
        return self.codes[::8]

    @property
    def features(self) -> Features:
        """Its local features."""
        return self._both[0]

    @property
    def mirrored(self) -> Features:
        """Its local features as a mirror shows them: a feature knows no mirrored twin."""
        return self._both[1]

    @cached_property
    def _both(self) -> tuple[Features, Features]:
        from knowledge.vision import sift

        return sift.both_ways(self._pixels)


def _middle(pixels: Grey, crop: float) -> Grey:
    """Cut the part `crop` off every side."""
    down, across = (round(side * crop) for side in pixels.shape)
    height, width = pixels.shape
    return np.ascontiguousarray(pixels[down : height - down, across : width - across])
