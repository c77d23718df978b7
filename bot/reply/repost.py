"""A removed message into the chat again: its words with their formatting, its files in their order.

Files go by the id that Telegram knows them by, and by their bytes where it does not any more.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from telegram import (
    InputMediaAudio,
    InputMediaDocument,
    InputMediaLivePhoto,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest

from bot.records import AttachmentKind, Said
from bot.reply.connect import Bot
from bot.reply.parts import Text
from bot.reply.styled import Styled, entities, units
from bot.reply.wire import NO_PREVIEW, Target

logger = logging.getLogger(__name__)

MAX_TEXT = 4096

File = str | bytes
Use = Callable[[Said], tuple[File, File | None]]
"""Returns the file of a part, by id or by its bytes, and the film of a live photo."""

Item = (
    InputMediaPhoto | InputMediaLivePhoto | InputMediaVideo | InputMediaDocument | InputMediaAudio
)

_ALBUM: Mapping[
    AttachmentKind,
    type[InputMediaPhoto]
    | type[InputMediaVideo]
    | type[InputMediaDocument]
    | type[InputMediaAudio],
] = {
    AttachmentKind.PHOTO: InputMediaPhoto,
    AttachmentKind.LIVE_PHOTO: InputMediaPhoto,
    AttachmentKind.VIDEO: InputMediaVideo,
    AttachmentKind.DOCUMENT: InputMediaDocument,
    AttachmentKind.AUDIO: InputMediaAudio,
}


async def repost(bot: Bot, target: Target, header: Styled, parts: Sequence[Said]) -> bool:
    """Post `header` and the parts below it; False where some part cannot be posted again."""
    first = parts[0]
    together = units(header.text) + 1 + units(first.text) <= MAX_TEXT
    if len(parts) == 1 and first.attachment is None and together:
        await _text(bot, target, header, first)
        return True
    await _text(bot, target, header, Said(0))
    if len(parts) > 1 and all(p.attachment and p.attachment.kind in _ALBUM for p in parts):
        return await _either(lambda use: _album(bot, target, parts, use), parts)
    outcomes = [await _one(bot, target, part) for part in parts]
    return all(outcomes)


async def _text(bot: Bot, target: Target, header: Styled, part: Said) -> Message:
    gap = "\n" if header.text and part.text else ""
    shift = units(header.text + gap)
    own = [MessageEntity(e.type, e.offset, e.length) for e in entities(header)]
    marked = [
        MessageEntity(e.type, e.offset + shift, e.length, e.url, e.user, e.language)
        for e in _marked(part)
    ]
    return await bot.send_message(
        target.chat_id,
        Text(header.text + gap + part.text).text,
        entities=[*own, *marked],
        message_thread_id=target.topic_id,
        reply_parameters=_reply(part),
        link_preview_options=NO_PREVIEW,
    )


async def _one(bot: Bot, target: Target, part: Said) -> bool:
    hung = part.attachment
    if hung is None:
        await _text(bot, target, Styled(""), part)
        return True
    senders: Mapping[AttachmentKind, Callable[..., Awaitable[Message]]] = {
        AttachmentKind.PHOTO: bot.send_photo,
        AttachmentKind.LIVE_PHOTO: bot.send_photo,
        AttachmentKind.VIDEO: bot.send_video,
        AttachmentKind.DOCUMENT: bot.send_document,
        AttachmentKind.AUDIO: bot.send_audio,
        AttachmentKind.ANIMATION: bot.send_animation,
        AttachmentKind.VOICE: bot.send_voice,
        AttachmentKind.VIDEO_NOTE: bot.send_video_note,
        AttachmentKind.STICKER: bot.send_sticker,
    }
    send = senders.get(hung.kind)
    if send is None:
        return False
    captioned = hung.kind not in (AttachmentKind.VIDEO_NOTE, AttachmentKind.STICKER)
    words = {"caption": part.text, "caption_entities": _marked(part)} if captioned else {}

    alive: Callable[..., Awaitable[Message]] = bot.send_live_photo

    async def call(use: Use) -> None:
        file, film = use(part)
        files = (file,) if film is None else (film, file)
        await (send if film is None else alive)(
            target.chat_id,
            *files,
            message_thread_id=target.topic_id,
            reply_parameters=_reply(part),
            **words,
        )

    return await _either(call, [part])


async def _album(bot: Bot, target: Target, parts: Sequence[Said], use: Use) -> None:
    media = [_item(part, use) for part in parts]
    await bot.send_media_group(
        target.chat_id,
        media,
        message_thread_id=target.topic_id,
        reply_parameters=_reply(parts[0]),
    )


def _item(part: Said, use: Use) -> Item:
    assert part.attachment is not None
    file, film = use(part)
    words, marks = part.text or None, _marked(part)
    if film is not None:
        return InputMediaLivePhoto(film, file, caption=words, caption_entities=marks)
    return _ALBUM[part.attachment.kind](file, caption=words, caption_entities=marks)


def _by_id(part: Said) -> tuple[str, str | None]:
    film = part.film.file_id if part.film else None
    return part.attachment.file_id if part.attachment else "", film


def _by_bytes(part: Said) -> tuple[bytes, bytes | None]:
    # Where the film was too large to be kept, the still comes back alone.
    return part.content, part.film_content or None


async def _either(call: Callable[[Use], Awaitable[None]], parts: Sequence[Said]) -> bool:
    """Send by Telegram's ids, else by the kept bytes."""
    try:
        await call(_by_id)
    except BadRequest as error:
        logger.info("posting again by id failed: %s", error.message)
    else:
        return True
    if not all(part.content for part in parts):
        return False
    try:
        await call(_by_bytes)
    except BadRequest as error:
        logger.warning("posting again failed: %s", error.message)
        return False
    return True


def _marked(part: Said) -> list[MessageEntity]:
    found: list[MessageEntity] = []
    for raw in json.loads(part.entities):
        found.append(MessageEntity.de_json(raw))
    return found


def _reply(part: Said) -> ReplyParameters | None:
    if part.reply_to is None:
        return None
    return ReplyParameters(part.reply_to, allow_sending_without_reply=True)
