"""Methods about a chat as a whole: what it is, what is pinned, its topics."""

from collections.abc import Mapping

from bot.sandbox import timeline, wire
from bot.sandbox.access import Call, Method, chat_of, message_of, require
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Chat, Member, Status
from bot.sandbox.rights import PERMISSIONS

MAX_TOPIC_NAME = 128


async def get_chat(call: Call) -> object:
    """Return everything about a chat."""
    chat = chat_of(call)
    shown = wire.chat(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                *("unlimited_gifts", "limited_gifts", "unique_gifts"),
                *("premium_subscription", "gifts_from_channels"),
            ),
            False,
        ),
    }
    if not chat.private:
        shown["permissions"] = dict.fromkeys(PERMISSIONS, True)
    pinned = chat.living(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        shown["pinned_message"] = wire.message(call.world, chat, pinned, nested=True)
    return shown


async def get_administrators(call: Call) -> object:
    """Return a group's administrators, other bots left out."""
    chat = chat_of(call)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    everyone = [*chat.members.values(), chat.bot]
    return [_shown(chat, member) for member in everyone if member.is_admin]


def _shown(chat: Chat, member: Member) -> object:
    return wire.member(member, editable="can_promote_members" in chat.bot.rights)


async def get_member_count(call: Call) -> object:
    """Return how many are in a chat, the bot included."""
    chat, now = chat_of(call), call.world.clock()
    present = [member for member in chat.members.values() if member.at(now).is_present]
    return len(present) + (1 if chat.bot.is_present else 0)


async def leave(call: Call) -> object:
    """Take the bot out of a group."""
    chat, world = chat_of(call), call.world
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    timeline.change_member(world, chat, world.bot, Member(world.bot, Status.LEFT))
    return True


async def pin(call: Call) -> object:
    """Pin a message."""
    chat = chat_of(call)
    if not chat.private:
        require(call, chat, "can_pin_messages", "manage pinned messages in the chat")
    message = message_of(call, chat, "pin")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        shown = wire.message(call.world, chat, message, nested=True)
        timeline.service(call.world, chat, call.world.bot, {"pinned_message": shown})
    return True


async def unpin(call: Call) -> object:
    """Unpin one message, the newest unless named."""
    chat = chat_of(call)
    if not chat.private:
        require(call, chat, "can_pin_messages", "manage pinned messages in the chat")
    number = call.parameters.integer("message_id", chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    timeline.chat_changed(call.world, chat)
    return True


async def create_topic(call: Call) -> object:
    """Open a topic in a forum."""
    chat, name = chat_of(call), call.parameters.text("name").strip()
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    require(call, chat, "can_manage_topics", "create a topic")
    if not name or len(name) > MAX_TOPIC_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    thread = timeline.open_topic(call.world, chat, call.world.bot, name)
    return {"message_thread_id": thread, "name": name, "icon_color": timeline.TOPIC_COLOR}


METHODS: Mapping[str, Method] = {
    "getchat": get_chat,
    "getchatadministrators": get_administrators,
    "getchatmembercount": get_member_count,
    "leavechat": leave,
    "pinchatmessage": pin,
    "unpinchatmessage": unpin,
    "createforumtopic": create_topic,
}
