"""Decide what an attachment is worth opening as, from what Telegram and the sender claim.

Only claims are read here; what the bytes really are is found out when they are opened.
"""

from pathlib import PurePath
from typing import Final

from bot.media.names import safe_name
from bot.records import Attachment, AttachmentKind, Notice, Say

PICTURE_TYPES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif"}
)
PICTURE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif"})

_SENTENCES: Final = {
    AttachmentKind.VIDEO: Say.VIDEO,
    AttachmentKind.VIDEO_NOTE: Say.VIDEO,
    AttachmentKind.LIVE_PHOTO: Say.VIDEO,
    AttachmentKind.ANIMATION: Say.ANIMATION,
    AttachmentKind.VOICE: Say.VOICE,
    AttachmentKind.AUDIO: Say.VOICE,
    AttachmentKind.STICKER: Say.STICKER,
    AttachmentKind.LOCATION: Say.LOCATION,
    AttachmentKind.POLL: Say.POLL,
    AttachmentKind.CONTACT: Say.CONTACT,
}


def is_picture(attachment: Attachment) -> bool:
    """Tell whether it claims to be a picture that can be looked at."""
    if attachment.kind is AttachmentKind.PHOTO:
        return True
    media_type = attachment.media_type.lower()
    if attachment.kind is AttachmentKind.LIVE_PHOTO:
        # Its still is what a person would look at first; a bare clip is a video.
        return bool(attachment.file_id) and media_type in PICTURE_TYPES
    if attachment.kind is not AttachmentKind.DOCUMENT:
        return False
    return media_type in PICTURE_TYPES or _suffix(attachment) in PICTURE_SUFFIXES


def sentence(attachment: Attachment) -> Notice:
    """Say what becomes of something that is no picture."""
    media_type = attachment.media_type.lower()
    if attachment.kind is AttachmentKind.DOCUMENT:
        for prefix, say in (("video/", Say.VIDEO), ("audio/", Say.VOICE)):
            if media_type.startswith(prefix):
                return Notice(say)
        return Notice(Say.OTHER_KIND, {"name": safe_name(attachment.name, attachment.kind)})
    # What has no file has no name either: a die cannot be learned or sent as a screenshot.
    return Notice(_SENTENCES.get(attachment.kind, Say.OTHER_KIND))


def _suffix(attachment: Attachment) -> str:
    return PurePath(safe_name(attachment.name, "")).suffix.lower()
