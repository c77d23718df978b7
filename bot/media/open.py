"""Turn an incoming message into a question with every picture opened.

Knows which attachments belong to a question and in which order; how bytes are fetched and how
pixels are decoded is given to it.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from bot.errors import Refused
from bot.media.fetch import MAX_BYTES, Files, too_big
from bot.media.kinds import is_picture, sentence
from bot.media.names import safe_name
from bot.media.recent import Recent
from bot.records import Attachment, Incoming, Notice, Picture, Question, Say
from bot.store.seen import Seen
from knowledge.errors import TookTooLong, TooLarge, Unreadable
from knowledge.records import Sight

MAX_PICTURES = 10
"""A whole album (Bot API, sendMediaGroup); with a replied one, the message's own come first."""

AT_ONCE = 4
"""Downloads in flight over all chats: each may hold 20 MB."""

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"RIFF")

_Parts = tuple[tuple[Attachment, bool], ...]
"""Attachments in order, each with whether it comes from the replied message."""


class Opener:
    """Opens messages. `look` is `Eyes.submit`: bytes in, a picture read by OCR out."""

    def __init__(
        self,
        files: Files,
        look: Callable[[bytes], Future[Sight]],
        seen: Seen,
        recent: Recent | None = None,
    ) -> None:
        self._files = files
        self._look = look
        self._seen = seen
        self._recent = recent or Recent()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def open(self, incoming: Incoming) -> Question:
        """Fetch and decode everything that belongs to the question, at the same time."""
        parts = self._parts(incoming)
        wanted = [(part, reply) for part, reply in parts if is_picture(part)][:MAX_PICTURES]
        opened = await asyncio.gather(
            *(self._open(part, reply, at) for at, (part, reply) in enumerate(wanted, start=1))
        )
        failures = [result for result in opened if isinstance(result, Notice)]
        others = [
            too_big(part) if (part.size_bytes or 0) > MAX_BYTES else sentence(part)
            for part, _ in parts
            if not is_picture(part)
        ]
        replied = incoming.replied
        return Question(
            incoming=incoming,
            text=incoming.text,
            pictures=tuple(result for result in opened if isinstance(result, Picture)),
            quoted=(replied.quote or replied.text) if replied else "",
            notices=_distinct([*failures, *others]),
        )

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
        return tuple(filter(is_picture, kept)) if replied.by_this_bot else kept

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


def _has_magic(content: bytes) -> bool:
    return content.startswith(_MAGIC)


def _distinct(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Say a thing once: an album of five videos earns one sentence."""
    kept: list[Notice] = []
    for notice in notices:
        if notice not in kept:
            kept.append(notice)
    return tuple(kept)
