"""Give the units of a space the vectors that they still lack: new pictures, or a model that is new.

Works from the catalog alone; the sources are not read again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from knowledge.chunk import embedded_text
from knowledge.derived import Derived
from knowledge.language import script
from knowledge.ports import ImageEmbedder, TextEmbedder, Vectors
from knowledge.records import Progress
from knowledge.sources import digest

_BATCH = 64


class Filler:
    """Embeds what lacks a vector, a batch at a time, so that a crash loses little."""

    def __init__(self, catalog: Catalog, derived: Derived) -> None:
        self._catalog = catalog
        self._derived = derived

    def texts(self, space: str, embedder: TextEmbedder) -> Iterator[Progress]:
        """Embed the texts of `space` that `embedder` has not seen; yield after each batch."""
        self._name_texts(space)
        missing = set(self._derived.texts_without(space, embedder))
        texts: dict[str, str] = {}
        if missing:
            texts = {
                str(row.text_key): embedded_text(row.title, row.unit)
                for row in self._catalog.all_rows(space)
                if row.text_key in missing
            }
        return self._in_batches(space, embedder.name, sorted(texts), _lookup(texts, embedder))

    def _name_texts(self, space: str) -> None:
        """Give a key to texts that were learned when only those of the model's scripts had one."""
        keys = {}
        for row in self._derived.texts_without_key(space):
            text = embedded_text(row.title, row.unit)
            keys[row.id] = (digest(text), script(text))
        if keys:
            self._derived.keep_keys(keys)

    def pictures(self, space: str, clip: ImageEmbedder) -> Iterator[Progress]:
        """Embed the pictures of `space` that `clip` has not seen; yield after each batch."""
        missing = sorted(self._derived.pictures_without(space, clip.name))

        def embed(part: Sequence[str]) -> Vectors:
            return clip.embed_pictures([self._derived.blob(sha256) for sha256 in part])

        return self._in_batches(space, clip.name, missing, embed)

    def captions(self, space: str, clip: ImageEmbedder) -> Iterator[Progress]:
        """Embed the short texts of `space` that `clip` has not read; yield after each batch."""
        texts = self._derived.captions_without(space, clip)

        def embed(part: Sequence[str]) -> Vectors:
            return clip.embed_texts([texts[key] for key in part])

        return self._in_batches(space, clip.name, sorted(texts), embed)

    def _in_batches(
        self, space: str, model: str, keys: Sequence[str], embed: Callable[[Sequence[str]], Vectors]
    ) -> Iterator[Progress]:
        for start in range(0, len(keys), _BATCH):
            # Between two batches another writer may have forgotten what they were made from.
            part = self._derived.referred(keys[start : start + _BATCH])
            rows: dict[str, NDArray[np.float32]] = dict(zip(part, embed(part), strict=True))
            self._derived.keep_vectors(rows, model, space)
            yield Progress(min(start + _BATCH, len(keys)), len(keys), model)


def _lookup(texts: Mapping[str, str], embedder: TextEmbedder) -> Callable[[Sequence[str]], Vectors]:
    return lambda part: embedder.embed([texts[key] for key in part])
