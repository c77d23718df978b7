"""Keep the bytes of files in memory under the ids and paths by which the Bot API names them.

Knows nothing of chats and messages.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePath

from bot.sandbox.errors import bad_request
from bot.sandbox.records import Json

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
"""Telegram's limits in bytes, for a bot."""

FOLDERS: Mapping[str, str] = {
    **{"photo": "photos", "document": "documents", "video": "videos", "animation": "animations"},
    **{"voice": "voice", "audio": "music", "video_note": "video_notes", "sticker": "stickers"},
    "thumbnail": "thumbnails",
}
_MARKS: Mapping[str, str] = {
    **{"photo": "AgAC", "document": "BQAC", "video": "BAAC", "animation": "CgAC", "voice": "AwAC"},
    **{"audio": "CQAC", "video_note": "DQAC", "sticker": "CAAC", "thumbnail": "AAMC"},
}
"""The kind shows in the first letters of a file id, as in Telegram's own."""
_DEFAULT_SUFFIX: Mapping[str, str] = {
    **{"photo": ".jpg", "thumbnail": ".jpg", "video": ".mp4", "animation": ".mp4"},
    **{"voice": ".oga", "audio": ".mp3", "video_note": ".mp4", "sticker": ".webp"},
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with its names; `path` is what `getFile` gives."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.content)

    def fields(self) -> dict[str, object]:
        """Return what every file object of the Bot API has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }


@dataclass(slots=True)
class FileStore:
    """All files, found by id and by path."""

    numbers: "count[int]" = field(default_factory=count)
    _by_id: dict[str, StoredFile] = field(default_factory=dict)
    _by_path: dict[str, StoredFile] = field(default_factory=dict)
    _bytes: dict[bytes, bytes] = field(default_factory=dict)
    _media: dict[str, Json] = field(default_factory=dict)

    def add(self, kind: str, content: bytes, name: str = "") -> StoredFile:
        """Keep a file; equal bytes share memory and the unique id, never the file id."""
        digest = hashlib.sha256(content).digest()
        content = self._bytes.setdefault(digest, content)
        unique = "AQAD" + urlsafe_b64encode(kind.encode()[:1] + digest[:8]).decode()
        suffix = PurePath(name).suffix.lower()
        if not suffix[1:].isalnum() or not suffix.isascii() or kind in ("photo", "thumbnail"):
            suffix = _DEFAULT_SUFFIX.get(kind, "")
        path = f"{FOLDERS[kind]}/file_{next(self.numbers)}{suffix}"
        stored = StoredFile(_MARKS[kind] + secrets.token_urlsafe(24), unique, kind, path, content)
        self._by_id[stored.file_id] = self._by_path[path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """Return the file with this id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """Return the file at this path."""
        return self._by_path.get(path)

    def remember(self, file_id: str, fields: Json) -> None:
        """Note how a message shows this file, so that it can be sent again by its id."""
        self._media[file_id] = fields

    def shown(self, file_id: str) -> Json | None:
        """Return how a message shows this file."""
        return self._media.get(file_id)

    def downloadable(self, file_id: str) -> StoredFile:
        """Return a file that a bot may fetch; refuse as Telegram does."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if stored.size > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return stored
