"""Keep the vectors of the questions asked last, around any text embedder.

The same question comes again: from the button for more, from an edit, from a colleague. And questions
that come at the same time are embedded ahead of their searches in one go. Knows texts and vectors.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.ports import TextEmbedder, Vectors

KEPT = 1_024
"""Vectors that are kept: 1.5 MB at 384 dimensions."""

FEW = 16
"""So many texts at most are questions; more are a document, which nobody embeds twice."""


class Remembering:
    """A `TextEmbedder` with a memory. Thread safe."""

    def __init__(self, embedder: TextEmbedder) -> None:
        self._embedder = embedder
        self._guard = threading.Lock()
        self._recent: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def name(self) -> str:
        """Return the embedder's own name: its vectors are the same."""
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._embedder.dimensions

    @property
    def languages(self) -> frozenset[str]:
        """Name the scripts that the embedder was trained for."""
        return self._embedder.languages

    def unrelated(self, text: str) -> tuple[float, float]:
        """Return what the embedder says of texts that have little to do with `text`."""
        return self._embedder.unrelated(text)

    def count(self, text: str) -> int:
        """Count the tokens of `text`, without truncation."""
        return self._embedder.count(text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`, shape (n, dimensions); those that were embedded lately cost nothing."""
        if not 0 < len(texts) <= FEW:
            return self._embedder.embed(texts)
        with self._guard:
            known = {text: self._recent[text] for text in texts if text in self._recent}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known |= zip(missing, self._embedder.embed(missing), strict=True)
        with self._guard:
            for text in texts:
                self._recent[text] = known[text]
                self._recent.move_to_end(text)
            while len(self._recent) > KEPT:
                self._recent.popitem(last=False)
        return np.stack([known[text] for text in texts])
