"""Tell which of a few known pictures some words describe, or that surely none is meant.

Each picture is its own judge: words that claim nothing of any picture are the background against which the
description has to stand out, as in `knowledge.zero_shot`. Knows an `ImageEmbedder`; no file and no store.
"""

import math
from collections.abc import Sequence

import numpy as np

from knowledge.language import script
from knowledge.ports import ImageEmbedder, Vectors
from knowledge.zero_shot import FITS_Z, LEAST_SPREAD, NEUTRAL, prototypes

CLEARLY_Z = 1.0
"""So many deviations less than the best a picture has to fit, or it may be meant as well."""

CHANCE = 0.4
"""By so many deviations the least fit rises each time there are e times as many pictures as `FEW`, for of many one
fits by chance."""
FEW = 3

SAME, ALIKE = 0.97, 0.85
"""Cosines of two pictures: from the first on they are taken for one picture, sent again or changed a little;
below the second they have nothing in common that could be named."""


def meant(description: str, pictures: Vectors, embedder: ImageEmbedder) -> tuple[int, ...]:
    """Return the rows of `pictures` that are described, best first; none where the description fits none.

    Several only where they fit about as well; none, too, where the model does not read the language.
    """
    name = script(description)
    if name not in embedder.languages or not len(pictures):
        return ()
    wanted = prototypes([description], [name], embedder)[0]
    words = embedder.embed_texts(NEUTRAL.get(name) or NEUTRAL["latin"])
    background = pictures @ words.T  # (pictures, words)
    spread = np.maximum(background.std(axis=1), LEAST_SPREAD)
    z = (pictures @ wanted - background.mean(axis=1)) / spread  # (pictures,)
    fits = FITS_Z + CHANCE * max(0.0, math.log(len(pictures) / FEW))
    least = max(fits, float(z.max()) - CLEARLY_Z)
    return tuple(int(at) for at in np.argsort(-z) if z[at] >= least)


def nearest(picture: Vectors, pictures: Vectors) -> tuple[int, float]:
    """Return which row of `pictures`, one at least, is most like `picture`, one row, and its cosine."""
    cosines = pictures @ picture[0]
    best = int(np.argmax(cosines))
    return best, float(cosines[best])


def pack(vectors: Vectors) -> list[bytes]:
    """Return each row as half-precision numbers."""
    return [row.astype(np.float16).tobytes() for row in vectors]


def unpack(rows: Sequence[bytes]) -> Vectors:
    """Return what `pack` made of vectors of one model, shape (n, dimensions)."""
    held = np.stack([np.frombuffer(row, np.float16) for row in rows]).astype(np.float32)
    return np.asarray(held / np.linalg.norm(held, axis=1, keepdims=True), np.float32)
