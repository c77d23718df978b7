"""Embed each text with one of two models: the first where it was trained for the script, else the second.

A model for English is quicker and better at it than one for a hundred languages, which alone can read the rest.
Their vectors stand side by side, each with zeros in the other's place: texts of different models have nothing in
common, and one index holds both. Knows texts and vectors.
"""

from collections.abc import Sequence

import numpy as np

from knowledge.language import script
from knowledge.ports import TextEmbedder, Vectors

JOINT = "+"
"""Between the names of both in the name of the pair."""


class ByScript:
    """Two text embedders as one. Thread safe, as they are."""

    def __init__(self, first: TextEmbedder, second: TextEmbedder) -> None:
        self._first = first
        self._second = second
        self.name = f"{first.name}{JOINT}{second.name}"
        self.languages = first.languages | second.languages

    @property
    def dimensions(self) -> int:
        """Return the length of a vector: those of both."""
        return self._first.dimensions + self._second.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`, shape (n, dimensions), each by its own model."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        split = self._first.dimensions
        firsts = [self._is_first(text) for text in texts]
        for embedder, wanted, columns in (
            (self._first, True, slice(split)),
            (self._second, False, slice(split, None)),
        ):
            rows = [at for at, is_first in enumerate(firsts) if is_first is wanted]
            if rows:
                vectors[rows, columns] = embedder.embed([texts[at] for at in rows])
        return vectors

    def unrelated(self, text: str) -> tuple[float, float]:
        """Return what the model of `text` says of texts that have little to do with it."""
        return self._of(text).unrelated(text)

    def count(self, text: str) -> int:
        """Count the tokens of `text` as its model cuts it."""
        return self._of(text).count(text)

    def _of(self, text: str) -> TextEmbedder:
        return self._first if self._is_first(text) else self._second

    def _is_first(self, text: str) -> bool:
        return script(text) in self._first.languages
