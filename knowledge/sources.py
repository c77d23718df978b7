"""Find the files below the paths that a person names, and give each a name of its own.

Knows paths and bytes; does not open a document's format and stores nothing.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import NotFound, TooLarge
from knowledge.parse.languages import LANGUAGES
from knowledge.parse.pictures import Pictures

_OFFICE = "application/vnd.openxmlformats-officedocument"

MEDIA_TYPES = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".rst": "text/x-rst",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".vtt": "text/vtt",
    ".srt": "text/x-subrip",
    **dict.fromkeys(LANGUAGES, "text/x-source"),
    ".eml": "message/rfc822",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".docm": f"{_OFFICE}.wordprocessingml.document",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".pptm": f"{_OFFICE}.presentationml.presentation",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".xlsm": f"{_OFFICE}.spreadsheetml.sheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".heif": "image/heic",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
}
"""What can be learned, by the ending of its name."""

MAX_BYTES = 200_000_000
"""Larger files are refused unread: a scan of a thousand pages is smaller."""

SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})
"""Folders of what others wrote, or a machine."""

TRANSCRIPTS = (".vtt", ".srt")
"""What may lie beside a video under its name; then it is learned as a part of it."""

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Source:
    """One file on disk. `folder` is the learned root that it was found below."""

    path: Path
    folder: Path

    @property
    def name(self) -> str:
        """The path below `folder`, with slashes and composed letters (NFC) on every system, as people type it."""
        return unicodedata.normalize("NFC", self.path.relative_to(self.folder).as_posix())


def walk(paths: Iterable[Path]) -> Iterator[Source]:
    """List the files to learn: of folders all that can be learned, of files themselves."""
    seen: set[Path] = set()
    for path in paths:
        root = path.expanduser().absolute().resolve()
        if not root.exists():
            raise NotFound(f"{str(path)!r} does not exist; name a file or a folder that does")
        found = [Source(root, root.parent)] if root.is_file() else list(_below(root))
        for source in found:
            if source.path not in seen:
                seen.add(source.path)
                yield source


def _below(root: Path) -> Iterator[Source]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part in SKIPPED for part in parts)
        # A link that leads out of the folder would learn what nobody meant to share.
        if hidden or not path.is_file() or not path.resolve().is_relative_to(root):
            continue
        if path.suffix.lower() in MEDIA_TYPES and not _spoken_in_video(path):
            yield Source(path, root)


def _spoken_in_video(path: Path) -> bool:
    """Tell whether this is the transcript of a video beside it."""
    if path.suffix.lower() not in TRANSCRIPTS:
        return False
    videos = (end for end, kind in MEDIA_TYPES.items() if kind.startswith("video/"))
    return any(path.with_suffix(end).is_file() for end in videos)


def read(path: Path) -> bytes:
    """Return the bytes of `path`; raise `TooLarge` before reading what is beyond the limit."""
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge(
            f"{path.name!r} is larger than {MAX_BYTES // 1_000_000} MB; split it and learn the parts"
        )
    return path.read_bytes()


def is_picture(name: str) -> bool:
    """Whether the ending of `name` promises a picture."""
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "").startswith("image/")


def media_type(name: str, content: bytes) -> str:
    """Name the type of a document by its first bytes, else by the ending of its name."""
    if content.startswith(b"%PDF"):
        return "application/pdf"
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


_REFERENCE = re.compile(
    r"""(?:["'](?P<quoted>[^"'\n]+)["']|<(?P<angled>[^<>\n]+)>|(?P<bare>[^\s"'()<>\[\]=]+))""",
    re.VERBOSE,
)
_DRAWN_IN = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic", ".heif", ".md", ".markdown")


def fingerprint(path: Path, folder: Path, content: bytes, depth: int = 2) -> str:
    """Hash a document with what it may draw in from below `folder`: pictures, pages, a transcript."""
    kind = media_type(path.name, content)
    if kind.startswith("video/"):
        beside = [path.with_suffix(ending) for ending in TRANSCRIPTS]
        return digest(content, *(read(one) for one in beside if one.is_file()))
    if kind not in ("text/markdown", "text/html"):
        return digest(content)
    parts: list[bytes | str] = [content]
    pictures = Pictures(path.relative_to(folder).as_posix(), folder)
    for reference in sorted(_references(content.decode("utf-8", errors="replace"))):
        drawn = pictures.resolve(reference)
        if drawn is None:
            continue
        try:
            inner = read(drawn)
        except (OSError, TooLarge):
            # It cannot be drawn in either; the parser warns of it.
            continue
        parts += [
            reference,
            fingerprint(drawn, folder, inner, depth - 1) if depth else digest(inner),
        ]
    return digest(*parts)


def _references(text: str) -> set[str]:
    found = (match.group(str(match.lastgroup)) for match in _REFERENCE.finditer(text))
    # What stands behind a file's name in an address names no other file.
    bare = (re.split("[?#]", one, maxsplit=1)[0] for one in found)
    return {one for one in bare if one.lower().endswith(_DRAWN_IN) and len(one) < 400}


def safe_name(name: str) -> str:
    """Turn the name of an upload into one that is a name only: no folders, no invisible signs."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = kept.strip().lstrip(".") or "upload"
    if len(kept) > _LONGEST_NAME:
        suffix = Path(kept).suffix[:10]
        kept = kept[: _LONGEST_NAME - len(suffix)] + suffix
    return kept


def digest(*parts: bytes | str) -> str:
    """Hash `parts` so that no two different lists of parts give the same hash."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        whole.update(str(len(content)).encode() + b":" + content)
    return whole.hexdigest()
