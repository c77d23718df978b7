"""One call of the bot: which chat and message it means, and whether the bot may do that there.

Every refusal here is Telegram's.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.sandbox.errors import ApiError, bad_request, forbidden, too_many_requests
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Chat, Json, Member, Message, Status
from bot.sandbox.rights import may, needed
from bot.sandbox.wire import GENERAL_TOPIC
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method."""

    world: World
    parameters: Parameters

    def with_values(self, values: Json) -> "Call":
        """Return the same call with other values, and the same files."""
        return Call(self.world, replace(self.parameters, values=values))


Method = Callable[[Call], Awaitable[object]]


def chat_of(call: Call, name: str = "chat_id") -> Chat:
    """Return the chat that a call names, if the bot can see it."""
    raw = call.parameters.text(name).strip()
    if not raw:
        raise bad_request(f"{name} is empty")
    number = None if raw.startswith("@") else call.parameters.maybe_integer(name)
    chat = None if number is None else call.world.chats.get(number)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to},
        )
    kind = f"{chat.type.value} chat"
    if chat.bot.status is Status.KICKED:
        raise forbidden(f"bot was kicked from the {kind}")
    if not chat.bot.is_present:
        raise forbidden(f"bot is not a member of the {kind}")
    return chat


def writable(call: Call, kind: str) -> Chat:
    """Return the chat that a call sends to, if the bot may send this kind of message there."""
    chat = chat_of(call)
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    permission, name = needed(kind)
    if not chat.private and not may(chat.bot.at(call.world.clock()), permission):
        raise bad_request(f"not enough rights to send {name} to the chat")
    return chat


def pace(call: Call, chat: Chat) -> None:
    """Count one message against the flood limits; refuse it where they are reached."""
    if call.world.flood is not None:
        seconds = call.world.flood.retry_after(chat.id, not chat.private, call.world.clock())
        if seconds:
            raise too_many_requests(seconds)


def require(call: Call, chat: Chat, right: str, deed: str) -> None:
    """Refuse unless the bot holds a right in this chat."""
    bot = chat.bot.at(call.world.clock())
    if not (bot.is_admin and may(bot, right)):
        raise bad_request(f"not enough rights to {deed}")


def replied(call: Call, chat: Chat) -> tuple[Message | None, Json | None]:
    """Return the message that a new one replies to, and the quoted part of it."""
    given = call.parameters.record("reply_parameters", "reply parameters") or {}
    wish = Parameters({**call.parameters.values, **given})
    number = wish.maybe_integer("message_id" if given else "reply_to_message_id")
    if not number:
        return None, None
    message = chat.living(number)
    if message is None:
        if wish.flag("allow_sending_without_reply"):
            return None, None
        raise bad_request("message to be replied not found")
    quote = wish.text("quote") if given else ""
    if not quote:
        return message, None
    position = message.content.text.find(quote)
    if position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message, {"text": quote, "position": position}


def thread_of(call: Call, chat: Chat, reply: Message | None) -> int | None:
    """Return the topic that a message goes to; a reply stays where its message is."""
    thread = call.parameters.maybe_integer("message_thread_id")
    if not thread:
        return reply.thread if reply else None
    # General has a number, yet nothing can be sent to it by that number.
    if thread == GENERAL_TOPIC or thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread


def message_of(call: Call, chat: Chat, deed: str) -> Message:
    """Return the message that a call names; `deed` names what was to happen to it."""
    message = chat.living(call.parameters.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {deed} not found")
    return message


def member_of(call: Call, chat: Chat) -> Member:
    """Return the person that a call names, as somebody in this chat, or nobody there yet."""
    number = call.parameters.maybe_integer("user_id")
    if not number:
        raise bad_request("invalid user_id specified")
    if number == call.world.bot.id:
        return chat.bot
    member = chat.member(number, call.world.clock())
    if member is not None:
        return member
    person = call.world.person(number)
    if person is None:
        raise bad_request("user not found")
    return Member(person, Status.LEFT)
