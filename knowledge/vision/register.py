"""Lay a queried picture over a learned one: by their features first, then, where two fit, by their pixels.

Knows two pictures at a time. Wraps OpenCV.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge.records import Box
from knowledge.vision.features import Features

NEAREST = 3
"""Features of the learned picture that each queried one is compared with: letters repeat."""

LIKE = 64
"""Bits of 256 in which the codes of one place differ at most."""

_HYPOTHESES = 100
"""Pairs, most alike first, each of which says how one picture lies on the other."""

_NEAR = 25.0
"""Pixels by which a place may miss under one pair's hypothesis; a tilted screen is no similarity."""

_EXACT = 6.0
"""Pixels by which a place may miss under the homography of all."""

_TURN, _SCALE = 0.5, 0.6
"""Radians and natural logarithm by which a feature's own turn and scale may differ from the whole's."""

FEWEST = 6
"""Pairs without which no homography is tried: four always fit one."""

_LEAST_SEEN = 0.01
"""Part of the learned picture that has to be in sight; slivers are chance."""

_GRID = 4


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """How a queried picture lies on a learned one."""

    homography: NDArray[np.float64]
    """Working pixels of the learned picture to those of the queried one, shape (3, 3)."""
    inliers: int
    """Places of the one that are places of the other, each counted once."""
    spread: int
    """Cells of a 4 x 4 grid, laid over the seen part of the learned picture, that hold an inlier."""
    box: Box
    """What of the learned picture is seen in the queried one."""
    covered: float
    """Share of the queried picture that the learned one accounts for."""


def register(queried: Features, learned: Features) -> Registration | None:
    """Find the homography that most places agree on; None where no few of them do."""
    if min(len(queried.points), len(learned.points)) < FEWEST:
        return None
    pairs = _pairs(queried, learned)
    if len(pairs.ask) < FEWEST:
        return None
    group = pairs.largest_group()
    if pairs.count(group) < FEWEST:
        return None
    homography = _homography(pairs, group)
    for tolerance in (2 * _EXACT, _EXACT):
        if homography is None:
            return None
        inside = pairs.consistent & (pairs.misses(homography) < tolerance)
        if pairs.count(inside) < FEWEST:
            return None
        homography = _homography(pairs, inside)
    if homography is None or not _plausible(homography, learned):
        return None
    inside = pairs.consistent & (pairs.misses(homography) < _EXACT)
    box = _seen(homography, queried, learned)
    if (box.right - box.left) * (box.bottom - box.top) < _LEAST_SEEN:
        return None
    spread = _spread(pairs.learned[inside], box, learned)
    covered = _covered(homography, queried, learned)
    return Registration(homography, pairs.count(inside), spread, box, covered)


@dataclass(eq=False)
class _Pairs:
    """Places that may be the same one; rows of `ask` and `know` number the features."""

    ask: NDArray[np.intp]
    know: NDArray[np.intp]
    queried: NDArray[np.float32]
    """x and y, shape (n, 2)."""
    learned: NDArray[np.float32]
    turn: NDArray[np.float32]
    scale: NDArray[np.float32]
    consistent: NDArray[np.bool_]
    """Pairs whose own turn and scale are those of the largest group."""

    def count(self, chosen: NDArray[np.bool_]) -> int:
        """Count places, not pairs: one feature may be in several."""
        return min(len(np.unique(self.ask[chosen])), len(np.unique(self.know[chosen])))

    def largest_group(self) -> NDArray[np.bool_]:
        """Let each pair say how the pictures lie, by its own turn and scale; return those who agree with the best.

        One pair of SIFT features fixes a similarity (Lowe, section 7.4).
        """
        top = slice(0, _HYPOTHESES)
        factor = np.exp(self.scale + 1j * self.turn)
        known = self.learned @ (1, 1j)
        asked = self.queried @ (1, 1j)
        shift = asked - factor * known
        miss = np.abs(factor[top, None] * known + shift[top, None] - asked)  # (hypotheses, n)
        turn = np.abs(_wrapped(self.turn[top, None] - self.turn))
        scale = np.abs(self.scale[top, None] - self.scale)
        alike = (turn < _TURN) & (scale < _SCALE)
        agree = alike & (miss < _NEAR)
        best = int(agree.sum(axis=1).argmax())
        self.consistent = alike[best]
        chosen: NDArray[np.bool_] = agree[best]
        return chosen

    def misses(self, homography: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return by how many pixels each learned place misses its queried one."""
        moved = _project(homography, self.learned)
        distances: NDArray[np.float64] = np.hypot(*(moved - self.queried).T)
        return distances


def _pairs(queried: Features, learned: Features) -> _Pairs:
    """Pair each queried feature with its nearest learned ones, the most alike first."""
    one, other = queried.points, learned.points
    nearest = min(NEAREST, len(other))
    distances, rows = cv2.batchDistance(
        _bytes(one), _bytes(other), cv2.CV_32S, normType=cv2.NORM_HAMMING, K=nearest
    )
    ask = np.repeat(np.arange(len(one)), nearest)
    know, bits = rows.ravel().astype(np.intp), distances.ravel()
    order = np.argsort(bits, kind="stable")
    order = order[bits[order] < LIKE]
    ask, know = ask[order], know[order]
    a, b = one[ask], other[know]
    return _Pairs(
        ask,
        know,
        np.stack([a["x"], a["y"]], axis=1),
        np.stack([b["x"], b["y"]], axis=1),
        np.deg2rad(a["angle"] - b["angle"]),
        np.log(a["size"] / b["size"]),
        np.ones(len(ask), bool),
    )


def _bytes(points: NDArray[np.void]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(points["code"]).view(np.uint8)


def _homography(pairs: _Pairs, chosen: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    found, _ = cv2.findHomography(
        pairs.learned[chosen], pairs.queried[chosen], cv2.RANSAC, 1.5 * _EXACT, maxIters=300
    )
    return None if found is None else np.asarray(found, np.float64)


def _project(homography: NDArray[np.float64], places: NDArray[np.floating]) -> NDArray[np.float64]:
    whole = np.column_stack([places, np.ones(len(places))]) @ homography.T
    depth = np.where(np.abs(whole[:, 2:]) < 1e-9, 1e-9, whole[:, 2:])
    moved: NDArray[np.float64] = whole[:, :2] / depth
    return moved


def _corners(features: Features) -> NDArray[np.float32]:
    width, height = features.width, features.height
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)


def _plausible(homography: NDArray[np.float64], learned: Features) -> bool:
    """Refuse what no camera does: a mirrored, folded, or extremely scaled picture."""
    corners = _project(homography, _corners(learned))
    edges = np.roll(corners, -1, axis=0) - corners
    after = np.roll(edges, -1, axis=0)
    bends = edges[:, 0] * after[:, 1] - edges[:, 1] * after[:, 0]
    depth = np.column_stack([_corners(learned), np.ones(4)]) @ homography[2]
    if (bends <= 0).any() or (depth * depth[0] <= 0).any():
        return False
    # The areas of the two triangles at opposite corners.
    scale = (bends[0] + bends[2]) / 2 / (learned.width * learned.height)
    return bool(0.02 < scale < 50)


def _seen(homography: NDArray[np.float64], queried: Features, learned: Features) -> Box:
    """Return the rectangle around what the query shows of the learned picture."""
    try:
        back = np.asarray(np.linalg.inv(homography), np.float64)
    except np.linalg.LinAlgError:
        return Box(0, 0, 1, 1)
    places = _corners(queried)
    corners = _project(back, places) / (learned.width, learned.height)
    (left, top), (right, bottom) = np.clip([corners.min(axis=0), corners.max(axis=0)], 0, 1)
    return Box(*(round(float(edge), 4) for edge in (left, top, right, bottom)))


def _covered(homography: NDArray[np.float64], queried: Features, learned: Features) -> float:
    outline = _project(homography, _corners(learned)).astype(np.float32)
    area, _ = cv2.intersectConvexConvex(outline, _corners(queried))
    return float(area) / (queried.width * queried.height)


def _spread(places: NDArray[np.float32], box: Box, learned: Features) -> int:
    size = np.array([box.right - box.left, box.bottom - box.top])
    inside = places / (learned.width, learned.height) - (box.left, box.top)
    cells = np.clip(np.floor(inside / np.maximum(size, 1e-6) * _GRID), 0, _GRID - 1)
    return len(np.unique(cells @ (1, _GRID)))


def _wrapped(angles: NDArray[np.float32]) -> NDArray[np.float32]:
    turned: NDArray[np.float32] = (angles + np.pi) % (2 * np.pi) - np.pi
    return turned
