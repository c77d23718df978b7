"""Turn an incoming message into a question with every picture and clip opened.

Knows which attachments belong to a question and in which order; how bytes are fetched and how
pixels are decoded is given to it.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace

from bot.errors import Refused
from bot.media.clips import MOST_STILLS, STILLS, Clips, Opened, Status, Wanted
from bot.media.fetch import MAX_BYTES, Files, too_big
from bot.media.kinds import is_clip, is_picture, sentence
from bot.media.names import safe_name
from bot.media.recent import Recent
from bot.ports import Outbound
from bot.records import Attachment, AttachmentKind, Incoming, Picture, Question
from bot.say import Notice, Say
from bot.store.seen import Seen
from knowledge.errors import TookTooLong, TooLarge, Unreadable
from knowledge.records import Sight

MAX_PICTURES = 10
"""A whole album (Bot API, sendMediaGroup); with a replied one, the message's own come first."""

STRETCHES = 3
"""A long clip that is asked about alone may have so many times the stills; a model is shown them in parts."""

AT_ONCE = 4
"""Downloads in flight over all chats: each may hold 20 MB."""

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"RIFF")

_Parts = tuple[tuple[Attachment, bool], ...]
"""Attachments in order, each with whether it comes from the replied message."""


def _say_nothing(notice: Notice) -> None:
    """Show no status: nobody waits."""


class Opener:
    """Opens messages. `look` is `Eyes.submit`: bytes in, a picture read by OCR out."""

    def __init__(
        self,
        files: Files,
        look: Callable[[bytes], Future[Sight]],
        seen: Seen,
        clips: Clips,
        recent: Recent | None = None,
        *,
        sound: Callable[[Incoming], Outbound | None] | None = None,
    ) -> None:
        """`sound` gives what notes a recording that leaves for speech recognition, None where none may."""
        self._files = files
        self._look = look
        self._clips = clips
        self._seen = seen
        self._recent = recent or Recent()
        self._sound = sound
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def open(self, incoming: Incoming, status: Status = _say_nothing) -> Question:
        """Fetch and decode everything that belongs to the question; `status` shows how far that is."""
        parts = self._parts(incoming)
        wanted = [(part, reply) for part, reply in parts if is_picture(part)][:MAX_PICTURES]
        opened = await asyncio.gather(
            *(self._open(part, reply, at) for at, (part, reply) in enumerate(wanted, start=1))
        )
        pictures = [result for result in opened if isinstance(result, Picture)]
        failures = [result for result in opened if isinstance(result, Notice)]
        clips = await self._watch(incoming, parts, status)
        others = [
            too_big(part) if (part.size_bytes or 0) > MAX_BYTES else sentence(part)
            for part, _ in parts
            if not is_picture(part) and not is_clip(part)
        ]
        replied = incoming.replied
        spoken = " ".join(one.spoken for one in clips if one.spoken)
        return Question(
            incoming=incoming,
            text=incoming.text if incoming.text.strip() else spoken,
            pictures=(*pictures, *(picture for one in clips for picture in one.pictures)),
            clips=tuple(one.clip for one in clips if one.clip is not None),
            quoted=(replied.quote or replied.text) if replied else "",
            notices=_distinct(
                [*failures, *(notice for one in clips for notice in one.notices), *others]
            ),
        )

    async def _watch(self, incoming: Incoming, parts: _Parts, status: Status) -> list[Opened]:
        """Open the clips one after the other; the more there are, the fewer stills each may have."""
        chosen = [(part, reply) for part, reply in parts if is_clip(part)][:MAX_PICTURES]
        most = min(STILLS, MOST_STILLS // max(1, len(chosen)))
        opened = []
        for number, (part, reply) in enumerate(chosen, start=1):
            wanted = Wanted(
                part,
                reply,
                number,
                most,
                STRETCHES if incoming.addressed and len(chosen) == 1 else 1,
                incoming.addressed,
                incoming.moment,
            )
            if self._sound is not None:
                wanted = replace(wanted, outbound=self._sound(incoming))
            opened.append(await self._clips.open(wanted, status))
        return opened

    def _parts(self, incoming: Incoming) -> _Parts:
        own = [(part, False) for part in incoming.attachments]
        return (*own, *((part, True) for part in self.replied(incoming)))

    def replied(self, incoming: Incoming) -> tuple[Attachment, ...]:
        """Return what hangs on the replied message: its whole album, and what Telegram left out."""
        replied = incoming.replied
        if replied is None:
            return ()
        chat = incoming.origin.chat_id
        found = replied.attachments or self._seen.attachments(chat, replied.message_id)
        if replied.album_id:
            album = self._seen.album(chat, replied.album_id)
            # What Telegram sent with the reply is newer than what was seen: ids of files change.
            newer = {part.message_id: part for part in found}
            found = tuple(newer.pop(part.message_id, part) for part in album) + tuple(
                newer.values()
            )
        own = {part.unique_id for part in incoming.attachments if part.unique_id}
        kept = tuple(part for part in found if part.unique_id not in own)
        # Our own answers carry cited pictures; anything else of ours needs no comment.
        return tuple(filter(_is_photo, kept)) if replied.by_this_bot else kept

    def clips_on(self, chat_id: int, message_id: int) -> tuple[Attachment, ...]:
        """Return the clips that hang on a message which was seen before."""
        return tuple(filter(is_clip, self._seen.attachments(chat_id, message_id)))

    async def own(self, content: bytes, name: str) -> Picture | Notice:
        """Open a picture of our own as a stranger's is; a sentence where that fails."""
        opened = await self._decode(content, name)
        return opened if isinstance(opened, Notice) else Picture(opened, name)

    async def _open(self, part: Attachment, from_reply: bool, number: int) -> Picture | Notice:
        name = safe_name(part.name, f"photo-{number}.jpg")
        sight = self._recent.get(part.unique_id)
        if sight is None:
            async with self._slots:
                try:
                    content = await self._files.fetch(part)
                except Refused as refused:
                    return refused.notice
                opened = await self._decode(content, name)
            if isinstance(opened, Notice):
                return opened
            sight = opened
            self._recent.put(part.unique_id, sight)
        return Picture(
            sight=sight,
            name=name,
            unique_id=part.unique_id,
            message_id=part.message_id,
            from_reply=from_reply,
        )

    async def _decode(self, content: bytes, name: str) -> Sight | Notice:
        try:
            return await asyncio.wrap_future(self._look(content))
        except TookTooLong:
            return Notice(Say.TOOK_TOO_LONG, {"name": name})
        except TooLarge:
            return Notice(Say.PICTURE_TOO_LARGE, {"name": name})
        except Unreadable:
            # The error's own sentence is for the terminal; here the reader's language is spoken.
            say = Say.BROKEN_FILE if not content or _has_magic(content) else Say.NOT_A_PICTURE
            return Notice(say, {"name": name})


def _is_photo(part: Attachment) -> bool:
    return is_picture(part) and part.kind is not AttachmentKind.STICKER


def _has_magic(content: bytes) -> bool:
    return content.startswith(_MAGIC)


def _distinct(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Say a thing once: an album of five videos earns one sentence."""
    kept: list[Notice] = []
    for notice in notices:
        if notice not in kept:
            kept.append(notice)
    return tuple(kept)
