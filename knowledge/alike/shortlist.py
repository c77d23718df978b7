"""Name the pictures of one space that share most local features with a queried one, in the same arrangement.

Inverted lists of visual words with Hamming embedding (Jegou, Douze, Schmid, ECCV 2008): places that fall
under one word and differ in few bits vote for their picture, and say with their own turn and scale where
its middle would lie (a Hough transform, Lowe, IJCV 2004, section 7.3). Votes for one place count together.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.vision.features import NOTHING, WORDS, Features

LIKE = 32
"""Bits of 256 in which the codes of one place differ at most to count; under one word, others differ in about 45."""

MOST = 600_000
"""Entries of the lists that are gone through, those of rare words first: a store of ten thousand pictures
would take 100 ms otherwise, and its commonest words tell least."""

_SOFT = 18.0
"""Bits at which a vote has fallen to 1/e."""

_TURN, _SCALE, _PLACE = np.pi / 4, 0.7, 85.0
"""Sides of a cell of the Hough transform: radians, natural logarithm, and working pixels."""

_GRIDS = (0.0, 0.5)
"""The cells are laid twice, half a cell apart, so that votes at an edge are together in one of them."""

_SUPPORTED = 300
"""Pictures with the most votes: of these alone the arrangement is looked at."""

_FEW = 40
"""A picture of fewer features is treated as if it had so many: one match out of three proves little."""

Numbers = NDArray[np.int64]
Plane = NDArray[np.float32]


class Shortlist:
    """All features of one space, by visual word. Immutable, so any thread may search."""

    def __init__(self, pictures: Sequence[Features]) -> None:
        self._count = len(pictures)
        sizes = np.array([len(one.points) for one in pictures], np.int64)
        # The one without points keeps the shapes where there are no pictures.
        all_of = [NOTHING, *pictures]
        words = np.concatenate([one.words[:, 0] for one in all_of])
        order = np.argsort(words, kind="stable")
        self._codes = np.concatenate([one.points["code"] for one in all_of])[order]
        poses = np.concatenate([_poses(one) for one in all_of])[order]
        # Half precision places a feature to a quarter of a pixel.
        self._poses = poses.astype(np.float16)
        self._owners = np.repeat(np.arange(self._count, dtype=np.int32), sizes)[order]
        self._starts = np.searchsorted(words[order], np.arange(WORDS + 1))
        # Longer pictures collect votes by chance: the usual normalisation by the root of the length.
        self._norms = np.sqrt(np.maximum(sizes, _FEW))

    def best(self, queried: Features, limit: int) -> list[tuple[int, float]]:
        """Return (number of the picture, votes) of up to `limit` pictures, best first."""
        if not self._count or not len(queried.points):
            return []
        asked, places, bits = self._alike(queried)
        asked, places, bits = self._once(asked, places, bits)
        owners = self._owners[places]
        fitting = np.maximum(np.bincount(asked, minlength=len(queried.points)), 1)
        rarity = np.log(1 + self._count / fitting)
        # Squared, as rarity counts on both sides: what a whole family shares tells no member of it.
        weights = np.exp(-((bits / _SOFT) ** 2)) * rarity[asked] ** 2
        votes = np.bincount(owners, weights, minlength=self._count)
        few = np.argsort(-votes / self._norms, kind="stable")[:_SUPPORTED]
        chosen = np.isin(owners, few)
        poses = _poses(queried)[asked[chosen]]
        together = self._arranged(poses, places[chosen], weights[chosen])
        scores = together / self._norms
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(int(at), float(scores[at])) for at in best if scores[at] > 0]

    def _alike(self, queried: Features) -> tuple[Numbers, Numbers, Numbers]:
        """Go through the lists of the query's words; return (its feature, row here, bits) of what is alike."""
        nearest = queried.words.shape[1]
        words = queried.words.ravel().astype(np.int64)
        asked = np.repeat(np.arange(len(queried.points)), nearest)
        lengths = self._starts[words + 1] - self._starts[words]
        rarest = np.argsort(lengths, kind="stable")
        rarest = rarest[np.cumsum(lengths[rarest]) <= MOST]
        words, asked, lengths = words[rarest], asked[rarest], lengths[rarest]
        starts = self._starts[words]
        before = np.cumsum(lengths) - lengths
        places = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
        asked = np.repeat(asked, lengths)
        differing = self._codes[places] ^ queried.points["code"][asked]
        bits = np.bitwise_count(differing).sum(axis=1, dtype=np.int64)
        like = bits <= LIKE
        return asked[like], places[like], bits[like]

    def _once(
        self, asked: Numbers, places: Numbers, bits: Numbers
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Keep the best vote of each queried feature for each picture, and of each learned feature: letters repeat."""
        pairs = asked * self._count + self._owners[places]
        order = np.lexsort((bits, pairs))
        chosen = order[np.diff(pairs[order], prepend=-1) != 0]
        asked, places, bits = asked[chosen], places[chosen], bits[chosen]
        order = np.lexsort((bits, places))
        chosen = order[np.diff(places[order], prepend=-1) != 0]
        return asked[chosen], places[chosen], bits[chosen]

    def _arranged(
        self, asked: Plane, places: Numbers, weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return for each picture the weight of the votes that put it at one place, turn and scale."""
        owners = self._owners[places].astype(np.int64)
        known = self._poses[places].astype(np.float32)
        turn = asked[:, 3] - known[:, 3]
        scale = asked[:, 2] - known[:, 2]
        factor = np.exp(scale + 1j * turn)
        middle = asked[:, 0] + 1j * asked[:, 1] - factor * (known[:, 0] + 1j * known[:, 1])
        best = np.zeros(self._count)
        for offset in _GRIDS:
            cells = [
                np.floor(turn / _TURN + offset),
                np.floor(scale / _SCALE + offset),
                np.floor(middle.real / _PLACE + offset),
                np.floor(middle.imag / _PLACE + offset),
            ]
            order, starts = _groups(owners, cells)
            if len(starts):
                sums = np.add.reduceat(weights[order], starts)
                np.maximum.at(best, owners[order][starts], sums)
        return best


def _poses(features: Features) -> Plane:
    """Return x and y from the middle, logarithm of the size, and turn in radians, shape (n, 4)."""
    points = features.points
    x, y = points["x"] - features.width / 2, points["y"] - features.height / 2
    size = np.log(np.maximum(points["size"], 0.1))
    return np.stack([x, y, size, np.deg2rad(points["angle"])], axis=1).astype(np.float32)


def _groups(
    owners: Numbers, cells: Sequence[NDArray[np.floating]]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return an order in which equal cells of one owner stand together, and where each group starts."""
    whole = owners
    for cell in cells:
        # Cells far outside hold single wild votes; wrapping them around does no harm.
        whole = whole * 64 + cell.astype(np.int64) % 64
    order = np.argsort(whole, kind="stable")
    return order, np.flatnonzero(np.diff(whole[order], prepend=-1))
