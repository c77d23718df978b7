"""Methods about the people in a group: look them up, restrict, ban, promote, let in."""

import secrets
from collections.abc import Mapping

from bot.sandbox import timeline, wire
from bot.sandbox.access import Call, Method, chat_of, member_of, require
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Chat, Member, Status
from bot.sandbox.rights import ADMIN_RIGHTS, WHOLE_PERMISSIONS, given, granted_permissions

FOREVER_BELOW_SECONDS = 30
FOREVER_ABOVE_SECONDS = 366 * 24 * 3600
"""A shorter or longer restriction lasts for ever."""
RESTRICT = "restrict/unrestrict chat member"


async def get_member(call: Call) -> object:
    """Return what somebody is in a chat."""
    chat = chat_of(call)
    return wire.member(member_of(call, chat), editable="can_promote_members" in chat.bot.rights)


def _group(call: Call) -> Chat:
    chat = chat_of(call)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    return chat


def _target(call: Call, chat: Chat, deed: str) -> Member:
    """Return the person to act against; refuse where that person is out of reach."""
    member = member_of(call, chat)
    if member.person.id == call.world.bot.id:
        raise bad_request(f"can't {deed} self")
    if member.status is Status.CREATOR:
        raise bad_request("can't remove chat owner")
    if member.status is Status.ADMINISTRATOR:
        raise bad_request("user is an administrator of the chat")
    return member


def _until(call: Call) -> int:
    until = call.parameters.integer("until_date")
    ahead = until - call.world.now()
    return until if FOREVER_BELOW_SECONDS <= ahead <= FOREVER_ABOVE_SECONDS else 0


async def restrict(call: Call) -> object:
    """Take permissions from somebody, or give them back."""
    chat = _group(call)
    if not chat.is_supergroup():
        raise bad_request("method is available only for supergroups")
    require(call, chat, "can_restrict_members", RESTRICT)
    member = _target(call, chat, "restrict")
    wish = call.parameters.record("permissions", "permissions") or {}
    independent = call.parameters.flag("use_independent_chat_permissions")
    allowed = granted_permissions(wish, independent)
    after = Member(member.person, Status.RESTRICTED, allowed, _until(call), member.is_present)
    if allowed >= WHOLE_PERMISSIONS:
        after = Member(member.person, Status.MEMBER if member.is_present else Status.LEFT)
    timeline.change_member(call.world, chat, call.world.bot, after)
    return True


async def ban(call: Call) -> object:
    """Put somebody out and keep them out."""
    chat, world = _group(call), call.world
    require(call, chat, "can_restrict_members", RESTRICT)
    member = _target(call, chat, "restrict")
    after = Member(member.person, Status.KICKED, until=_until(call))
    timeline.change_member(world, chat, world.bot, after)
    if member.is_present:
        timeline.service(world, chat, world.bot, {"left_chat_member": wire.user(member.person)})
    return True


async def unban(call: Call) -> object:
    """Let somebody come back; who is inside and not banned is put out unless told otherwise."""
    chat, world = _group(call), call.world
    require(call, chat, "can_restrict_members", RESTRICT)
    member = _target(call, chat, "restrict")
    if member.status is Status.KICKED or not call.parameters.flag("only_if_banned"):
        timeline.change_member(world, chat, world.bot, Member(member.person, Status.LEFT))
    return True


async def promote(call: Call) -> object:
    """Give somebody an administrator's rights, or take all of them."""
    chat = _group(call)
    require(call, chat, "can_promote_members", "promote/demote chat member")
    member = member_of(call, chat)
    if member.status is Status.CREATOR:
        raise bad_request("can't promote chat owner")
    if not member.is_present:
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = given(call.parameters.values, (*ADMIN_RIGHTS, "is_anonymous"))
    if not rights <= chat.bot.rights | {"is_anonymous"}:
        raise bad_request("RIGHT_FORBIDDEN")
    after = Member(member.person, Status.ADMINISTRATOR, rights | {"can_manage_chat"})
    if not rights:
        after = Member(member.person, Status.MEMBER)
    timeline.change_member(call.world, chat, call.world.bot, after)
    return True


def _sender(call: Call) -> tuple[Chat, int]:
    chat = _group(call)
    if not chat.is_supergroup():
        raise bad_request("method is available only for supergroups")
    require(call, chat, "can_restrict_members", RESTRICT)
    return chat, call.parameters.integer("sender_chat_id")


async def ban_sender(call: Call) -> object:
    """Keep a channel from writing in a group."""
    chat, sender = _sender(call)
    chat.banned_senders.add(sender)
    return True


async def unban_sender(call: Call) -> object:
    """Let a channel write in a group again."""
    chat, sender = _sender(call)
    chat.banned_senders.discard(sender)
    return True


async def approve(call: Call) -> object:
    """Let somebody in who asked."""
    chat, world = _group(call), call.world
    require(call, chat, "can_invite_users", "manage chat join requests")
    person = chat.requests.pop(call.parameters.integer("user_id"), None)
    if person is None:
        raise bad_request("HIDE_REQUESTER_MISSING")
    timeline.change_member(world, chat, world.bot, Member(person, Status.MEMBER))
    timeline.service(world, chat, person, {"new_chat_members": [wire.user(person)]})
    return True


async def decline(call: Call) -> object:
    """Turn somebody away who asked."""
    chat = _group(call)
    require(call, chat, "can_invite_users", "manage chat join requests")
    if chat.requests.pop(call.parameters.integer("user_id"), None) is None:
        raise bad_request("HIDE_REQUESTER_MISSING")
    timeline.members_changed(call.world, chat)
    return True


async def invite(call: Call) -> object:
    """Make a link by which people can come in."""
    chat = _group(call)
    require(call, chat, "can_invite_users", "manage chat invite link")
    link: dict[str, object] = {
        "invite_link": f"https://t.me/+{secrets.token_urlsafe(12)}",
        "creator": wire.user(call.world.bot),
        "creates_join_request": call.parameters.flag("creates_join_request"),
        "is_primary": False,
        "is_revoked": False,
    }
    limit = call.parameters.integer("member_limit")
    return link | ({"member_limit": limit} if limit else {})


async def photos(call: Call) -> object:
    """Return somebody's profile picture, in its sizes."""
    number = call.parameters.integer("user_id")
    if call.world.person(number) is None:
        raise bad_request("user not found")
    shown = call.world.portraits.get(number)
    photos = [shown.fields["photo"]] if shown else []
    return {"total_count": len(photos), "photos": photos}


METHODS: Mapping[str, Method] = {
    "getchatmember": get_member,
    "restrictchatmember": restrict,
    "banchatmember": ban,
    "kickchatmember": ban,
    "unbanchatmember": unban,
    "promotechatmember": promote,
    "banchatsenderchat": ban_sender,
    "unbanchatsenderchat": unban_sender,
    "approvechatjoinrequest": approve,
    "declinechatjoinrequest": decline,
    "getuserprofilephotos": photos,
    "createchatinvitelink": invite,
}
