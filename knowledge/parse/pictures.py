"""Turn the address of a picture inside a document into its bytes, from below one folder only.

Knows the file system and data addresses; never opens a connection. What cannot be had becomes a
warning, because the words around it are still worth learning.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from knowledge.vision.header import sniff

MOST_PICTURES = 1_000
MOST_BYTES = 100_000_000
"""Of all pictures of one document: they travel from the parser's process in one piece."""

PICTURE_BYTES = 20_000_000

ELSEWHERE = re.compile(r"//|(?!data:)[a-z][a-z0-9+.-]+:", re.IGNORECASE)
"""Addresses on other machines (and drive letters are no schemes: those have one letter)."""

DATA = re.compile(r"data:image/[a-z]+;base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A picture's bytes and the name it goes by."""

    content: bytes
    name: str


class Pictures:
    """The pictures of one document."""

    def __init__(self, name: str, folder: Path | None) -> None:
        """Look from where `name` lies below `folder`; without a folder none is found."""
        self.warnings: list[str] = []
        self._root = folder.resolve() if folder is not None else None
        self._place = PurePosixPath(tidy(name)).parent
        self._known: dict[str, Found | None] = {}
        self._bytes = 0

    def load(self, target: str) -> Found | None:
        """Return the picture at `target`; one that lies elsewhere on the net is passed over."""
        if target not in self._known:
            self._known[target] = None if ELSEWHERE.match(target) else self._load(target)
        return self._known[target]

    def resolve(self, target: str) -> Path | None:
        """Find a file by its address in the document; None unless it is below the folder."""
        plain = tidy(unquote(re.split(r"[?#]", target, maxsplit=1)[0]))
        if self._root is None or not plain or "\0" in plain:
            return None
        place = PurePosixPath() if plain.startswith("/") else self._place
        try:
            path = (self._root / place / plain.lstrip("/")).resolve()
            inside = path.is_relative_to(self._root) and path.is_file()
        except (OSError, RuntimeError, ValueError):
            # Names that are too long or hold a NUL, links in a circle.
            return None
        return path if inside else None

    def _load(self, target: str) -> Found | None:
        if DATA.match(target):
            content, name = _decode(target), ""
        else:
            path = self.resolve(target)
            content = path.read_bytes() if path and path.stat().st_size <= PICTURE_BYTES else None
            name = path.name if path else ""
        shown = target[:100]
        if content is None:
            self.warnings.append(f"picture {shown!r} is missing or above 20 MB")
        elif sniff(content) is None:
            self.warnings.append(f"picture {shown!r} is not a JPEG, PNG, WebP or GIF")
        elif self._bytes + len(content) > MOST_BYTES or len(self._known) >= MOST_PICTURES:
            self.warnings.append(f"picture {shown!r} was left out: the document has too many")
        else:
            self._bytes += len(content)
            return Found(content, name)
        return None


def tidy(name: str) -> str:
    """Write a path with forward slashes only."""
    return name.replace("\\", "/")


def _decode(address: str) -> bytes | None:
    try:
        return base64.b64decode(address[address.index(",") + 1 :])
    except (binascii.Error, ValueError):
        return None
