"""Train the visual words of `knowledge.vision.sift` from drawn pictures, and write them.

    python -m tests.benchmarks.vocabulary

Takes about a minute on two cores. The families drawn here are drawn nowhere else. After a change,
`knowledge.alike.looks.VERSION` has to grow.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.vision import features, pixels, sift
from tests.benchmarks.gallery import draw, png

PICTURES = 210
FIRST_FAMILY = 100_000
TARGET = Path(sift.__file__).with_name("vocabulary.npy")


def described(family: int) -> NDArray[np.float32]:
    """Return the RootSIFT rows of one drawn picture."""
    grey = pixels.grey(png(draw(family, 0)), pixels.AREA)
    return sift.rooted(sift.describe(grey, sift.KEPT)[1])


def main() -> int:
    """Draw, cluster, write."""
    with ThreadPoolExecutor(2) as pool:
        families = range(FIRST_FAMILY, FIRST_FAMILY + PICTURES)
        rows = np.concatenate(list(pool.map(described, families)))
    clusters = faiss.Kmeans(rows.shape[1], features.WORDS, niter=15, seed=1)
    clusters.train(rows)
    scaled = np.clip(np.rint(clusters.centroids * sift.VOCABULARY_SCALE), 0, 255)
    np.save(TARGET, scaled.astype(np.uint8))
    sys.stdout.write(f"{features.WORDS} words of {len(rows)} descriptors in {TARGET.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
