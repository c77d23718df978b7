"""Telegram at the wire: a chat that loses messages and in which people may be restricted."""

import json

from telegram.request import BaseRequest, RequestData


class Telegram(BaseRequest):
    """Answers as Telegram does; `refusals` holds what a method is refused with, `codes` by which status."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, object]]] = []
        self.refusals: dict[str, str] = {}
        self.codes: dict[str, int] = {}
        self.members: dict[int, dict[str, object]] = {}
        self.admins: list[int] = [9]
        self.linked = -1009

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    def called(self, method: str) -> list[dict[str, object]]:
        return [parameters for name, parameters in self.calls if name == method]

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: object,
        **__: object,
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        parameters = dict(request_data.parameters) if request_data else {}
        self.calls.append((name, parameters))
        if name in self.refusals:
            told = {"ok": False, "description": self.refusals[name]}
            return self.codes.get(name, 400), json.dumps(told).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, parameters)}).encode()

    def _result(self, name: str, given: dict[str, object]) -> object:
        if name == "getMe":
            return {"id": 1, "is_bot": True, "first_name": "G", "username": "g_bot"}
        if name == "createChatInviteLink":
            flags = dict.fromkeys(("creates_join_request", "is_primary", "is_revoked"), False)
            user = {"id": 1, "is_bot": True, "first_name": "G"}
            return {"invite_link": "https://t.me/+x", "creator": user, **flags}
        if name == "getChatAdministrators":
            return [self._member(person, "administrator") for person in self.admins]
        if name == "getChat":
            more = {"accent_color_id": 0, "max_reaction_count": 1, "accepted_gift_types": GIFTS}
            return {"id": -1001, "type": "supergroup", "linked_chat_id": self.linked, **more}
        person = int(str(given.get("user_id", 0)))
        if name == "getChatMember":
            status = "administrator" if person in self.admins else "member"
            return {**self._member(person, status), **self.members.get(person, {})}
        if name == "banChatMember":
            self.members[person] = {"status": "kicked", "until_date": given.get("until_date", 0)}
        banned = self.members.get(person, {}).get("status") == "kicked"
        if name == "unbanChatMember" and banned:
            self.members[person] = {"status": "left"}
        if name == "restrictChatMember":
            allowed = given["permissions"]
            assert isinstance(allowed, dict)
            status = "member" if all(allowed.values()) else "restricted"
            until = {"until_date": given.get("until_date", 0), "is_member": True}
            self.members[person] = {"status": status, **until, **allowed}
        return True

    def _member(self, person: int, status: str) -> dict[str, object]:
        user = {"id": person, "is_bot": False, "first_name": "x"}
        if status != "administrator":
            return {"user": user, "status": status}
        rights = dict.fromkeys(RIGHTS, True)
        return {"user": user, "status": status, "can_be_edited": False, **rights}


RIGHTS = (
    *("is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)
GIFTS = dict.fromkeys(
    (
        *("unlimited_gifts", "limited_gifts", "unique_gifts"),
        *("premium_subscription", "gifts_from_channels"),
    ),
    False,
)

ALLOWED = (
    *("can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages"),
    *("can_send_polls", "can_send_other_messages", "can_add_web_page_previews"),
    *("can_manage_topics", "can_send_audios", "can_send_documents", "can_send_photos"),
    *("can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_edit_tag"),
    "can_react_to_messages",
)
"""Permissions of a member (Bot API, ChatPermissions)."""
