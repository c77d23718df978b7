"""Keep what is costly to make, by the hash of what it was made from: vectors, readings, picture files.

The same bytes cost nothing the second time, in whatever document or space they come. What no unit
refers to any more is swept away.
"""

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.database import Database
from knowledge.errors import NotFound
from knowledge.ports import ImageEmbedder, TextEmbedder, Vectors
from knowledge.records import Box, Sight, TextLine
from knowledge.rows import UNITS, Row, unit_row

Content = Literal["text", "picture", "caption"]
"""What vectors are made of; a caption is a short text as the picture model reads it."""

CAPTION = 300
"""Most letters of a text that may say what a picture shows; picture models cut what is much longer."""

_UNUSED_BLOBS = (
    "SELECT sha256 FROM blob WHERE sha256 NOT IN (SELECT blob FROM unit WHERE blob IS NOT NULL)"
)
_UNUSED_SIGHTS = (
    "SELECT sha256 FROM sight WHERE sha256 NOT IN (SELECT blob FROM unit WHERE blob IS NOT NULL)"
)
_UNUSED_READINGS = """SELECT DISTINCT sha256 FROM page_reading
    WHERE sha256 NOT IN (SELECT blob FROM unit WHERE blob IS NOT NULL)"""
_UNUSED_VECTORS = """SELECT key FROM vector
    WHERE key NOT IN (SELECT text_key FROM unit WHERE text_key IS NOT NULL)
    AND key NOT IN (SELECT blob FROM unit WHERE blob IS NOT NULL)"""
_RETIRED_VECTORS = "SELECT DISTINCT model FROM vector WHERE model NOT IN (SELECT name FROM model)"

_NOT_EMBEDDED = "NOT EXISTS (SELECT 1 FROM vector v WHERE v.key = {key} AND v.model = ?)"
"""Looked up unit by unit: a list of all that a model has embedded would go through the vectors of every space."""


class Derived:
    """Vectors and readings in the catalog's file, pictures and PDFs in files named by their hash."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def _values(self, sql: str, *values: str | int) -> list[str]:
        if not self._database.exists:
            return []
        return [row[0] for row in self._database.connection.execute(sql, values)]

    def known_vectors(self, keys: Iterable[str], model: str) -> set[str]:
        """Return those of `keys` that `model` has embedded already."""
        known: set[str] = set()
        wanted = list(keys)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            sql = f"SELECT key FROM vector WHERE model = ? AND key IN ({','.join('?' * len(part))})"
            known.update(self._values(sql, model, *part))
        return known

    def vectors(self, keys: Sequence[str], model: str) -> Vectors:
        """Return the vectors of `keys`, one row each, in order; every key has to be known."""
        found: dict[str, NDArray[np.float16]] = {}
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            sql = f"SELECT key, value FROM vector WHERE model = ? AND key IN ({marks})"
            for key, value in self._database.connection.execute(sql, (model, *part)):
                found[key] = np.frombuffer(value, dtype=np.float16)
        return np.stack([found[key] for key in keys]).astype(np.float32)

    def text_keys(self, space: str, model: str) -> set[str]:
        """Return the keys of all text vectors that `space` refers to."""
        sql = """SELECT DISTINCT u.text_key FROM unit u JOIN document d ON d.id = u.document
            JOIN vector v ON v.key = u.text_key WHERE d.space = ? AND v.model = ?"""
        return set(self._values(sql, space, model))

    def picture_keys(self, space: str, model: str) -> set[str]:
        """Return the hashes of all pictures of `space` that `model` has embedded."""
        sql = """SELECT DISTINCT u.blob FROM unit u JOIN document d ON d.id = u.document
            JOIN vector v ON v.key = u.blob WHERE d.space = ? AND u.kind = 'picture' AND v.model = ?"""
        return set(self._values(sql, space, model))

    def pictures_without(self, space: str, model: str) -> list[str]:
        """Return the hashes of the pictures of `space` that `model` has not embedded."""
        sql = f"""SELECT DISTINCT u.blob FROM unit u JOIN document d ON d.id = u.document
            WHERE d.space = ? AND u.kind = 'picture'
            AND u.blob IS NOT NULL AND {_NOT_EMBEDDED.format(key="u.blob")}"""
        return self._values(sql, space, model)

    def keys(self, space: str, content: Content, model: str) -> set[str]:
        """Return the keys of all vectors of one content that `space` refers to."""
        if content == "picture":
            return self.picture_keys(space, model)
        return self.text_keys(space, model)

    def captions_without(self, space: str, clip: ImageEmbedder) -> dict[str, str]:
        """Return, by key, the short texts of `space` that `clip` can read and has not embedded."""
        if not self._database.exists:
            return {}
        marks = ",".join("?" * len(clip.languages))
        sql = f"""SELECT u.text_key, u.text FROM unit u JOIN document d ON d.id = u.document
            WHERE d.space = ? AND u.kind = 'text' AND length(u.text) <= ? AND u.script IN ({marks})
            AND u.text_key IS NOT NULL AND {_NOT_EMBEDDED.format(key="u.text_key")}"""
        values = (space, CAPTION, *sorted(clip.languages), clip.name)
        return dict(self._database.connection.execute(sql, values).fetchall())

    def texts_without(self, space: str, embedder: TextEmbedder) -> list[str]:
        """Return the keys of the texts of `space` that `embedder` can read and has not embedded."""
        marks = ",".join("?" * len(embedder.languages))
        sql = f"""SELECT DISTINCT u.text_key FROM unit u JOIN document d ON d.id = u.document
            WHERE d.space = ? AND u.script IN ({marks})
            AND u.text_key IS NOT NULL AND {_NOT_EMBEDDED.format(key="u.text_key")}"""
        return self._values(sql, space, *sorted(embedder.languages), embedder.name)

    def referred(self, keys: Sequence[str]) -> list[str]:
        """Return those of `keys` that a unit still refers to."""
        marks = ",".join("?" * len(keys))
        sql = f"""SELECT text_key FROM unit WHERE text_key IN ({marks})
            UNION SELECT blob FROM unit WHERE blob IN ({marks})"""
        return self._values(sql, *keys, *keys)

    def texts_without_key(self, space: str) -> list[Row]:
        """Return the units with a text whose vector has no key yet."""
        if not self._database.exists:
            return []
        cursor = self._database.connection.cursor()
        cursor.row_factory = sqlite3.Row
        sql = UNITS + " WHERE d.space = ? AND u.script = '' AND u.kind <> 'page' AND u.text <> ''"
        return [unit_row(row) for row in cursor.execute(sql, (space,))]

    def keep_keys(self, keys: Mapping[int, tuple[str, str]]) -> None:
        """Store, by row id of a unit, the key of its text's vector and the script of the text."""
        with self._database.transaction() as connection:
            rows = [(key, script, row) for row, (key, script) in keys.items()]
            connection.executemany("UPDATE unit SET text_key = ?, script = ? WHERE id = ?", rows)

    def keep_vectors(
        self, vectors: Mapping[str, NDArray[np.float32]], model: str, space: str
    ) -> None:
        """Store `vectors` that units of `space` were missing."""
        with self._database.transaction() as connection:
            rows = [(key, model, row.astype(np.float16).tobytes()) for key, row in vectors.items()]
            connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)
            sql = "UPDATE space SET generation = generation + 1 WHERE name = ?"
            connection.execute(sql, (space,))

    def sight(self, sha256: str) -> Sight | None:
        """Return the stored reading of the picture whose bytes had this hash."""
        if not self._database.exists:
            return None
        sql = """SELECT b.media_type, s.width, s.height, s.frames, s.lines FROM sight s
            JOIN blob b ON b.sha256 = s.sha256 WHERE s.sha256 = ? AND s.read = 1"""
        row = self._database.connection.execute(sql, (sha256,)).fetchone()
        path = self._path(sha256)
        if row is None or not path.exists():
            return None
        media_type, width, height, frames, lines = row
        read = tuple(
            TextLine(one["text"], Box(**one["box"]), one["confidence"]) for one in json.loads(lines)
        )
        return Sight(path.read_bytes(), media_type, width, height, sha256, frames, read, read=True)

    def keep_sight(self, sight: Sight, *, read: bool) -> None:
        """Store a picture and, where it was `read`, what stands in it."""
        self.keep_blob(sight.sha256, sight.content, sight.media_type)
        content = hashlib.sha256(sight.content).hexdigest()
        lines = json.dumps([asdict(line) for line in sight.lines], ensure_ascii=False)
        row = (sight.sha256, content, read, sight.width, sight.height, sight.frames, lines)
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO sight VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def description(self, sha256: str) -> str:
        """Return what a model said that a stored picture shows, empty where none was asked."""
        return "".join(self._values("SELECT text FROM description WHERE sha256 = ?", sha256))

    def same_pictures(self, sight: Sight) -> list[str]:
        """Return the hashes of stored pictures with the bytes, or the very pixels, of `sight`."""
        content = hashlib.sha256(sight.content).hexdigest()
        sql = "SELECT sha256 FROM sight WHERE sha256 = ? OR content = ?"
        return self._values(sql, sight.sha256, content)

    def keep_blob(self, sha256: str, content: bytes, media_type: str) -> None:
        """Store `content` in a file under `sha256`, which need not be the hash of these very bytes."""
        path = self._path(sha256)
        if path.exists() and self._values("SELECT 1 FROM blob WHERE sha256 = ?", sha256):
            return
        with self._database.transaction() as connection:
            # Not replaced: what is known of it would go with the old row.
            sql = "INSERT INTO blob VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET media_type = excluded.media_type"
            connection.execute(sql, (sha256, media_type))
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two threads may store the same picture at once, from two documents that show it.
        temporary = path.with_name(f"{sha256}.{os.getpid()}-{threading.get_ident()}.part")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)

    def blob(self, sha256: str) -> bytes:
        """Return the bytes stored under `sha256`."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound(
                f"no picture {sha256[:12]!r} is stored; learn its document again"
            ) from None

    def sweep(self) -> None:
        """Delete what no unit refers to; reads only, where there is nothing of the kind."""
        blobs = self._values(_UNUSED_BLOBS)
        sights = self._values(_UNUSED_SIGHTS)
        vectors = self._values(_UNUSED_VECTORS)
        models = self._values(_RETIRED_VECTORS)
        readings = self._values(_UNUSED_READINGS)
        for sha256 in blobs:
            for file in self._path(sha256).parent.glob(f"{sha256}*"):
                file.unlink(missing_ok=True)
        if not (blobs or sights or vectors or models or readings):
            return
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM blob WHERE sha256 = ?", [(one,) for one in blobs])
            connection.executemany("DELETE FROM sight WHERE sha256 = ?", [(one,) for one in sights])
            connection.executemany("DELETE FROM vector WHERE key = ?", [(one,) for one in vectors])
            connection.executemany("DELETE FROM vector WHERE model = ?", [(one,) for one in models])
            sql = "DELETE FROM page_reading WHERE sha256 = ?"
            connection.executemany(sql, [(one,) for one in readings])

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256
