"""Turn uploaded bytes into the media of a message: photo sizes, thumbnail, length, type.

The same way serves a bot's upload and a person's; knows nothing of chats.
"""

import asyncio
import hashlib
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import TypeVar

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import MAX_PHOTO, FileStore
from bot.sandbox.mp4 import measure
from bot.sandbox.parameters import Upload
from bot.sandbox.pictures import Rendition, renditions, thumbnail
from bot.sandbox.records import Json, Media

KINDS = ("photo", "document", "video", "animation", "voice", "audio", "video_note", "sticker")
_T = TypeVar("_T")
_TYPES: Mapping[str, str] = {"voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4"}


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the sender says about a file; 0 or empty where nothing."""

    width: int = 0
    height: int = 0
    duration: int = 0
    emoji: str = ""
    title: str = ""
    performer: str = ""
    thumbnail: Upload | None = None


NOTHING_SAID = Attributes()


class Studio:
    """Makes media and keeps their bytes."""

    def __init__(self, files: FileStore) -> None:
        self.files = files
        self._sizes: dict[bytes, tuple[Rendition, ...]] = {}
        # Decoded pictures are large: two at a time keep memory bounded.
        self._turn = asyncio.Semaphore(2)

    async def make(self, kind: str, upload: Upload, said: Attributes = NOTHING_SAID) -> Media:
        """Make the media of one upload; raise Telegram's refusal where it cannot be."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            return await self._photo(upload)
        return await self._file(kind, upload, said)

    async def as_person(self, kind: str, upload: Upload) -> Media:
        """Make media as Telegram's apps do: what cannot be a photo travels as a file."""
        try:
            return await self.make(kind, upload)
        except ApiError:
            if kind == "photo" or not upload.content:
                return await self._file("document", upload, NOTHING_SAID)
            raise

    async def _aside(self, work: Callable[[], _T]) -> _T:
        async with self._turn:
            return await asyncio.to_thread(work)

    async def _photo(self, upload: Upload) -> Media:
        size = len(upload.content)
        if size > MAX_PHOTO:
            raise bad_request(
                f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
            )
        digest = hashlib.sha256(upload.content).digest()
        made = self._sizes.get(digest)
        if made is None:
            made = await self._aside(partial(renditions, upload.content))
            self._sizes = {**dict(list(self._sizes.items())[-31:]), digest: made}
        sizes: list[Json] = []
        for rendition in made:
            stored = self.files.add("photo", rendition.content)
            sizes.append(stored.fields() | {"width": rendition.width, "height": rendition.height})
        fields = {"photo": sizes}
        for each in sizes:
            self.files.remember(str(each["file_id"]), fields)
        largest = made[-1]
        return Media(
            kind="photo",
            file_id=stored.file_id,
            fields=fields,
            path=stored.path,
            name=PurePath(stored.path).name,
            size=stored.size,
            width=largest.width,
            height=largest.height,
        )

    async def _file(self, kind: str, upload: Upload, said: Attributes) -> Media:
        stored = self.files.add(kind, upload.content, upload.name)
        preview = None
        if said.thumbnail is not None:
            preview = await self._aside(partial(thumbnail, said.thumbnail.content))
        elif kind in ("document", "animation", "sticker", "video"):
            preview = await self._aside(partial(thumbnail, upload.content))
        said = _measured(kind, upload, said, preview[1] if preview else (0, 0))
        described: dict[str, object] = stored.fields() | _described(kind, upload, said)
        if preview is not None and kind not in ("voice", "audio"):
            small = self.files.add("thumbnail", preview[0].content)
            size = {"width": preview[0].width, "height": preview[0].height}
            described["thumbnail"] = described["thumb"] = small.fields() | size
        fields: dict[str, object] = {kind: described}
        if kind == "animation":
            names = (
                "file_id",
                "file_unique_id",
                "file_size",
                "file_name",
                "mime_type",
                "thumbnail",
            )
            fields["document"] = {name: described[name] for name in names if name in described}
        self.files.remember(stored.file_id, fields)
        return Media(
            kind=kind,
            file_id=stored.file_id,
            fields=fields,
            path=stored.path,
            name=upload.name or PurePath(stored.path).name,
            size=stored.size,
            width=said.width,
            height=said.height,
        )

    def again(self, kind: str, file_id: str) -> Media:
        """Return the media of a file that is already here, to be sent once more."""
        stored, fields = self.files.by_id(file_id), self.files.shown(file_id)
        if stored is None or fields is None:
            raise bad_request(
                "wrong remote file identifier specified: Wrong string length"
                if len(file_id) < 20
                else "wrong file identifier/HTTP URL specified"
            )
        if kind not in fields:
            raise bad_request("type of file mismatch")
        shown = fields[kind]
        described: Json = (
            shown[-1] if isinstance(shown, list) else shown if isinstance(shown, dict) else {}
        )
        media = Media(kind, file_id, fields, stored.path, PurePath(stored.path).name, stored.size)
        width, height = described.get("width"), described.get("height")
        if isinstance(width, int) and isinstance(height, int):
            media = replace(media, width=width, height=height)
        return replace(media, name=str(described.get("file_name") or media.name))


def _measured(kind: str, upload: Upload, said: Attributes, size: tuple[int, int]) -> Attributes:
    film = measure(upload.content) if kind in ("video", "animation", "video_note") else None
    width = said.width or (film.width if film else 0) or size[0]
    height = said.height or (film.height if film else 0) or size[1]
    seconds = said.duration or (film.seconds if film else 0)
    return replace(said, width=width, height=height, duration=seconds)


def _described(kind: str, upload: Upload, said: Attributes) -> dict[str, object]:
    """Return the fields of one kind of file beyond those of every file."""
    guessed = mimetypes.guess_type(upload.name)[0] or _TYPES.get(kind, "application/octet-stream")
    media_type = upload.media_type or guessed
    size = {"width": said.width, "height": said.height}
    named: dict[str, object] = {"mime_type": media_type}
    if upload.name:
        named["file_name"] = upload.name
    if kind == "sticker":
        moving = {
            "is_animated": upload.name.endswith(".tgs"),
            "is_video": upload.name.endswith(".webm"),
        }
        sides = {"width": said.width or 512, "height": said.height or 512}
        return {"type": "regular", **sides, **moving, "emoji": said.emoji or "🙂"}
    if kind == "voice":
        return {"duration": said.duration, "mime_type": _TYPES["voice"]}
    if kind == "audio":
        about = {"title": said.title, "performer": said.performer}
        return {"duration": said.duration, **named, **{k: v for k, v in about.items() if v}}
    if kind == "video_note":
        return {"duration": said.duration, "length": said.width or 240}
    if kind in ("video", "animation"):
        return {**size, "duration": said.duration, **named}
    return named
