"""Keep rows of vectors under names in files: segments that never change, and a manifest written last.

A flush writes what is new and nothing else; a crash leaves the manifest before it or the one after it.
Knows no FAISS, no space and no model.
"""

import hashlib
import json
import os
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float16]
"""Shape (n, dimensions): half of the memory, and as exact as the catalog's own copy."""

MOST_SEGMENTS = 16
"""More files than this are joined, all but the largest: opening them would take longer than reading."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One file: `count` rows, then their names, one a line."""

    file: str
    count: int
    sha256: str


@dataclass(slots=True)
class Saved:
    """What the files hold. Row numbers run through all segments; `dead` ones were removed."""

    ids: list[str] = field(default_factory=list)
    parts: list[Rows] = field(default_factory=list)
    dead: list[int] = field(default_factory=list)
    graph: bytes = b""
    """A structure over the first rows that took long to build; empty where there is none."""


class Segments:
    """The files of one index, all named after it."""

    def __init__(self, folder: Path, name: str, dimensions: int) -> None:
        self._folder = folder
        self._name = name
        self._dimensions = dimensions
        self._manifest = folder / f"{name}.json"
        self._known: list[Segment] = []
        self._graph: Segment | None = None

    def load(self) -> Saved:
        """Open everything, mapped and not copied; nothing at all where one byte is not as written."""
        self._known, self._graph, saved = [], None, Saved()
        try:
            manifest = json.loads(self._manifest.read_text(encoding="utf-8"))
            if manifest["dimensions"] != self._dimensions:
                return Saved()
            segments = [Segment(**one) for one in manifest["segments"]]
            for segment in segments:
                ids, rows = self._open(segment)
                saved.ids += ids
                saved.parts.append(rows)
            graph = Segment(**manifest["graph"]) if manifest["graph"] else None
            saved.graph = self._read(graph) if graph else b""
        except (OSError, ValueError, KeyError, TypeError):
            # Torn, foreign or gone: the catalog has every vector.
            return Saved()
        self._known, self._graph = segments, graph
        saved.dead = manifest["dead"]
        return saved

    def _open(self, segment: Segment) -> tuple[list[str], Rows]:
        path = self._folder / segment.file
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != segment.sha256:
                raise ValueError(f"{path} is not what was written")
            file.seek(segment.count * self._dimensions * 2)
            ids = file.read().decode().split("\n")
        if len(ids) != segment.count:
            raise ValueError(f"{path} has {len(ids)} names for {segment.count} rows")
        return ids, self._map(segment)

    def _map(self, segment: Segment) -> Rows:
        shape = (segment.count, self._dimensions)
        return np.memmap(self._folder / segment.file, np.float16, "r", shape=shape)

    def parts(self) -> list[Rows]:
        """Map the rows of every segment, as just written."""
        return [self._map(segment) for segment in self._known]

    def _read(self, segment: Segment) -> bytes:
        content = (self._folder / segment.file).read_bytes()
        if hashlib.sha256(content).hexdigest() != segment.sha256:
            raise ValueError(f"{segment.file} is not what was written")
        return content

    def append(self, ids: Sequence[str], rows: Rows, dead: Collection[int]) -> None:
        """Add a segment behind the others, where there are `ids`, and say which rows are `dead`."""
        if ids:
            self._known.append(self._write(ids, rows))
        if len(self._known) > MOST_SEGMENTS:
            self._join()
        self._commit(dead)

    def rewrite(self, ids: Sequence[str], rows: Rows, graph: bytes = b"") -> None:
        """Put one segment of live rows, and the structure over them, in the place of all."""
        self._known = [self._write(ids, rows)] if ids else []
        self._graph = self._store("graph", len(ids), [graph]) if graph else None
        self._commit(())

    def erase(self) -> None:
        """Remove every file."""
        self._manifest.unlink(missing_ok=True)
        self._known, self._graph = [], None
        self._tidy()

    def _join(self) -> None:
        """Make one segment of the neighbours behind the first one, which is the largest."""
        opened = [self._open(segment) for segment in self._known[1:]]
        ids = [one for names, _ in opened for one in names]
        joined = self._write(ids, np.concatenate([rows for _, rows in opened]))
        self._known = [self._known[0], joined]

    def _write(self, ids: Sequence[str], rows: Rows) -> Segment:
        names = "\n".join(ids).encode()
        return self._store("rows", len(ids), [np.ascontiguousarray(rows, np.float16).data, names])

    def _store(self, ending: str, count: int, content: Sequence[bytes | memoryview]) -> Segment:
        self._folder.mkdir(parents=True, exist_ok=True)
        whole = hashlib.sha256()
        for part in content:
            whole.update(part)
        file = f"{self._name}-{whole.hexdigest()[:20]}.{ending}"
        _write(self._folder / file, content)
        return Segment(file, count, whole.hexdigest())

    def _commit(self, dead: Collection[int]) -> None:
        manifest = {
            "dimensions": self._dimensions,
            "segments": [asdict(segment) for segment in self._known],
            "graph": asdict(self._graph) if self._graph else None,
            "dead": sorted(dead),
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        _write(self._manifest, [json.dumps(manifest).encode()])
        self._tidy()

    def _tidy(self) -> None:
        """Remove what no manifest names any more."""
        kept = {segment.file for segment in (*self._known, self._graph) if segment}
        for path in self._folder.glob(f"{self._name}-*"):
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _write(path: Path, content: Sequence[bytes | memoryview]) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        for piece in content:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # The rename itself has to survive a power cut, and in this order.
        os.fsync(folder)
    finally:
        os.close(folder)
