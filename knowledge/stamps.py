"""Tell from the outside of folders that nothing below them has changed since all of it was known.

A first look, before anything is read: names, sizes, inodes and both times of every file, whether it is a
document or may be drawn into one. A change of content always changes the time of the last change (ctime), which
no program can set back; where that time is so near to the look that the clock could not tell two
writes apart, the look is not kept. Anything that differs means that every file is read and hashed, as ever.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.catalog import Catalog
from knowledge.records import Report

GRANULARITY_SECONDS = 2.0
"""The coarsest clock of a file system in use (FAT, old network shares)."""

LEFT_OUT = frozenset({".git"})
"""Folders of many files that no document draws in."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Folders as they are at one moment."""

    folders: str
    digest: str
    settled: bool
    """Whether a later write would be told from the last one."""
    generation: int
    """Of the space, when what it knows was compared with the files."""


class Stamps:
    """What folders looked like, by space."""

    def __init__(self, catalog: Catalog, clock: Callable[[], float]) -> None:
        """Take the `clock` by which files get their times, in seconds."""
        self._catalog = catalog
        self._clock = clock

    def take(self, space: str, roots: Sequence[Path]) -> Stamp | None:
        """Look at folders; None where one of `roots` is a single file, which is read faster than looked around."""
        if not all(root.is_dir() for root in roots):
            return None
        # Pictures may be drawn in from the widest folder that a document was ever learned from.
        entries = self._catalog.entries(space)
        wide = {Path(one.folder) for one in entries if one.folder and _below(one.source, roots)}
        began, generation = self._clock(), self._catalog.generation(space)
        whole, newest = hashlib.sha256(), 0.0
        for path, status in _walk(sorted({*roots, *wide})):
            seen = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            whole.update(f"{path}\0{seen}\0".encode(errors="surrogateescape"))
            newest = max(newest, status.st_ctime, status.st_mtime)
        folders = "\n".join(str(root) for root in sorted(roots))
        return Stamp(folders, whole.hexdigest(), newest + GRANULARITY_SECONDS < began, generation)

    def known(self, space: str, stamp: Stamp | None) -> tuple[str, ...] | None:
        """Name the documents below the folders of `stamp`, if they and `space` are as they were."""
        database = self._catalog.database
        if stamp is None or not database.exists:
            return None
        sql = "SELECT digest, generation, names FROM stamp WHERE space = ? AND folders = ?"
        row = database.connection.execute(sql, (space, stamp.folders)).fetchone()
        if row is None or (row[0], row[1]) != (stamp.digest, self._catalog.generation(space)):
            return None
        return tuple(json.loads(row[2]))

    def keep(self, space: str, stamp: Stamp | None, report: Report) -> None:
        """Note that everything below the folders of `stamp` is known, if `report` says so.

        Nothing is noted where `space` has changed since `stamp.generation`, by whomever.
        """
        if stamp is None or not stamp.settled or report.failed or self._unsettled(space):
            return
        names = (*report.added, *report.changed, *report.moved, *report.unchanged)
        row = (space, stamp.folders, stamp.digest, stamp.generation, json.dumps(names))
        with self._catalog.database.transaction() as connection:
            if self._catalog.generation(space) == stamp.generation:
                connection.execute("INSERT OR REPLACE INTO stamp VALUES (?, ?, ?, ?, ?)", row)

    def _unsettled(self, space: str) -> bool:
        """Whether a document has to be read again, because the machine was too busy the first time."""
        return any(one.source and not one.inputs for one in self._catalog.entries(space))


def _below(source: str, roots: Sequence[Path]) -> bool:
    return any(Path(source).is_relative_to(root) for root in roots)


def _walk(roots: Sequence[Path]) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file below `roots` with its status, in an order of its own for each folder."""
    waiting = [str(root) for root in reversed(roots)]
    done: set[str] = set()
    while waiting:
        folder = waiting.pop()
        if folder in done:
            continue
        done.add(folder)
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in LEFT_OUT:
                    waiting.append(entry.path)
            elif entry.is_file():
                yield entry.path, entry.stat()


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """List a folder by name; one that is gone, or may not be looked into, is as good as empty."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda one: one.name)
    except OSError:
        return []
