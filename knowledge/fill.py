"""Give the units of a space the vectors that they still lack: new pictures, or a model that is new.

Works from the catalog alone; the sources are not read again.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from knowledge.chunk import embedded_text
from knowledge.derived import Derived
from knowledge.ports import ImageEmbedder, TextEmbedder, Vectors

_BATCH = 64


def lacking(
    derived: Derived, space: str, embedder: TextEmbedder, clip: ImageEmbedder | None
) -> bool:
    """Whether `space` has texts or pictures without a vector."""
    pictures = clip is not None and derived.pictures_without(space, clip.name)
    return bool(pictures or derived.texts_without(space, embedder.name))


class Filler:
    """Embeds what lacks a vector, a batch at a time, so that a crash loses little."""

    def __init__(self, catalog: Catalog, derived: Derived) -> None:
        self._catalog = catalog
        self._derived = derived

    def texts(self, space: str, embedder: TextEmbedder) -> None:
        """Embed the texts of `space` that `embedder` has not seen."""
        missing = set(self._derived.texts_without(space, embedder.name))
        texts = {
            str(row.text_key): embedded_text(row.title, row.unit)
            for row in self._catalog.all_rows(space)
            if row.text_key in missing
        }
        self._in_batches(space, embedder.name, sorted(texts), _lookup(texts, embedder))

    def pictures(self, space: str, clip: ImageEmbedder) -> None:
        """Embed the pictures of `space` that `clip` has not seen."""
        missing = sorted(self._derived.pictures_without(space, clip.name))

        def embed(part: Sequence[str]) -> Vectors:
            return clip.embed_pictures([self._derived.blob(sha256) for sha256 in part])

        self._in_batches(space, clip.name, missing, embed)

    def _in_batches(
        self, space: str, model: str, keys: Sequence[str], embed: Callable[[Sequence[str]], Vectors]
    ) -> None:
        for start in range(0, len(keys), _BATCH):
            part = keys[start : start + _BATCH]
            rows: dict[str, NDArray[np.float32]] = dict(zip(part, embed(part), strict=True))
            self._derived.keep_vectors(rows, model, space)


def _lookup(texts: Mapping[str, str], embedder: TextEmbedder) -> Callable[[Sequence[str]], Vectors]:
    return lambda part: embedder.embed([texts[key] for key in part])
