"""The seams of this package: each has several implementations and one contract test over all."""

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Rows of length 1, shape (n, dimensions), so that an inner product is a cosine."""


class TextEmbedder(Protocol):
    """Turn texts into vectors in which near means alike."""

    @property
    def name(self) -> str:
        """Identify weights and revision: vectors of different names are never compared."""

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""

    @property
    def languages(self) -> frozenset[str]:
        """Name the scripts it was trained for, as `knowledge.language` does: `latin`, `han` ..."""

    def unrelated(self, text: str) -> tuple[float, float]:
        """Return mean and spread of the cosines of `text` and texts of its language that have little to do with it."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`, shape (n, dimensions); an empty sequence gives shape (0, dimensions)."""

    def count(self, text: str) -> int:
        """Count the tokens of `text`, without truncation."""


class ImageEmbedder(Protocol):
    """Turn pictures, and words about pictures, into one space (CLIP, arXiv 2103.00020)."""

    @property
    def name(self) -> str:
        """Identify weights and revision: vectors of different names are never compared."""

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""

    @property
    def languages(self) -> frozenset[str]:
        """Name the scripts it was trained for, as `knowledge.language` does: `latin`, `han` ..."""

    def embed_pictures(self, pictures: Sequence[bytes]) -> Vectors:
        """Embed encoded pictures that went through `knowledge.vision` before."""

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed captions or queries into the same space."""


class PairScorer(Protocol):
    """Read a question together with each of some passages (a cross-encoder)."""

    @property
    def name(self) -> str:
        """Identify the weights."""

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return one number for each passage, higher where it answers better; their scale is its own."""


class VectorIndex(Protocol):
    """Nearest neighbours among the vectors of one space; a cache that the catalog can rebuild."""

    def replace(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert, or overwrite where the id is known."""

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""

    def search(
        self, query: Vectors, limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return (id, cosine) of the nearest to the one row of `query`, best first.

        `among` leaves out every other id; unknown ones in it are no error.
        """

    def count(self) -> int:
        """Count the live vectors."""

    def flush(self) -> None:
        """Make everything so far survive a crash."""
