"""Decide what an attachment is worth opening as, from what Telegram and the sender claim.

Only claims are read here; what the bytes really are is found out when they are opened.
"""

from pathlib import PurePath
from typing import Final

from bot.media.names import safe_name
from bot.records import Attachment, AttachmentKind
from bot.say import Notice, Say

PICTURE_TYPES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif"}
)
PICTURE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif"})

DOCUMENT_SUFFIXES: Final = frozenset(
    {".pdf", ".docx", ".pptx", ".xlsx", ".epub", ".eml", ".md", ".markdown", ".html", ".htm"}
    | {".txt", ".rst", ".csv", ".tsv"}
)
"""What `knowledge` reads and no question is answered from before it was learned."""

FILM_SUFFIXES: Final = frozenset({".mp4", ".mov", ".m4v", ".webm", ".mkv", ".3gp"})
SOUND_SUFFIXES: Final = frozenset(
    {".ogg", ".oga", ".opus", ".mp3", ".m4a", ".wav", ".flac", ".aac"}
)
FILM_KINDS: Final = frozenset(
    {AttachmentKind.VIDEO, AttachmentKind.ANIMATION, AttachmentKind.VIDEO_NOTE}
)
SOUND_KINDS: Final = frozenset({AttachmentKind.VOICE, AttachmentKind.AUDIO})

DRAWN_STICKER: Final = "application/x-tgsticker"
"""A moving drawing (Lottie), gzipped; Telegram's name for it."""

_SENTENCES: Final = {
    AttachmentKind.LOCATION: Say.LOCATION,
    AttachmentKind.POLL: Say.POLL,
    AttachmentKind.CONTACT: Say.CONTACT,
}


def is_picture(attachment: Attachment) -> bool:
    """Tell whether it claims to be a picture that can be looked at."""
    if attachment.kind is AttachmentKind.PHOTO:
        return True
    media_type = attachment.media_type.lower()
    if attachment.kind in (AttachmentKind.LIVE_PHOTO, AttachmentKind.STICKER):
        # The still of a live photo is a picture, the seconds around it are a video.
        return bool(attachment.file_id) and media_type in PICTURE_TYPES
    if attachment.kind is not AttachmentKind.DOCUMENT:
        return False
    return media_type in PICTURE_TYPES or _suffix(attachment) in PICTURE_SUFFIXES


def is_clip(attachment: Attachment) -> bool:
    """Tell whether it claims to move or to sound."""
    if is_picture(attachment) or not attachment.file_id:
        return False
    if attachment.kind in (AttachmentKind.LIVE_PHOTO, AttachmentKind.STICKER):
        return True
    if attachment.kind is AttachmentKind.DOCUMENT:
        media_type = attachment.media_type.lower()
        return (
            media_type.startswith("video/")
            or _suffix(attachment) in FILM_SUFFIXES
            or is_sound(attachment)
        )
    return attachment.kind in FILM_KINDS or is_sound(attachment)


def is_sound(attachment: Attachment) -> bool:
    """Tell whether it claims to hold nothing to be seen."""
    if attachment.kind is AttachmentKind.DOCUMENT:
        return attachment.media_type.lower().startswith("audio/") or (
            _suffix(attachment) in SOUND_SUFFIXES
        )
    return attachment.kind in SOUND_KINDS


def is_spoken(attachment: Attachment) -> bool:
    """Tell whether it is a way of writing to somebody, so that what it says is what is asked."""
    return attachment.kind in (AttachmentKind.VOICE, AttachmentKind.VIDEO_NOTE)


def sentence(attachment: Attachment) -> Notice:
    """Say what becomes of something that can be neither looked at nor listened to."""
    if attachment.kind is AttachmentKind.DOCUMENT:
        say = Say.NOT_LEARNED if _suffix(attachment) in DOCUMENT_SUFFIXES else Say.OTHER_KIND
        return Notice(say, {"name": safe_name(attachment.name, attachment.kind)})
    # What has no file has no name either: a die cannot be learned or sent as a screenshot.
    return Notice(_SENTENCES.get(attachment.kind, Say.OTHER_KIND))


def _suffix(attachment: Attachment) -> str:
    return PurePath(safe_name(attachment.name, "")).suffix.lower()
