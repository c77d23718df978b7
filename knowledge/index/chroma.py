"""Keep text vectors in embedded Chroma: one collection a space.

Chroma loses vectors when two processes have its files open, even if one only reads; whoever makes a
`ChromaStore` has to be alone (`knowledge.index.shelf` sees to it).
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from knowledge.ports import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client

_BATCH = 1_000


class ChromaIndex:
    """One space's collection."""

    def __init__(self, client: "Client", name: str) -> None:
        self._collection = client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def ids(self) -> set[str]:
        """List the live ids."""
        return set(self._collection.get(include=[])["ids"])

    def replace(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert, or overwrite where the id is known."""
        # Chroma refuses a batch that names an id twice.
        last = {one: at for at, one in enumerate(ids)}
        names, rows = list(last), list(last.values())
        for start in range(0, len(names), _BATCH):
            part = np.asarray(vectors[rows[start : start + _BATCH]], dtype=np.float32)
            self._collection.upsert(ids=names[start : start + _BATCH], embeddings=part)

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""
        for start in range(0, len(ids), _BATCH):
            self._collection.delete(ids=list(ids[start : start + _BATCH]))

    def search(self, query: Vectors, limit: int) -> list[tuple[str, float]]:
        """Return (id, cosine) of the nearest to the one row of `query`, best first."""
        if limit <= 0:
            return []
        found = self._collection.query(
            query_embeddings=np.asarray(query, dtype=np.float32),
            n_results=limit,
            include=["distances"],
        )
        distances = cast("list[list[float]]", found["distances"])
        return [(one, 1.0 - far) for one, far in zip(found["ids"][0], distances[0], strict=True)]

    def count(self) -> int:
        """Count the live vectors."""
        return self._collection.count()

    def flush(self) -> None:
        """Do nothing: Chroma logs every change before it returns."""


class ChromaStore:
    """The folder with all collections, opened on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: Client | None = None

    @property
    def _client(self) -> "Client":
        if self._opened is None:
            import chromadb
            from chromadb.config import Settings

            self._folder.mkdir(parents=True, exist_ok=True)
            settings = Settings(anonymized_telemetry=False)
            client = chromadb.PersistentClient(path=str(self._folder), settings=settings)
            # The public annotation names an interface without `close`.
            self._opened = cast("Client", client)
        return self._opened

    def index(self, space: str, model: str) -> ChromaIndex:
        """Open the collection of `space` for vectors of `model`."""
        return ChromaIndex(self._client, _name(space, model))

    def drop(self, space: str, model: str) -> None:
        """Remove the collection of `space`, if there is one."""
        name = _name(space, model)
        if any(found.name == name for found in self._client.list_collections()):
            self._client.delete_collection(name)

    def close(self) -> None:
        """Close the files; a later use opens them anew."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def _name(space: str, model: str) -> str:
    """Return a collection name that Chroma takes, whatever the space is called."""
    return "space-" + hashlib.sha256(f"{space}\x1f{model}".encode()).hexdigest()[:40]
