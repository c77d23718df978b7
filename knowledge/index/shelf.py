"""Give each space's vector index, brought up to what the catalog says now.

Index files belong to one process at a time; another one reads the same vectors from the catalog into
memory. Ids are content hashes, so coming up to date is a difference of two sets.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.catalog import Catalog
from knowledge.derived import Content, Derived
from knowledge.index.chroma import ChromaStore
from knowledge.index.chroma_server import ChromaServer
from knowledge.index.exact import ExactIndex
from knowledge.index.near import FaissIndex
from knowledge.lease import Lease
from knowledge.ports import VectorIndex

logger = logging.getLogger(__name__)

_BATCH = 2_000

PROBES = 3
"""Vectors that are looked up after a change: Chroma has been seen to count what it cannot find."""

FOUND = 0.99
"""Least cosine of a vector with itself out of an index in half precision."""


class ListedIndex(VectorIndex, Protocol):
    """A vector index that can say what it holds."""

    def ids(self) -> set[str]:
        """List the live ids."""


@dataclass(frozen=True, slots=True)
class Model:
    """What an index has to know of the embedder behind its vectors."""

    content: Content
    name: str
    dimensions: int


@dataclass
class _Opened:
    index: ListedIndex
    generation: int = -1


class Shelf:
    """Opens the indexes of a space when they are asked for, never those of another."""

    def __init__(
        self, catalog: Catalog, derived: Derived, folder: Path, chroma_url: str = ""
    ) -> None:
        """Keep index files in `folder`, but the texts' behind the Chroma server at `chroma_url`, if any."""
        self._catalog = catalog
        self._derived = derived
        self._folder = folder
        self._owner = Lease(folder / "owner.lock")
        self._owned = False
        self._chroma: ChromaStore | ChromaServer = (
            ChromaServer(chroma_url) if chroma_url else ChromaStore(folder / "chroma")
        )
        self._opened: dict[tuple[str, Model], _Opened] = {}
        self._guard = threading.RLock()
        self._wiping: dict[str, threading.Lock] = {}
        """By space: held while its indexes are made anew; another one would remove them in the middle of it."""

    def index(self, space: str, model: Model) -> VectorIndex:
        """Return the index of `space` with exactly the vectors that the catalog refers to."""
        with self._guard:
            opened = self._opened.get((space, model))
            if opened is None:
                opened = self._opened[space, model] = _Opened(self._open(space, model))
            generation = self._catalog.generation(space)
            if opened.generation != generation:
                if not self._update(space, model, opened.index):
                    # What a crash left is not worth repairing: the catalog has every vector.
                    logger.warning(
                        "a %s index did not match the catalog and is built anew", model.content
                    )
                    self._erase(space, model)
                    opened = self._opened[space, model] = _Opened(self._open(space, model))
                    self._update(space, model, opened.index)
                opened.generation = generation
            return opened.index

    def refresh(self, space: str, model: Model) -> None:
        """Bring the files of `space` up to date ahead of the first search, if they are this process's."""
        with self._guard:
            if self._owns():
                self.index(space, model)

    def wipe(self, space: str, models: Sequence[Model], lost: Sequence[Model] = ()) -> bool:
        """Make the indexes of `space` anew, with no byte of what was removed; False if another owns them.

        Searches go on meanwhile, in memory: a large index takes a minute. Those of `lost` models are only
        removed, and made when the model is back.
        """
        with self._guard:
            turn = self._wiping.setdefault(space, threading.Lock())
        with turn:
            return self._wiped(space, models, lost)

    def _wiped(self, space: str, models: Sequence[Model], lost: Sequence[Model]) -> bool:
        for model in models:
            if not self._stand_in(space, model):
                return False
        with self._guard:
            if not self._owns():
                return False
            for model in lost:
                self._erase(space, model)
        if isinstance(self._chroma, ChromaStore):
            self._chroma.vacuum()
        for model in models:
            index = self._open(space, model)
            self._update(space, model, index)
            with self._guard:
                # What has changed since is made up for by the next search.
                self._opened[space, model] = _Opened(index)
        return True

    def _stand_in(self, space: str, model: Model) -> bool:
        """Put an index in memory in the place of the one on disk, and remove that."""
        with self._guard:
            if not self._owns():
                return False
            generation = self._catalog.generation(space)
            index = ExactIndex(model.dimensions)
            self._update(space, model, index)
            self._erase(space, model)
            self._opened[space, model] = _Opened(index, generation)
            return True

    def retire(self, space: str, model: Model) -> None:
        """Remove the index of a model that no longer answers; its vectors stay in the catalog."""
        with self._guard:
            if self._owns():
                self._erase(space, model)

    def _erase(self, space: str, model: Model) -> None:
        self._opened.pop((space, model), None)
        if not self._owns():
            return
        if model.content == "text":
            self._chroma.drop(space, model.name)
        else:
            self._flat(space, model).erase()

    def close(self) -> None:
        """Close every file and let another process own them."""
        with self._guard:
            self._opened.clear()
            self._chroma.close()
            self._owner.give_back()
            self._owned = False

    def _owns(self) -> bool:
        """Whether the files are this process's, taking them where nobody has them."""
        self._owned = self._owned or self._owner.try_take()
        return self._owned

    def _open(self, space: str, model: Model) -> ListedIndex:
        if not self._owns():
            return ExactIndex(model.dimensions)
        if model.content == "text":
            return self._chroma.index(space, model.name)
        return self._flat(space, model)

    def _flat(self, space: str, model: Model) -> FaissIndex:
        return FaissIndex(self._folder / f"{model.content}s", space, model.name, model.dimensions)

    def _update(self, space: str, model: Model, index: ListedIndex) -> bool:
        """Make `index` hold what `space` refers to; False where it does not in spite of that."""
        if not self._catalog.database.exists:
            return index.count() == 0
        # One snapshot: a vector that is listed may not be swept before it is read.
        with self._catalog.database.snapshot():
            wanted = self._derived.keys(space, model.content, model.name)
            held = index.ids()
            gone, missing = sorted(held - wanted), sorted(wanted - held)
            index.remove(gone)
            for start in range(0, len(missing), _BATCH):
                part = missing[start : start + _BATCH]
                index.replace(part, self._derived.vectors(part, model.name))
            if gone or missing:
                index.flush()
            return index.count() == len(wanted) and self._finds(index, model, missing)

    def _finds(self, index: ListedIndex, model: Model, keys: Sequence[str]) -> bool:
        """Whether `index` finds some of what it was just given."""
        probes = keys[:: max(1, len(keys) // PROBES)][:PROBES]
        for key in probes:
            found = index.search(self._derived.vectors([key], model.name), 1)
            if not found or found[0][1] < FOUND:
                return False
        return True
