"""Keep text vectors in embedded Chroma: one collection a space.

Embedded Chroma loses vectors when two processes have its files open, even if one only reads; whoever
makes a `ChromaStore` has to be alone (`knowledge.index.shelf` sees to it). What it removes stays in its
files, so `compact` and a crash in the middle of a change both mean: throw it away, build it anew.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from knowledge.errors import StoreBroken
from knowledge.index.change import Change
from knowledge.ports import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.config import Settings

_BATCH = 250
"""Vectors that are written in one go; a search waits for no more than these (a tenth of a second)."""

_UNUSED_AT_FIRST = ("data_level0.bin", "length.bin")
"""Files whose bytes mean nothing while `header.bin` counts no element."""

ONE_LINKER = ("RAYON_NUM_THREADS", "1")
"""Read by Chroma when it first links vectors in this process. By several threads at once it left a vector without a
link in one of 50 to 200 small collections, each time that it filled or opened them, and no search found that vector;
on two cores one thread is as quick."""

VACUUM_SECONDS = 60.0
"""Longest wait for a moment in which Chroma does not write."""

_VACUUM = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], float(sys.argv[2]), isolation_level=None)
connection.execute("VACUUM")
connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
connection.close()
"""


class ChromaIndex:
    """One space's collection. Thread safe."""

    def __init__(
        self, client: "ClientAPI", name: str, change: Change, folder: Path | None = None
    ) -> None:
        """Open the collection `name`, or make it; every writing runs within `change`.

        `folder` is where Chroma keeps its files, None behind a server.
        """
        self._change = change
        self._folder = folder
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
        with self._change():
            if self._folder is not None and names and not self.count():
                self._begin(self._folder, names[0], vectors[rows[:1]])
                names, rows = names[1:], rows[1:]
            for start in range(0, len(names), _BATCH):
                part = np.asarray(vectors[rows[start : start + _BATCH]], dtype=np.float32)
                with self._change.still:
                    self._collection.upsert(ids=names[start : start + _BATCH], embeddings=part)

    def _begin(self, folder: Path, name: str, vector: Vectors) -> None:
        """Insert a first vector, and clear the files that Chroma makes for it.

        It fills them with whatever lay in this process's memory, until a thousand vectors have come.
        """
        known = set(folder.glob("*/*.bin"))
        with self._change.still:
            self._collection.upsert(ids=[name], embeddings=np.asarray(vector, dtype=np.float32))
        for path in set(folder.glob("*/*.bin")) - known:
            if path.name in _UNUSED_AT_FIRST:
                path.write_bytes(bytes(path.stat().st_size))

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""
        with self._change():
            for start in range(0, len(ids), _BATCH):
                with self._change.still:
                    self._collection.delete(ids=list(ids[start : start + _BATCH]))

    def search(
        self, query: Vectors, limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return (id, cosine) of the nearest to the one row of `query`, best first.

        `among` leaves out all other ids; that is twenty times as slow as a search without it.
        """
        from chromadb.errors import NotFoundError

        try:
            with self._change.still:
                return self._nearest(query, limit, among)
        except NotFoundError:
            # Another thread is just making the collection anew; words answer without it.
            return []

    def _nearest(
        self, query: Vectors, limit: int, among: Collection[str] | None
    ) -> list[tuple[str, float]]:
        known: list[str] | None = None
        if among is not None:
            # Chroma fails where it is given an id that it does not know.
            known = self._collection.get(ids=list(among), include=[])["ids"] if among else []
        found = self._asked(query, limit if known is None else min(limit, len(known)), known)
        if known is None and len(found) < limit:
            # Asked for more than there are, it gives fewer than there are; to count takes as long as to ask.
            there = min(limit, self.count())
            found = self._asked(query, there, None) if there > len(found) else found
        return found

    def _asked(
        self, query: Vectors, limit: int, among: list[str] | None
    ) -> list[tuple[str, float]]:
        if limit <= 0:
            return []
        found = self._collection.query(
            query_embeddings=np.asarray(query, dtype=np.float32),
            n_results=limit,
            ids=among,
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
        self._change = Change(self._unfinished)
        self._opened: Client | None = None

    @property
    def _client(self) -> "Client":
        if self._opened is None:
            import chromadb

            os.environ.setdefault(*ONE_LINKER)
            if self._unfinished.exists():
                # Killed amid a change it may look whole and find nothing; the catalog has every vector.
                self.erase()
            self._folder.mkdir(parents=True, exist_ok=True)
            client = chromadb.PersistentClient(path=str(self._folder), settings=quiet())
            # The public annotation names an interface without `close`.
            self._opened = cast("Client", client)
        return self._opened

    def index(self, space: str, model: str) -> ChromaIndex:
        """Open the collection of `space` for vectors of `model`."""
        return ChromaIndex(self._client, collection_name(space, model), self._change, self._folder)

    def drop(self, space: str, model: str) -> None:
        """Remove the collection of `space`, if there is one."""
        drop(self._client, collection_name(space, model))

    def vacuum(self) -> None:
        """Leave no byte of a dropped collection in the files; others may be searched meanwhile."""
        file = self._folder / "chroma.sqlite3"
        if not file.exists():
            return
        # In a process of its own: Chroma brings another SQLite, and two of them in one process undo each
        # other's locks (sqlite.org/howtocorrupt.html, 2.2.1).
        command = [sys.executable, "-c", _VACUUM, str(file), str(VACUUM_SECONDS)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise StoreBroken(
                f"the text vectors cannot be compacted ({last}); stop groundglass and remove"
                f" {str(self._folder)!r}: it is made anew"
            )

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


def drop(client: "ClientAPI", name: str) -> None:
    """Remove the collection `name`, if there is one."""
    if any(found.name == name for found in client.list_collections()):
        client.delete_collection(name)


def quiet() -> "Settings":
    """Return settings under which Chroma reports nothing to its makers."""
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def collection_name(space: str, model: str) -> str:
    """Return a collection name that Chroma takes, whatever the space is called."""
    return "space-" + hashlib.sha256(f"{space}\x1f{model}".encode()).hexdigest()[:40]
