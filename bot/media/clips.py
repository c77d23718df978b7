"""Turn a video, GIF, video note, moving sticker or recording into a clip: stills with times, and what is said.

Knows what is asked of Telegram, and in which order; how stills are found and read and how speech is understood is
given to it.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.errors import NotHeard, Refused
from bot.media.fetch import MAX_BYTES, too_big
from bot.media.kinds import DRAWN_STICKER, is_sound, is_spoken
from bot.media.names import safe_name
from bot.media.watcher import Source, Watcher
from bot.ports import Outbound, Transcriber, unnoted
from bot.records import Attachment, Clip, Picture, Sent, Utterance
from bot.say import Notice, Say
from knowledge.errors import TookTooLong, TooLarge, Unreadable
from knowledge.film.records import Video, clock

__all__ = ["Clips", "Opened", "Source", "Status", "Wanted"]

logger = logging.getLogger(__name__)

STILLS = 24
"""Most stills of one clip: each is read, checked and shown to a model."""

MOST_STILLS = 48
"""Of all clips of a question."""

KEPT = 8
"""Clips that are remembered, so that a reply to one does not look through it again."""

K = TypeVar("K")
V = TypeVar("V")
Status = Callable[[Notice], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One attachment to be opened as a clip."""

    part: Attachment
    from_reply: bool
    number: int
    most: int = STILLS
    stretches: int = 1
    listen: bool = True
    """Whether speech is written down; not for talk that is not meant for the bot."""
    moment: float | None = None
    outbound: Outbound | None = unnoted
    """Called before its sound leaves this machine; None: it may not."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of one attachment."""

    clip: Clip | None = None
    pictures: tuple[Picture, ...] = ()
    notices: tuple[Notice, ...] = ()
    spoken: str = ""
    """What a voice message or video note says: the question, where nothing was typed."""


class Clips:
    """Opens clips, one still after the other, so that pictures of other chats come in between."""

    def __init__(
        self, files: Source, eyes: Watcher, transcriber: Transcriber | None = None
    ) -> None:
        self._files = files
        self._eyes = eyes
        self._transcriber = transcriber
        self._known: OrderedDict[tuple[str, float | None, int, int], Video] = OrderedDict()
        self._heard: OrderedDict[str, tuple[Utterance, ...]] = OrderedDict()

    async def open(self, wanted: Wanted, status: Status) -> Opened:
        """Fetch, look through and listen; whatever goes wrong becomes a notice for the sender."""
        part = wanted.part
        name = safe_name(part.name, f"{part.kind.replace('_', '-')}-{wanted.number}")
        drawn = part.media_type == DRAWN_STICKER
        if drawn and not self._eyes.draws_stickers:
            return await self._by_thumbnail(wanted, name, Notice(Say.DRAWN_STICKER))
        status(Notice(Say.WATCHING, {"name": name}))
        notices: list[Notice] = []
        try:
            content, smaller = await self._fetch(part)
        except Refused as refused:
            return await self._by_thumbnail(wanted, name, refused.notice)
        notices += smaller
        video, failed = await self._video(wanted, content, name)
        notices += failed
        if drawn and not video.frames:
            return await self._by_thumbnail(wanted, name, Notice(Say.DRAWN_STICKER))
        heard, unheard = await self._listen(wanted, content, name)
        notices += unheard
        pictures, unread = await self._stills(wanted, video, name, status)
        notices += unread
        if video.cut:
            notices.append(Notice(Say.WATCHED_PARTLY, {"name": name, "time": clock(video.seconds)}))
        if not pictures and not heard:
            return Opened(notices=tuple(notices))
        spoken = " ".join(one.text for one in heard) if is_spoken(part) else ""
        if spoken:
            notices.append(Notice(Say.HEARD, {"text": spoken}))
        seconds = video.seconds or float(part.seconds)
        clip = Clip(wanted.number, name, seconds, heard, wanted.from_reply)
        return Opened(clip, pictures, tuple(notices), spoken)

    async def _fetch(self, part: Attachment) -> tuple[bytes, list[Notice]]:
        """Fetch the file, or the best copy of it that a bot may have."""
        if (part.size_bytes or 0) <= MAX_BYTES:
            return await self._files.fetch(part), []
        for copy in part.renditions:
            if copy.size_bytes is not None and copy.size_bytes <= MAX_BYTES:
                smaller = replace(part, file_id=copy.file_id, size_bytes=copy.size_bytes)
                name = safe_name(part.name, part.kind.replace("_", " "))
                return await self._files.fetch(smaller), [Notice(Say.SMALLER_COPY, {"name": name})]
        raise Refused(too_big(part))

    async def _by_thumbnail(self, wanted: Wanted, name: str, reason: Notice) -> Opened:
        """Look at the small still instead, where there is one, and say so."""
        still = wanted.part.thumbnail
        if still is None:
            return Opened(notices=(reason,))
        try:
            part = replace(wanted.part, file_id=still.file_id, size_bytes=still.size_bytes)
            sight = await asyncio.wrap_future(self._eyes.submit(await self._files.fetch(part)))
        except (Refused, Unreadable):
            return Opened(notices=(reason,))
        picture = Picture(
            sight, name, still.unique_id, wanted.part.message_id, from_reply=wanted.from_reply
        )
        return Opened(pictures=(picture,), notices=(reason, Notice(Say.THUMBNAIL, {"name": name})))

    async def _video(self, wanted: Wanted, content: bytes, name: str) -> tuple[Video, list[Notice]]:
        if is_sound(wanted.part):
            return Video((), float(wanted.part.seconds)), []
        key = (wanted.part.unique_id, wanted.moment, wanted.most, wanted.stretches)
        video = self._known.get(key) if wanted.part.unique_id else None
        if video is None:
            try:
                if wanted.moment is None:
                    looking = self._eyes.watch(content, wanted.most, wanted.stretches)
                else:
                    looking = self._eyes.watch_closely(content, wanted.moment)
                video = await asyncio.wrap_future(looking)
            except Unreadable as error:
                return Video((), 0.0), [_failed(error, name)]
            _keep(self._known, key, video)
        return video, []

    async def _stills(
        self, wanted: Wanted, video: Video, name: str, status: Status
    ) -> tuple[tuple[Picture, ...], list[Notice]]:
        stills, failures = [], []
        for count, frame in enumerate(video.frames, start=1):
            if len(video.frames) > 2:
                told: dict[str, str | int] = {
                    "name": name,
                    "done": count,
                    "total": len(video.frames),
                }
                status(Notice(Say.WATCHING, told))
            try:
                sight = await asyncio.wrap_future(self._eyes.submit(frame.picture))
            except Unreadable as error:
                # What could not be read was not checked either: it is not passed over in silence.
                failures.append(_failed(error, name))
                continue
            stills.append(
                Picture(
                    sight=sight,
                    name=f"{name} {clock(frame.seconds)}",
                    message_id=wanted.part.message_id,
                    from_reply=wanted.from_reply,
                    clip=wanted.number,
                    seconds=frame.seconds,
                )
            )
        return tuple(stills), failures[:1]

    async def _listen(
        self, wanted: Wanted, content: bytes, name: str
    ) -> tuple[tuple[Utterance, ...], list[Notice]]:
        if not wanted.listen or wanted.moment is not None:
            return (), []
        unique_id = wanted.part.unique_id
        if unique_id in self._heard:
            return self._heard[unique_id], []
        try:
            sound = await asyncio.wrap_future(self._eyes.hear(content))
        except Unreadable as error:
            return (), [_failed(error, name)] if is_sound(wanted.part) else []
        if sound is None:
            return (), [Notice(Say.NO_SOUND, {"name": name})] if is_sound(wanted.part) else []
        if self._transcriber is None:
            return (), [Notice(Say.VOICE if is_sound(wanted.part) else Say.UNHEARD, {"name": name})]
        if self._transcriber.lane == "cloud":
            if wanted.outbound is None:
                return (), [Notice(Say.SOUND_KEPT, {"name": name})]
            wanted.outbound(Sent(self._transcriber.name, 0, recordings=1))
        try:
            heard = await self._transcriber.transcribe(sound)
        except NotHeard as error:
            logger.warning("%s", error)
            return (), [Notice(Say.HEARING_FAILED, {"name": name})]
        if not heard and is_sound(wanted.part):
            return (), [Notice(Say.NO_WORDS, {"name": name})]
        if unique_id:
            _keep(self._heard, unique_id, heard)
        return heard, []


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    kept[key] = value
    while len(kept) > KEPT:
        kept.popitem(last=False)


def _failed(error: Unreadable, name: str) -> Notice:
    if isinstance(error, TookTooLong):
        return Notice(Say.TOOK_TOO_LONG, {"name": name})
    if isinstance(error, TooLarge):
        return Notice(Say.VIDEO_TOO_LARGE, {"name": name})
    return Notice(Say.BROKEN_FILE, {"name": name})
