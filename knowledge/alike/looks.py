"""Keep what each learned picture is recognised by, in the catalog's file, by the hash of its bytes.

Made from the stored picture, never from the source; made anew where an older version made it. Knows
which pictures a space shows, and nothing of how they are searched.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.database import Database
from knowledge.records import Progress
from knowledge.vision.features import Features

VERSION = 1
"""Grows with every change of `knowledge.vision` after which old looks cannot be compared with new ones."""

_BATCH = 32
"""Pictures that are written together, so that a crash loses seconds of work."""

_THREADS = 2

_SHOWN = """SELECT DISTINCT u.blob FROM unit u JOIN document d ON d.id = u.document
    JOIN blob b ON b.sha256 = u.blob
    WHERE d.space = ? AND u.kind = 'picture' AND b.media_type LIKE 'image/%'"""

_LOOKS = "SELECT sha256, hash, quality, {proof}, width, height, features FROM look"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a picture is recognised by."""

    code: NDArray[np.uint8]
    """The upright perceptual hash, shape (32,)."""
    quality: int
    """Of the hash, 0 to 100."""
    features: Features
    proof: bytes
    """The picture itself, small and grey, as `knowledge.vision.compare` takes it."""


class Looks:
    """The looks of all pictures, opened space by space."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lacking(self, space: str) -> list[str]:
        """Return the hashes of the pictures of `space` without a look of this version."""
        if not self._database.exists:
            return []
        sql = f"""{_SHOWN} AND NOT EXISTS
            (SELECT 1 FROM look l WHERE l.sha256 = u.blob AND l.version = ?) ORDER BY u.blob"""
        return [row[0] for row in self._database.connection.execute(sql, (space, VERSION))]

    def fill(self, space: str, picture: Callable[[str], bytes]) -> Iterator[Progress]:
        """Look at the pictures of `space` that lack it, yielding after each batch.

        `picture` gives the stored bytes by hash.
        """
        missing = self.lacking(space)
        if not missing:
            return
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="looks") as pool:
            for start in range(0, len(missing), _BATCH):
                part = missing[start : start + _BATCH]
                self._keep(dict(zip(part, pool.map(_look, map(picture, part)), strict=True)), space)
                yield Progress(min(start + _BATCH, len(missing)), len(missing), "pictures")

    def of(self, space: str) -> dict[str, Look]:
        """Return the looks of all pictures of `space` by the hash of the picture, without their proofs."""
        if not self._database.exists:
            return {}
        sql = f"{_LOOKS.format(proof='NULL')} WHERE version = ? AND sha256 IN ({_SHOWN}) ORDER BY sha256"
        return dict(map(_read, self._database.connection.execute(sql, (VERSION, space))))

    def some(self, pictures: Sequence[str]) -> dict[str, Look]:
        """Return the looks of a few pictures, which may have been swept meanwhile."""
        marks = ",".join("?" * len(pictures))
        sql = f"{_LOOKS.format(proof='proof')} WHERE sha256 IN ({marks})"
        return dict(map(_read, self._database.connection.execute(sql, pictures)))

    def _keep(self, looks: Mapping[str, Look], space: str) -> None:
        rows = [
            (key, VERSION, one.code.tobytes(), one.quality, *one.features.packed(), one.proof)
            for key, one in looks.items()
        ]
        with self._database.transaction() as connection:
            # A picture that was swept meanwhile is no longer wanted.
            sql = """INSERT OR REPLACE INTO look SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
                WHERE EXISTS (SELECT 1 FROM blob WHERE sha256 = ?1)"""
            connection.executemany(sql, rows)
            sql = "UPDATE space SET generation = generation + 1 WHERE name = ?"
            connection.execute(sql, (space,))


def _look(content: bytes) -> Look:
    from knowledge.vision import compare, sift
    from knowledge.vision.hashes import hashes
    from knowledge.vision.pixels import grey

    pixels = grey(content)
    hashed = hashes(pixels)
    return Look(hashed.upright, hashed.quality, sift.learned(pixels), compare.proof(pixels))


def _read(row: tuple[str, bytes, int, bytes | None, int, int, bytes]) -> tuple[str, Look]:
    sha256, code, quality, proof, width, height, packed = row
    features = Features.unpacked(width, height, packed)
    return sha256, Look(np.frombuffer(code, np.uint8), quality, features, proof or b"")
