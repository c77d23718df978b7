"""Lay one picture over another and mark where they differ, for people to see.

Takes two clean pictures, as `knowledge.vision.encode` wrote them; they are the same, nearly the same, or of
different things. Knows no text. Wraps OpenCV, which is loaded with the first comparison.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import Unreadable
from knowledge.records import Box
from knowledge.vision.header import DAMAGED, measure
from knowledge.vision.limits import Limits

if TYPE_CHECKING:
    from knowledge.vision.register import Registration

Likeness = Literal["same", "near", "different"]

Pixels = NDArray[np.uint8]
"""Blue, green, red; shape (height, width, 3)."""

LONGEST = 1280
"""Pixels of the longer side at which two pictures are compared and shown."""

LEVELS = 40
"""Levels out of 255 by which a pixel must differ: compression and smoothed edges stay below."""

COLOURED = 9
"""Pixels of the side of a square whose mean colour is compared."""

NEAR = 0.5
"""Least share of the first picture that both show; below it they are two pictures of different things."""

MOST_CHANGED = 0.4
"""Where more of what both show has changed, a picture of the changes shows nothing."""

STRETCHED, SMALLEST, COPY = 0.03, 64, 0.005
"""A copy made small keeps its sides' ratio, about; below so many pixels of height all look alike, and this part of it
may differ."""

FEWEST_INLIERS, LEAST_SPREAD = 12, 4
"""Places in common, and cells of a 4 x 4 grid that hold one; less is chance (see `knowledge.alike.finder`)."""

SPECK = 0.00002
"""Changed areas below this part of the picture are noise: 20 pixels of a megapixel."""

MOST_BOXES = 12

_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Difference:
    """How the second picture differs from the first."""

    likeness: Likeness
    boxes: tuple[Box, ...] = ()
    """The places that differ, in the first picture, largest first."""
    changed: float = 0.0
    """Share of what both show that differs."""
    picture: bytes = b""
    """Both, one laid over the other, differing places framed: a PNG, where they are nearly the same."""


def differ(first: bytes, second: bytes) -> Difference:
    """Compare two pictures; some hundred milliseconds. Raise `Unreadable` for what is no picture."""
    one, other = _decoded(first), _decoded(second)
    laid = _laid_over(one, other)
    if laid is None:
        return Difference("same" if _shrunk(one, other) else "different")
    moved, both = laid
    changed = _changes(one, moved, both)
    boxes = _boxes(changed)
    share = float(changed.sum() / max(1, both.sum()))
    if share > MOST_CHANGED:
        return Difference("different", changed=share)
    if not boxes:
        return Difference("same")
    return Difference("near", boxes, share, _shown(one, moved, boxes))


def _decoded(content: bytes) -> Pixels:
    import cv2

    header = measure(content, most_frames=1)
    _LIMITS.check_size(header.width, header.height)
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise Unreadable(DAMAGED)
    scale = LONGEST / max(pixels.shape[:2])
    if scale < 1:
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(pixels, np.uint8)


def _laid_over(one: Pixels, other: Pixels) -> tuple[Pixels, NDArray[np.bool_]] | None:
    """Return the second picture in the place of the first, and where both show something."""
    if one.shape == other.shape:
        whole = np.ones(one.shape[:2], bool)
        # Two screenshots of one window lie on each other as they are, to the pixel.
        if _share(one, other, whole) < MOST_CHANGED / 2:
            return other, whole
    found = _registered(one, other)
    if found is None:
        return None
    moved, both = found
    return (moved, both) if both.mean() >= NEAR else None


def _shrunk(one: Pixels, other: Pixels) -> bool:
    """Tell whether one is the other made so small that few of its features are left."""
    import cv2

    small, large = sorted((one, other), key=lambda pixels: pixels.shape[0])
    height, width = small.shape[:2]
    if abs(width / height * large.shape[0] / large.shape[1] - 1) > STRETCHED or height < SMALLEST:
        return False
    shrunk = np.asarray(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return _share(small, shrunk, np.ones((height, width), bool)) < COPY


def _registered(one: Pixels, other: Pixels) -> tuple[Pixels, NDArray[np.bool_]] | None:
    import cv2

    from knowledge.vision.register import register
    from knowledge.vision.sift import learned, queried

    grey = [np.asarray(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY), np.uint8) for p in (other, one)]
    registration: Registration | None = register(queried(grey[0]), learned(grey[1]))
    if registration is None or registration.inliers < FEWEST_INLIERS:
        return None
    if registration.spread < LEAST_SPREAD:
        return None
    height, width = one.shape[:2]
    back = _refined(grey[1], grey[0], registration.homography)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpPerspective(other, back, (width, height), flags=flags)
    full = np.full(other.shape[:2], 255, np.uint8)
    inside = cv2.warpPerspective(full, back, (width, height), flags=flags) == 255
    return np.asarray(moved, np.uint8), np.asarray(inside, np.bool_)


def _refined(first: Pixels, second: Pixels, homography: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit the homography to the pixels (ECC: Evangelidis and Psarakis, PAMI 2008); features miss by a pixel."""
    import cv2

    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
    try:
        _, fitted = cv2.findTransformECC(
            first, second, homography.astype(np.float32), cv2.MOTION_HOMOGRAPHY, criteria
        )
    except cv2.error:
        # It did not converge: the features' word stands.
        return homography
    return np.asarray(fitted, np.float64)


def _share(one: Pixels, other: Pixels, both: NDArray[np.bool_]) -> float:
    return float(_changes(one, other, both).sum() / max(1, both.sum()))


def _changes(one: Pixels, other: Pixels, both: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell pixel by pixel what differs; a pixel's place may be off by one, and its light throughout."""
    import cv2

    # A screen photographed twice differs in brightness everywhere, which is no change.
    if both.any():
        shift = np.median(one[both].astype(np.int16) - other[both], axis=0)
        other = np.clip(other + np.where(np.abs(shift) < LEVELS, shift, 0), 0, 255).astype(np.uint8)
    fine = [np.asarray(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY), np.uint8) for p in (one, other)]
    # Compression keeps colours at a quarter of the pixels: alone they count where they are broad.
    broad = [
        np.asarray(cv2.blur(pixels, (COLOURED, COLOURED)), np.uint8) for pixels in (one, other)
    ]
    changed = (_beyond(*fine) > LEVELS) | (_beyond(*broad) > LEVELS).any(axis=2)
    return np.asarray(changed & both, np.bool_)


def _beyond(one: Pixels, other: Pixels) -> Pixels:
    """Return by how much each pixel lies outside what its neighbourhood in the other picture spans."""
    import cv2

    kernel = np.ones((3, 3), np.uint8)
    parts = []
    # An edge that moved by a pixel is no change.
    for here, there in ((one, other), (other, one)):
        low, high = cv2.erode(there, kernel), cv2.dilate(there, kernel)
        parts += [cv2.subtract(low, here), cv2.subtract(here, high)]
    return np.asarray(np.maximum.reduce(parts), np.uint8)


def _boxes(changed: NDArray[np.bool_]) -> tuple[Box, ...]:
    """Return rectangles around what differs; letters of one word are one place."""
    import cv2

    height, width = changed.shape
    reach = max(5, round(max(height, width) / 60))
    near = cv2.dilate(changed.astype(np.uint8), np.ones((reach, 2 * reach), np.uint8))
    count, places = cv2.connectedComponents(near)
    found = []
    for number in range(1, count):
        rows, columns = np.nonzero((places == number) & changed)
        if len(rows) > SPECK * height * width:
            box = Box(
                float(columns.min() / width),
                float(rows.min() / height),
                float((columns.max() + 1) / width),
                float((rows.max() + 1) / height),
            )
            found.append((len(rows), box))
    found.sort(key=lambda pair: -pair[0])
    return tuple(box for _, box in found[:MOST_BOXES])


def _shown(one: Pixels, moved: Pixels, boxes: tuple[Box, ...]) -> bytes:
    """Set both pictures beside or below each other with frames around what differs."""
    import cv2

    height, width = one.shape[:2]
    framed = []
    thick, room = max(2, round(max(height, width) / 400)), max(4, round(max(height, width) / 150))
    for pixels in (one.copy(), moved.copy()):
        for box in boxes:
            start = (round(box.left * width) - room, round(box.top * height) - room)
            end = (round(box.right * width) + room, round(box.bottom * height) + room)
            cv2.rectangle(pixels, start, end, (36, 28, 230), thick)
        framed.append(pixels)
    beside = height > width
    gap = np.full((height, 12, 3) if beside else (12, width, 3), 128, np.uint8)
    joined = np.concatenate([framed[0], gap, framed[1]], axis=1 if beside else 0)
    return cv2.imencode(".png", joined)[1].tobytes()
