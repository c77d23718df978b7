"""Turn the address of a picture inside a document into its bytes, from below one folder only.

Knows the file system, data addresses and, for mails and books, the parts of the document itself; never
opens a connection. What cannot be had becomes a warning, because the words around it are still worth
learning.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from knowledge.vision.header import sniff

MOST_PICTURES = 1_000
MOST_BYTES = 100_000_000
"""Of all pictures of one document: they travel from the parser's process in one piece."""

PICTURE_BYTES = 20_000_000

PICTURE_FORMATS = "JPEG, PNG, WebP, GIF or HEIC"

ELSEWHERE = re.compile(r"//|(?!data:)[a-z][a-z0-9+.-]+:", re.IGNORECASE)
"""Addresses on other machines; a single letter before a colon is a drive and no scheme."""

DATA = re.compile(r"data:image/[a-z]+;base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A picture's bytes and the name it goes by."""

    content: bytes
    name: str


Inside = Callable[[str], Found | None]
"""Return what a document holds within itself at an address."""


class Pictures:
    """The pictures of one document."""

    def __init__(self, name: str, folder: Path | None, inside: Inside | None = None) -> None:
        """Look from where `name` lies below `folder`, without one nowhere; or only `inside`."""
        self.warnings: list[str] = []
        self._inside = inside
        self._root = folder.resolve() if folder is not None else None
        self._place = PurePosixPath(tidy(name)).parent
        self._known: dict[str, Found | None] = {}
        self._taken = 0
        self._bytes = 0

    def load(self, target: str) -> Found | None:
        """Return the picture at `target`; one that lies elsewhere on the net is passed over."""
        if target not in self._known:
            elsewhere = ELSEWHERE.match(target) and not target.lower().startswith("cid:")
            self._known[target] = None if elsewhere else self._load(target)
        return self._known[target]

    def resolve(self, target: str) -> Path | None:
        """Find a file by its address in the document; None unless it is below the folder."""
        plain = tidy(unquote(re.split(r"[?#]", target, maxsplit=1)[0]))
        place = PurePosixPath() if plain.startswith("/") else self._place
        return self._below(place / plain.lstrip("/")) if plain else None

    def beside(self, name: str) -> Path | None:
        """Find the file called `name` that lies where the document does."""
        return self._below(self._place / name)

    def _below(self, place: PurePosixPath) -> Path | None:
        if self._root is None or "\0" in str(place):
            return None
        try:
            path = (self._root / place).resolve()
            inside = path.is_relative_to(self._root) and path.is_file()
        except (OSError, RuntimeError, ValueError):
            # Names that are too long or hold a NUL, links in a circle.
            return None
        return path if inside else None

    def take(self, content: bytes | None, name: str, shown: str = "") -> Found | None:
        """Accept a picture's bytes, or warn of what is wrong with the one called `shown`."""
        shown = (shown or name)[:100]
        if content is None or len(content) > PICTURE_BYTES:
            self.warnings.append(f"picture {shown!r} is missing or above 20 MB")
        elif sniff(content) is None:
            self.warnings.append(f"picture {shown!r} is not a {PICTURE_FORMATS}")
        elif self._bytes + len(content) > MOST_BYTES or self._taken >= MOST_PICTURES:
            self.warnings.append(f"picture {shown!r} was left out: the document has too many")
        else:
            self._bytes += len(content)
            self._taken += 1
            return Found(content, name)
        return None

    def _load(self, target: str) -> Found | None:
        if DATA.match(target):
            return self.take(_decode(target), "", target)
        if self._inside is not None:
            found = self._inside(target)
            return self.take(found.content, found.name) if found else self.take(None, "", target)
        path = self.resolve(target)
        readable = path is not None and path.stat().st_size <= PICTURE_BYTES
        content = path.read_bytes() if path and readable else None
        return self.take(content, path.name if path else "", target)


def tidy(name: str) -> str:
    """Write a path with forward slashes only."""
    return name.replace("\\", "/")


def _decode(address: str) -> bytes | None:
    try:
        return base64.b64decode(address[address.index(",") + 1 :])
    except (binascii.Error, ValueError):
        return None
