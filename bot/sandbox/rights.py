"""The names of rights and permissions, and which one each kind of message needs."""

from collections.abc import Iterable

from bot.sandbox.records import Json, Member, Status

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
)
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)
MEDIA_PERMISSIONS = PERMISSIONS[1:7]
"""What the old `can_send_media_messages`, and `can_send_other_messages`, imply."""

ALL_ADMIN_RIGHTS = frozenset(ADMIN_RIGHTS)
WHOLE_PERMISSIONS = frozenset(PERMISSIONS[:10])
"""Who may send everything is a member again, whatever else was withheld."""

NEEDED = {
    "photo": ("can_send_photos", "photos"),
    "document": ("can_send_documents", "documents"),
    "video": ("can_send_videos", "videos"),
    "animation": ("can_send_other_messages", "animations"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "audio": ("can_send_audios", "audios"),
    "video_note": ("can_send_video_notes", "video notes"),
    "sticker": ("can_send_other_messages", "stickers"),
    "poll": ("can_send_polls", "polls"),
}
"""Kind of message to the permission it needs and its name in Telegram's refusals."""

TEXT_NEEDS = ("can_send_messages", "text messages")


def needed(kind: str) -> tuple[str, str]:
    """Return the permission that a kind of message needs, and how Telegram calls the kind."""
    return NEEDED.get(kind, TEXT_NEEDS)


def may(member: Member, permission: str) -> bool:
    """Tell whether somebody present holds an administrator's right or a member's permission."""
    if member.status is Status.CREATOR:
        return True
    if member.status in (Status.ADMINISTRATOR, Status.RESTRICTED):
        if permission.startswith("can_send") and member.status is Status.ADMINISTRATOR:
            return True
        return permission in member.rights
    return member.status is Status.MEMBER and permission.startswith("can_send")


def given(flags: Json, names: Iterable[str]) -> frozenset[str]:
    """Return the names that are set in a JSON object."""
    return frozenset(name for name in names if flags.get(name) in (True, "true", "True", 1, "1"))


def granted_permissions(flags: Json, independent: bool) -> frozenset[str]:
    """Read ChatPermissions; unless `independent`, sending media implies sending text."""
    granted = set(given(flags, PERMISSIONS))
    if flags.get("can_send_media_messages") is True:
        granted.update(MEDIA_PERMISSIONS)
    if not independent:
        if granted & {"can_send_other_messages", "can_add_web_page_previews"}:
            granted.update(MEDIA_PERMISSIONS)
        if granted & {*MEDIA_PERMISSIONS, "can_send_polls"}:
            granted.add("can_send_messages")
    return frozenset(granted)
