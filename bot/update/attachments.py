"""Turn what hangs on a message into `Attachment`s, as Telegram announces it.

Fetches nothing and believes nothing: names, types and sizes are the sender's claims.
"""

from collections.abc import Sequence
from datetime import timedelta

from telegram import (
    Animation,
    Audio,
    Document,
    LivePhoto,
    Message,
    PhotoSize,
    Sticker,
    Video,
    VideoNote,
    Voice,
)

from bot.records import Attachment, AttachmentKind, Rendition
from bot.update.words import clean

OTHER = (
    "dice",
    "game",
    "invoice",
    "story",
    "paid_media",
    "checklist",
    "giveaway",
    "giveaway_winners",
)
"""Content that nothing can be fetched of; everything else without a kind is a service message."""

_File = Animation | Audio | Document | Video | VideoNote | Voice


def attachments(message: Message) -> tuple[Attachment, ...]:
    """Return what hangs on a message: one thing, as an album is several messages, but a live photo with its film."""
    if message.live_photo is not None:
        return _alive(message, message.live_photo)
    found = _picture(message) or _file(message) or _without_bytes(message)
    return (found,) if found else ()


def _alive(message: Message, live: LivePhoto) -> tuple[Attachment, ...]:
    """Return the still, which comes inside or beside (Bot API, LivePhoto), and the seconds around it."""
    still = _largest(live.photo or message.photo)
    moving = Attachment(
        kind=AttachmentKind.LIVE_PHOTO,
        message_id=message.message_id,
        file_id=live.file_id,
        unique_id=live.file_unique_id,
        size_bytes=live.file_size,
        media_type=live.mime_type or "video/mp4",
        seconds=_seconds(live.duration),
    )
    if still is None:
        return (moving,)
    return _photo(message, AttachmentKind.LIVE_PHOTO, still), moving


def _picture(message: Message) -> Attachment | None:
    still = _largest(message.photo)
    if still is not None:
        return _photo(message, AttachmentKind.PHOTO, still)
    return _sticker(message, message.sticker) if message.sticker else None


def _photo(message: Message, kind: AttachmentKind, size: PhotoSize) -> Attachment:
    return Attachment(
        kind=kind,
        message_id=message.message_id,
        file_id=size.file_id,
        unique_id=size.file_unique_id,
        size_bytes=size.file_size,
        media_type="image/jpeg",
    )


def _largest(sizes: Sequence[PhotoSize] | None) -> PhotoSize | None:
    return max(sizes or (), key=lambda size: size.width * size.height, default=None)


def _sticker(message: Message, sticker: Sticker) -> Attachment:
    media_type = "image/webp"
    if sticker.is_animated:
        media_type = "application/x-tgsticker"
    elif sticker.is_video:
        media_type = "video/webm"
    return Attachment(
        kind=AttachmentKind.STICKER,
        message_id=message.message_id,
        file_id=sticker.file_id,
        unique_id=sticker.file_unique_id,
        size_bytes=sticker.file_size,
        media_type=media_type,
        name=clean(sticker.emoji or ""),
        thumbnail=_still(sticker.thumbnail),
    )


def _file(message: Message) -> Attachment | None:
    # An animation is announced as a document, too, so it comes first.
    kinds: tuple[tuple[AttachmentKind, _File | None], ...] = (
        (AttachmentKind.ANIMATION, message.animation),
        (AttachmentKind.VIDEO, message.video),
        (AttachmentKind.VIDEO_NOTE, message.video_note),
        (AttachmentKind.VOICE, message.voice),
        (AttachmentKind.AUDIO, message.audio),
        (AttachmentKind.DOCUMENT, message.document),
    )
    for kind, file in kinds:
        if file is None:
            continue
        return Attachment(
            kind=kind,
            message_id=message.message_id,
            file_id=file.file_id,
            unique_id=file.file_unique_id,
            size_bytes=file.file_size,
            media_type="video/mp4" if isinstance(file, VideoNote) else clean(file.mime_type or ""),
            name="" if isinstance(file, VideoNote | Voice) else clean(file.file_name or ""),
            seconds=0 if isinstance(file, Document) else _seconds(file.duration),
            renditions=_renditions(file) if isinstance(file, Video) else (),
            thumbnail=None if isinstance(file, Voice) else _still(file.thumbnail),
        )
    return None


def _seconds(duration: int | timedelta) -> int:
    # The library is changing from one to the other.
    return int(duration.total_seconds() if isinstance(duration, timedelta) else duration)


def _renditions(video: Video) -> tuple[Rendition, ...]:
    ordered = sorted(video.qualities or (), key=lambda one: one.width * one.height, reverse=True)
    return tuple(Rendition(one.file_id, one.file_unique_id, one.file_size) for one in ordered)


def _still(thumbnail: PhotoSize | None) -> Rendition | None:
    if thumbnail is None:
        return None
    return Rendition(thumbnail.file_id, thumbnail.file_unique_id, thumbnail.file_size)


def _without_bytes(message: Message) -> Attachment | None:
    if message.venue:
        return _named(message, AttachmentKind.LOCATION, message.venue.title)
    if message.location:
        return _named(message, AttachmentKind.LOCATION, "")
    if message.poll:
        return _named(message, AttachmentKind.POLL, message.poll.question)
    if message.contact:
        contact = message.contact
        name = f"{contact.first_name} {contact.last_name or ''}".strip()
        return _named(message, AttachmentKind.CONTACT, name)
    for content in OTHER:
        if getattr(message, content):
            return _named(message, AttachmentKind.OTHER, content.replace("_", " "))
    return None


def _named(message: Message, kind: AttachmentKind, name: str) -> Attachment:
    return Attachment(kind=kind, message_id=message.message_id, name=clean(name))
