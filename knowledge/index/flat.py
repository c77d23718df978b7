"""Keep picture vectors in a FAISS Flat index: one file a space and generation.

A generation is written beside the old one and becomes current by the rename of the manifest, which
comes last: a crash leaves the old one or the new one. Ids stand in the manifest.
"""

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.ports import Vectors

if TYPE_CHECKING:
    from faiss import IDSelector, Index


class FlatIndex:
    """All picture vectors of one space, compared one by one."""

    def __init__(self, folder: Path, space: str, model: str, dimensions: int) -> None:
        name = hashlib.sha256(f"{space}\x1f{model}".encode()).hexdigest()[:40]
        self._folder = folder
        self._name = name
        self._manifest = folder / f"{name}.json"
        self._dimensions = dimensions
        # FAISS must not search while vectors are added.
        self._guard = threading.Lock()
        self._ids: list[str] = []
        self._index = self._load()

    def _load(self) -> "Index":
        import faiss

        empty = faiss.IndexFlatIP(self._dimensions)
        try:
            manifest = json.loads(self._manifest.read_text(encoding="utf-8"))
            content = (self._folder / manifest["file"]).read_bytes()
        except FileNotFoundError:
            return empty
        if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
            return empty
        index = faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))
        if index.ntotal != len(manifest["ids"]) or index.d != self._dimensions:
            return empty
        self._ids = manifest["ids"]
        return index

    def ids(self) -> set[str]:
        """List the live ids."""
        return set(self._ids)

    def replace(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert, or overwrite where the id is known."""
        last = {one: at for at, one in enumerate(ids)}
        self.remove(list(last))
        with self._guard:
            self._index.add(np.ascontiguousarray(vectors[list(last.values())], dtype=np.float32))
            self._ids += last

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""
        gone = set(ids)
        with self._guard:
            rows = [at for at, one in enumerate(self._ids) if one in gone]
            if rows:
                # Flat closes the gaps, and so do the ids: both keep their order.
                self._index.remove_ids(_selector(rows))
                self._ids = [one for one in self._ids if one not in gone]

    def search(self, query: Vectors, limit: int) -> list[tuple[str, float]]:
        """Return (id, cosine) of the nearest to the one row of `query`, best first."""
        with self._guard:
            limit = min(limit, len(self._ids))
            if limit <= 0:
                return []
            scores, rows = self._index.search(np.asarray(query, dtype=np.float32), limit)
            pairs = zip(rows[0], scores[0], strict=True)
            return [(self._ids[row], float(score)) for row, score in pairs]

    def count(self) -> int:
        """Count the live vectors."""
        return len(self._ids)

    def flush(self) -> None:
        """Write a new generation and make it the current one."""
        import faiss

        with self._guard:
            content = faiss.serialize_index(self._index).tobytes()
            ids = list(self._ids)
        digest = hashlib.sha256(content).hexdigest()
        name = f"{self._name}-{digest[:16]}.faiss"
        self._folder.mkdir(parents=True, exist_ok=True)
        _write(self._folder / name, content)
        manifest = {"file": name, "sha256": digest, "ids": ids}
        _write(self._manifest, json.dumps(manifest).encode())
        for old in self._folder.glob(f"{self._name}-*.faiss"):
            if old.name != name:
                old.unlink(missing_ok=True)


def _selector(rows: Sequence[int]) -> "IDSelector":
    import faiss

    return faiss.IDSelectorBatch(np.asarray(rows, dtype=np.int64))


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
