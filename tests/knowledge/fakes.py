"""Doubles that compute something true: an embedder of word counts, and eyes that do not need OCR."""

import hashlib
import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from knowledge.ports import Vectors
from knowledge.records import Box, Parsed, Place, Sight, TextLine
from knowledge.vision.eyes import Eyes


class WordEmbedder:
    """Counts words into buckets: texts with the same words are near, others are not."""

    dimensions = 256
    languages = frozenset({"latin"})

    def __init__(self, name: str = "words@1") -> None:
        self.name = name
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        rows = np.full((len(texts), self.dimensions), 1e-6, dtype=np.float32)
        for at, text in enumerate(texts):
            for word in text.lower().split():
                rows[at, zlib.crc32(word.strip(".,?!:").encode()) % self.dimensions] += 1
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def count(self, text: str) -> int:
        return len(text.split())

    def unrelated(self, text: str) -> tuple[float, float]:
        return 0.08, 0.09


class KnowingEyes:
    """Real eyes but for OCR: what stands in a picture is known by its bytes. Counts what it is asked."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self.written: dict[str, str] = {}
        self.looked: list[str] = []
        self.pages_read = 0
        self.parsed: list[str] = []

    def look(self, content: bytes, *, read: bool = True) -> Sight:
        sight = self._eyes.look(content, read=False)
        if not read:
            return sight
        self.looked.append(sight.sha256)
        text = self.written.get(sight.sha256, "")
        lines = tuple(TextLine(line, Box(0, 0, 1, 1)) for line in text.splitlines())
        return replace(sight, lines=lines)

    def parse(
        self,
        name: str,
        content: bytes,
        folder: Path | None = None,
        read: Mapping[int, tuple[TextLine, ...]] | None = None,
    ) -> Parsed:
        self.parsed.append(name)
        return self._eyes.parse(name, content, folder, read)

    def draw(self, pdf: bytes, places: Sequence[Place], longest: int) -> tuple[bytes, ...]:
        return self._eyes.draw(pdf, places, longest)

    def draw_pages(self, content: bytes, pages: Sequence[int]) -> tuple[bytes, ...]:
        return self._eyes.draw_pages(content, pages)

    def read(self, picture: bytes) -> tuple[TextLine, ...]:
        self.pages_read += 1
        return self._eyes.read(picture)

    def knows(self, picture: bytes, text: str) -> bytes:
        """Make `text` what is read in `picture`."""
        self.written[hashlib.sha256(picture).hexdigest()] = text
        return picture


def draw(seed: int, size: int = 64) -> bytes:
    """Draw a PNG that no other seed gives."""
    picture = Image.new("RGB", (size, size), (seed * 37 % 256, seed * 91 % 256, seed * 53 % 256))
    ImageDraw.Draw(picture).rectangle((8, 8, 8 + seed % 40, 30), fill="white")
    encoded = io.BytesIO()
    picture.save(encoded, "PNG")
    return encoded.getvalue()


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` below `folder`; return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
