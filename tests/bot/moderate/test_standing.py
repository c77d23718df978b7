"""Membership and rights, over Telegram's wire."""

import json

import pytest
from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.moderate.standing import Standing

CHAT = -1001
CHANNEL = -1002


class Wire(BaseRequest):
    """A chat: each person's status, or the error that Telegram answers."""

    def __init__(self) -> None:
        self.calls = 0
        self.members: dict[int, dict[str, object] | str] = {
            1: {"status": "creator", "is_anonymous": False},
            3: {"status": "member"},
            4: {"status": "left"},
            5: {"status": "kicked", "until_date": 0},
            6: restricted(is_member=True),
            7: restricted(is_member=False),
            8: "Bad Request: user not found",
            9: "Bad Request: chat not found",
        }

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: object,
        **__: object,
    ) -> tuple[int, bytes]:
        self.calls += 1
        assert request_data is not None
        if url.endswith("/getChat"):
            chat = {"id": CHAT, "type": "supergroup", "title": "t", "linked_chat_id": CHANNEL}
            more = {"accent_color_id": 0, "max_reaction_count": 1, "accepted_gift_types": GIFTS}
            return 200, json.dumps({"ok": True, "result": chat | more}).encode()
        person = int(request_data.json_parameters["user_id"])
        member = self.members.get(person)
        if member is None:
            raise ConnectionResetError("the wire is cut")
        if isinstance(member, str):
            return 400, json.dumps({"ok": False, "description": member}).encode()
        user = {"id": person, "is_bot": False, "first_name": "x"}
        return 200, json.dumps({"ok": True, "result": {**member, "user": user}}).encode()


GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


def restricted(*, is_member: bool) -> dict[str, object]:
    rights = (
        "can_change_info can_invite_users can_pin_messages can_send_messages can_send_polls "
        "can_send_other_messages can_add_web_page_previews can_manage_topics can_send_audios "
        "can_send_documents can_send_photos can_send_videos can_send_video_notes can_send_voice_notes "
        "can_edit_tag can_react_to_messages"
    )
    denied = dict.fromkeys(rights.split(), False)
    return {"status": "restricted", "is_member": is_member, "until_date": 0, **denied}


@pytest.fixture
def standing() -> Standing:
    wire = Wire()
    return Standing(Bot("1:token", request=wire, get_updates_request=wire))


@pytest.mark.parametrize(
    ("person", "member", "admin"),
    [
        (1, True, True),
        (3, True, False),
        (4, False, False),
        (5, False, False),
        (6, True, False),
        (7, False, False),
        (8, False, False),
        (9, False, None),
        (10, False, None),
    ],
    ids=[
        *("creator", "member", "left", "banned", "restricted"),
        *("restricted-gone", "stranger", "no-chat", "outage"),
    ],
)
async def test_standing_is_what_telegram_says_now(
    standing: Standing, person: int, member: bool, admin: bool | None
) -> None:
    assert await standing.is_member(CHAT, person) is member
    assert await standing.is_admin(CHAT, person) is admin


@pytest.mark.parametrize(
    ("sender", "speaks_for_chat"),
    [(CHAT, True), (CHANNEL, True), (-1003, False), (777000, True), (1087968824, True)],
)
async def test_the_chat_and_its_channel_speak_for_it_and_other_channels_do_not(
    standing: Standing, sender: int, speaks_for_chat: bool
) -> None:
    assert await standing.is_admin(CHAT, sender) is speaks_for_chat
