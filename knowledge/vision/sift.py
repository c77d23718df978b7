"""Turn a grey picture into local features.

A feature is SIFT (Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", IJCV 2004), kept as a
visual word and a code. Knows one picture at a time. Wraps OpenCV.
"""

import functools
from importlib import resources

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge.vision.features import FEATURE, Features
from knowledge.vision.pixels import Grey

KEPT, ASKED = 400, 500
"""Features of a learned picture and of a queried one, which may show a desk as well."""

ASKED_WORDS = 2
"""Words that a queried feature is looked up under: what lies between two may have become the other."""

VOCABULARY_SCALE = 512.0
"""The centres of RootSIFT stay below one half; as bytes they take 256 KB."""

_CONTRAST = 0.025
"""Lower than Lowe's 0.04: pale grey lines on white are all that some dialogs have."""

_STRONGEST = 900
"""Features of the whole picture that the spread ones are chosen from."""

_CELLS = 8
"""The strongest features are taken from each cell of a grid of so many rows and columns first, so that
a crop or a hand in front leaves some; one block of text would take them all."""


def learned(pixels: Grey) -> Features:
    """Find the features of a picture that is to be found later."""
    return _find(pixels, KEPT, 1)


def queried(pixels: Grey) -> Features:
    """Find the features of a picture that is looked for."""
    return _find(pixels, ASKED, ASKED_WORDS)


def both_ways(pixels: Grey) -> tuple[Features, Features]:
    """Find the features of a picture that is looked for: as it is, and as a mirror shows it, left for right."""
    places, descriptors = describe(pixels, ASKED)
    seen = places.copy()
    seen[:, 0] = pixels.shape[1] - 1 - places[:, 0]
    seen[:, 3] = (180 - places[:, 3]) % 360
    return (
        _coded(pixels, places, descriptors, ASKED_WORDS),
        _coded(pixels, seen, _mirrored(descriptors), ASKED_WORDS),
    )


def _mirrored(descriptors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rearrange descriptors to those of the mirrored places: nothing is measured anew.

    In the frame of its own direction a place is mirrored across that direction: of the 4 x 4 x 8 numbers
    the rows change places, and each of the eight directions becomes its negative.
    """
    grid = descriptors.reshape(-1, 4, 4, 8)
    turned = grid[:, ::-1, :, [0, 7, 6, 5, 4, 3, 2, 1]]
    return np.ascontiguousarray(turned).reshape(-1, 128)


def _find(pixels: Grey, most: int, nearest: int) -> Features:
    return _coded(pixels, *describe(pixels, most), nearest)


def _coded(
    pixels: Grey, places: NDArray[np.float32], descriptors: NDArray[np.float32], nearest: int
) -> Features:
    points = np.zeros(len(places), FEATURE)
    for at, name in enumerate(("x", "y", "size", "angle")):
        points[name] = places[:, at]
    points["code"] = _codes(descriptors)
    height, width = pixels.shape
    return Features(width, height, points, words(descriptors, nearest))


def describe(pixels: Grey, most: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return places (n, 4) as x, y, size, angle, and SIFT descriptors (n, 128)."""
    # Describing many at once costs less than a second pyramid for the chosen ones.
    sift = cv2.SIFT.create(_STRONGEST, contrastThreshold=_CONTRAST, enable_precise_upscale=True)
    found, descriptors = sift.detectAndCompute(pixels, None)
    if descriptors is None:
        return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.float32)
    rows = np.array([(*one.pt, one.size, one.angle, one.response) for one in found], np.float32)
    if len(rows) > most:
        chosen = _spread(rows, pixels.shape, most)
        rows, descriptors = rows[chosen], descriptors[chosen]
    return rows[:, :4], np.asarray(descriptors, np.float32)


def _spread(rows: NDArray[np.float32], shape: tuple[int, ...], most: int) -> NDArray[np.intp]:
    """Choose the strongest of each cell, then the strongest of what is left."""
    cells = np.floor(rows[:, :2] * _CELLS / (shape[1], shape[0])) @ (1, _CELLS)
    order = np.lexsort((-rows[:, 4], cells))
    starts = np.flatnonzero(np.diff(cells[order], prepend=-1.0))
    lengths = np.diff(np.append(starts, len(order)))
    place = np.arange(len(order)) - np.repeat(starts, lengths)
    late = np.empty(len(order), bool)
    late[order] = place >= max(1, 2 * most // _CELLS**2)
    chosen: NDArray[np.intp] = np.lexsort((-rows[:, 4], late))[:most]
    return chosen


def words(descriptors: NDArray[np.float32], nearest: int) -> NDArray[np.uint16]:
    """Return the `nearest` visual words of each descriptor, shape (n, nearest), best first."""
    centres = vocabulary()
    # Both sides are short of a constant: the row's own length, which ranks nothing.
    scores = rooted(descriptors) @ centres.T - (centres**2).sum(axis=1) / 2
    if nearest == 1:
        return np.asarray(scores.argmax(axis=1)[:, None], np.uint16)
    best = np.argpartition(-scores, nearest - 1, axis=1)[:, :nearest]
    return np.asarray(best, np.uint16)


def rooted(descriptors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return RootSIFT (Arandjelovic, Zisserman, CVPR 2012), rows of length 1."""
    sums = np.maximum(descriptors.sum(axis=1, keepdims=True), 1)
    rows: NDArray[np.float32] = np.sqrt(descriptors / sums)
    return rows


@functools.cache
def vocabulary() -> NDArray[np.float32]:
    """Return the visual words, shape (WORDS, 128), trained by `tests.benchmarks.vocabulary`."""
    with resources.files("knowledge.vision").joinpath("vocabulary.npy").open("rb") as file:
        stored = np.load(file)
    return np.asarray(stored, np.float32) / np.float32(VOCABULARY_SCALE)


def _codes(descriptors: NDArray[np.float32]) -> NDArray[np.uint64]:
    """Quantise each number against the row's own median and upper quartile, shape (n, 4).

    Scalar quantisation (Zhou, Lu, Li, Tian, ACM Multimedia 2012) needs no training.
    """
    ordered = np.sort(descriptors, axis=1)
    median, quartile = ordered[:, 63:64], ordered[:, 95:96]
    bits = np.concatenate([descriptors > median, descriptors > quartile], axis=1)
    return np.packbits(bits, axis=1).view(np.uint64)
