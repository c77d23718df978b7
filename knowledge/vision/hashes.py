"""Turn a picture into a perceptual hash: 256 bits that stay nearly the same when it is copied.

The hash is PDQ (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm",
2019), exchangeable with other banks of it. Knows no documents and nothing of what is done with a hash.
Wraps pdqhash.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.vision.pixels import Grey, within

BITS = 256

QUALITY = 50
"""PDQ's own floor (0 to 100): below it a picture is so plain that its bits are chance."""

SAME = 31
"""Bits that copies of one picture differ in at most, by PDQ's authors; unrelated ones differ in about 128."""

_SIDE = 512
"""PDQ averages down to 64 x 64; on 12 megapixels it takes 737 ms, on this 3 ms, and 2 bits differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Hashes:
    """The hash of a picture in each of its eight positions: as it is first, then turned and mirrored."""

    codes: NDArray[np.uint8]
    """Packed bits, shape (8, 32)."""
    quality: int

    @property
    def reliable(self) -> bool:
        """Whether the picture has enough in it to be told by its hash."""
        return self.quality >= QUALITY

    @property
    def upright(self) -> NDArray[np.uint8]:
        """The hash of the picture as it is, shape (32,)."""
        return np.asarray(self.codes[0])


def hashes(pixels: Grey) -> Hashes:
    """Hash a grey picture of any size."""
    import pdqhash  # type: ignore[import-untyped]  # it ships no type information

    small = within(pixels, _SIDE)
    bits, quality = pdqhash.compute_dihedral(np.repeat(small[:, :, None], 3, axis=2))
    return Hashes(np.packbits(np.asarray(bits, np.uint8), axis=1), int(quality))


def positioned(pixels: Grey, position: int) -> Grey:
    """Turn or mirror a picture the way that gives it the hash in row `position` of `Hashes.codes`."""
    if position < 4:
        return np.ascontiguousarray(np.rot90(pixels, position))
    ways = (np.flipud, np.fliplr, np.transpose, lambda grey: np.rot90(grey, 2).T)
    return np.ascontiguousarray(ways[position - 4](pixels))


def distance(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
    """Count the bits in which two packed hashes differ."""
    return int(np.bitwise_count(one ^ other).sum())
