"""Tell a picture from its near twin: compare pixels, once it is known how one lies on the other.

The same dialog with another message has the same frame, buttons and hash; only the places where it
differs say so. Knows two grey pictures at a time. Wraps OpenCV.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge.vision.pixels import Grey

AREA = 160_000
"""Pixels of a proof (462 x 346), at which two pictures are compared: words are smudges, but each its own."""

_BLOCK = 16
"""Pixels of a block's side: a word or two."""

_TEXTURE = 6.0
"""Grey levels of standard deviation below which a block is empty and says nothing."""

_SHIFTS = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))
"""Pixels by which a block may lie beside its place: screens are not quite flat."""

DIFFERS = 0.6
"""Correlation below which a block shows something else."""

_FEWEST_BLOCKS = 6

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike two pictures are where the one shows the other."""

    mean: float
    """Mean correlation of the blocks with something in them, -1 to 1."""
    differing: float
    """Share of those blocks that show something else."""


NONE = Agreement(0.0, 1.0)
"""Nothing could be compared."""


def proof(pixels: Grey) -> bytes:
    """Return the learned picture as it is kept for comparing: grey, small, a JPEG of about 15 KB."""
    height, width = pixels.shape
    scale = min(1.0, (AREA / (width * height)) ** 0.5)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, 85))[1].tobytes()


def opened(proof: bytes) -> Grey:
    """Decode what `proof` gave."""
    return np.asarray(cv2.imdecode(np.frombuffer(proof, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)


def compare(queried: Grey, learned: Grey, homography: NDArray[np.float64]) -> Agreement:
    """Compare block by block; `homography` leads pixels of `learned`, a proof, to those of `queried`."""
    height, width = learned.shape
    small = np.asarray(learned, np.float32)
    size = (width, height)
    back = homography
    # Averaged first, or a large photo would be sampled in single pixels.
    blur = _shrinking(back, size)
    seen = cv2.GaussianBlur(queried, (0, 0), 0.5 * blur) if blur > 1.2 else queried
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpPerspective(seen, back, size, flags=flags)
    inside = cv2.warpPerspective(np.full_like(queried, 255), back, size, flags=flags)
    return _agree(small, warped.astype(np.float32), inside.astype(np.float32))


def stretch(learned: Grey, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the homography that lays the whole of `learned` on the whole of a picture of that shape."""
    return np.diag([shape[1] / learned.shape[1], shape[0] / learned.shape[0], 1.0])


def _agree(small: Plane, warped: Plane, inside: Plane) -> Agreement:
    mean, deviation = _moments(small)
    whole = _blocks(_around(inside)) >= 254
    telling = whole & (_blocks(deviation) >= _TEXTURE)
    if int(telling.sum()) < _FEWEST_BLOCKS:
        return NONE
    other_mean, other_deviation = _moments(warped)
    best = np.full(telling.shape, -1.0, np.float32)
    for shift in _SHIFTS:
        moved = np.roll(warped, shift, axis=(0, 1))
        both = _blocks(_around(small * moved)) - _blocks(mean) * _blocks(other_mean, shift)
        # A block that is empty in the photo has next to no deviation; it agrees with nothing.
        deviations = _blocks(deviation) * _blocks(other_deviation, shift)
        best = np.maximum(best, both / np.maximum(deviations, _TEXTURE))
    agreeing = best[telling]
    return Agreement(float(agreeing.mean()), float((agreeing < DIFFERS).mean()))


def _around(plane: Plane) -> Plane:
    """Return the mean of the block around each pixel."""
    return np.asarray(cv2.boxFilter(plane, cv2.CV_32F, (_BLOCK, _BLOCK)), np.float32)


def _moments(plane: Plane) -> tuple[Plane, Plane]:
    """Return mean and standard deviation of the block around each pixel."""
    mean = _around(plane)
    return mean, np.sqrt(np.maximum(_around(plane * plane) - mean * mean, 0.0))


def _blocks(plane: Plane, shift: tuple[int, int] = (0, 0)) -> Plane:
    """Take the value at the middle of each block, or `shift` (down, right) before it; blocks overlap by half."""
    half = _BLOCK // 2
    # One pixel within the edge, where what is shifted wraps around.
    first = half + 1
    height, width = plane.shape
    down, right = shift
    return plane[
        first - down : height - first - down : half, first - right : width - first - right : half
    ]


def _shrinking(back: NDArray[np.float64], size: tuple[int, int]) -> float:
    """Return how many pixels of the photo fall on one of the comparison, in its middle."""
    middle = np.array([[size[0] / 2, size[1] / 2, 1], [size[0] / 2 + 1, size[1] / 2, 1]]) @ back.T
    places = middle[:, :2] / middle[:, 2:]
    return float(np.hypot(*(places[1] - places[0])))
