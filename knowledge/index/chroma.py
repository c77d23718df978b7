"""Keep text vectors in Chroma, embedded or behind a server of its own: one collection a space.

Embedded Chroma loses vectors when two processes have its files open, even if one only reads; whoever
makes a `ChromaStore` has to be alone (`knowledge.index.shelf` sees to it). What it removes stays in its
files, so `compact` and a crash in the middle of a change both mean: throw it away, build it anew.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np

from knowledge.errors import StoreBroken
from knowledge.ports import Vectors

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.config import Settings

_BATCH = 1_000

SERVER_SECONDS = 30.0
"""Longest wait for a server's answer; a batch of vectors takes a second."""


class ChromaIndex:
    """One space's collection. Thread safe."""

    def __init__(self, client: "ClientAPI", name: str, unfinished: Path | None) -> None:
        """Take the file that marks a change as `unfinished`; None where a server keeps the files."""
        self._unfinished = unfinished
        self._collection = client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    @contextmanager
    def _changing(self) -> Iterator[None]:
        if self._unfinished is None:
            yield
            return
        self._unfinished.touch()
        yield
        self._unfinished.unlink()

    def ids(self) -> set[str]:
        """List the live ids."""
        return set(self._collection.get(include=[])["ids"])

    def replace(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert, or overwrite where the id is known."""
        # Chroma refuses a batch that names an id twice.
        last = {one: at for at, one in enumerate(ids)}
        names, rows = list(last), list(last.values())
        with self._changing():
            for start in range(0, len(names), _BATCH):
                part = np.asarray(vectors[rows[start : start + _BATCH]], dtype=np.float32)
                self._collection.upsert(ids=names[start : start + _BATCH], embeddings=part)

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""
        with self._changing():
            for start in range(0, len(ids), _BATCH):
                self._collection.delete(ids=list(ids[start : start + _BATCH]))

    def search(
        self, query: Vectors, limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return (id, cosine) of the nearest to the one row of `query`, best first.

        `among` leaves out all other ids; that is twenty times as slow as a search without it.
        """
        known: list[str] | None = None
        if among is not None:
            # Chroma fails where it is given an id that it does not know.
            known = self._collection.get(ids=list(among), include=[])["ids"] if among else []
        # Asked for more than there are, it gives fewer than there are.
        limit = min(limit, self.count() if known is None else len(known))
        if limit <= 0:
            return []
        found = self._collection.query(
            query_embeddings=np.asarray(query, dtype=np.float32),
            n_results=limit,
            ids=known,
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
        self._unfinished = folder.with_name(f"{folder.name}.unfinished")
        self._opened: Client | None = None

    @property
    def _client(self) -> "Client":
        if self._opened is None:
            import chromadb

            if self._unfinished.exists():
                # Killed amid a change it may look whole and find nothing; the catalog has every vector.
                self.erase()
            self._folder.mkdir(parents=True, exist_ok=True)
            client = chromadb.PersistentClient(path=str(self._folder), settings=_quiet())
            # The public annotation names an interface without `close`.
            self._opened = cast("Client", client)
        return self._opened

    def index(self, space: str, model: str) -> ChromaIndex:
        """Open the collection of `space` for vectors of `model`."""
        return ChromaIndex(self._client, _name(space, model), self._unfinished)

    def drop(self, space: str, model: str) -> None:
        """Remove the collection of `space`, if there is one."""
        _drop(self._client, _name(space, model))

    def vacuum(self) -> None:
        """Leave no byte of a dropped collection in the files; opened collections are of no use any more."""
        self.close()
        file = self._folder / "chroma.sqlite3"
        if file.exists():
            with closing(sqlite3.connect(file, isolation_level=None)) as connection:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def erase(self) -> None:
        """Remove every collection with every file."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._unfinished.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the files; a later use opens them anew."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None


class ChromaServer:
    """The collections of a Chroma server (`chroma run`), for machines that share one."""

    def __init__(self, url: str) -> None:
        """Take the address, for example `http://127.0.0.1:8000`; nothing is asked of it before its first use."""
        self._url = url
        self._opened: Client | None = None

    @property
    def _client(self) -> "Client":
        if self._opened is None:
            import chromadb

            parts = urlsplit(self._url)
            secure = parts.scheme == "https"
            try:
                client = chromadb.HttpClient(
                    host=parts.hostname or "",
                    port=parts.port or (443 if secure else 80),
                    ssl=secure,
                    settings=_quiet(),
                )
                self._opened = cast("Client", client)
                for session in self._sessions:
                    session.timeout = SERVER_SECONDS
            except ValueError as error:
                raise StoreBroken(
                    f"no Chroma server answers at {self._url!r}; start it with `chroma run`, or unset"
                    " GROUNDGLASS_CHROMA_URL to go without"
                ) from error
        return self._opened

    def index(self, space: str, model: str) -> ChromaIndex:
        """Open the collection of `space` for vectors of `model`."""
        return ChromaIndex(self._client, _name(space, model), None)

    def drop(self, space: str, model: str) -> None:
        """Remove the collection of `space`, if there is one."""
        _drop(self._client, _name(space, model))

    def close(self) -> None:
        """Close the connections; a later use makes new ones."""
        if self._opened is not None:
            for session in self._sessions:
                session.close()
            self._opened.close()
            self._opened = None

    @property
    def _sessions(self) -> "list[httpx.Client]":
        # Chroma neither closes them nor gives them a time limit, and offers no other way to.
        servers = (self._client._server, self._client._admin_client._server)  # type: ignore[attr-defined]
        return [cast("httpx.Client", vars(server)["_session"]) for server in servers]


Chroma = ChromaStore | ChromaServer
"""Where collections are kept."""


def _drop(client: "ClientAPI", name: str) -> None:
    if any(found.name == name for found in client.list_collections()):
        client.delete_collection(name)


def _quiet() -> "Settings":
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _name(space: str, model: str) -> str:
    """Return a collection name that Chroma takes, whatever the space is called."""
    return "space-" + hashlib.sha256(f"{space}\x1f{model}".encode()).hexdigest()[:40]
