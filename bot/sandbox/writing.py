"""A person writes: JSON or a form becomes messages in a chat, an album part after part.

What a person may not do (restricted, banned, left) is refused.
"""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.sandbox import forwards, timeline, wire
from bot.sandbox.composing import contents, forwarded_message
from bot.sandbox.errors import PersonError
from bot.sandbox.parameters import Parameters
from bot.sandbox.person_requests import checked, record, whole
from bot.sandbox.records import Chat, Content, Json, Member, Message, Person
from bot.sandbox.rights import may, needed
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Writing:
    """What a person wants to say, and where."""

    world: World
    chat: Chat
    member: Member
    parameters: Parameters


async def write(writing: Writing) -> list[int]:
    """Put what a person says into the chat and return the ids; late parts of an album follow."""
    world, chat, wish = writing.world, writing.chat, writing.parameters
    if chat.blocked:
        raise PersonError(403, "this person has blocked the bot; unblock it before writing")
    if chat.migrated_to is not None:
        raise PersonError(403, f"this group became the supergroup {chat.migrated_to}; write there")
    frame = _frame(writing)
    said = await contents(writing.world, wish)
    for content in said:
        _check_permission(writing, content)
    album = len(said) > 1 and all(content.media for content in said)
    album_id = str(secrets.randbits(53)) if album else None
    messages = [
        replace(frame, id=next(chat.ids), content=content, album_id=album_id) for content in said
    ]
    spacing = checked(lambda: wish.number("spacing"), "spacing must be a number of seconds")
    if album and spacing > 0:
        timeline.add(world, chat, messages[0])
        world.spawn(asyncio.create_task(_follow(world, chat, messages[1:], spacing)))
    else:
        for message in messages:
            timeline.add(world, chat, message)
    return [message.id for message in messages]


async def _follow(world: World, chat: Chat, rest: Sequence[Message], spacing: float) -> None:
    for message in rest:
        await asyncio.sleep(spacing)
        timeline.add(world, chat, message)


def _frame(writing: Writing) -> Message:
    """Make the message without what it says: sender, reply, topic, origin."""
    world, chat, wish = writing.world, writing.chat, writing.parameters
    reply = _replied(chat, wish)
    quote = record(wish, "quote") if reply else {}
    sender, sender_chat = writing.member.person, None
    if wish.has("sender_chat"):
        sender, sender_chat = _speaking_chat(writing)
    return Message(
        chat_id=chat.id,
        id=0,
        date=whole(wish, "date") or world.now(),
        sender=sender,
        sender_chat=sender_chat,
        content=Content(),
        reply_to=reply.id if reply else None,
        quote={"position": 0, "is_manual": True, **quote} if quote else None,
        thread=_thread(chat, wish, reply),
        origin=_origin(world, wish),
    )


def _replied(chat: Chat, wish: Parameters) -> Message | None:
    number = whole(wish, "reply_to")
    if number is None:
        return None
    reply = chat.living(number)
    if reply is None:
        raise PersonError(400, f"there is no message {number} to reply to in this chat")
    return reply


def _thread(chat: Chat, wish: Parameters, reply: Message | None) -> int | None:
    thread = whole(wish, "thread")
    if thread is None:
        return reply.thread if reply else None
    if thread == wire.GENERAL_TOPIC and chat.forum:
        return None
    if thread not in chat.topics:
        raise PersonError(400, f"there is no topic {thread} in this chat; POST to its topics first")
    return thread


def _speaking_chat(writing: Writing) -> tuple[Person, Json | None]:
    """Let the group itself (an anonymous administrator) or a channel speak."""
    chat, wish = writing.chat, writing.parameters
    given = checked(lambda: wish.parsed("sender_chat", "sender_chat"), "sender_chat must be JSON")
    if isinstance(given, dict) and isinstance(given.get("id"), int):
        if given["id"] in chat.banned_senders:
            raise PersonError(403, "this channel is banned from writing here")
        return wire.CHANNEL_WRITER, {"type": "channel", "title": "Channel", **given}
    if not given:
        return writing.member.person, None
    if not writing.member.is_admin:
        raise PersonError(403, "only an administrator can write anonymously")
    return wire.ANONYMOUS_ADMIN, wire.chat(chat)


def _origin(world: World, wish: Parameters) -> Json | None:
    """Read `forward_from`: a person's id, a name, or `{"chat", "message"}`."""
    if not wish.has("forward_from"):
        return None
    raw = wish.values["forward_from"]
    if isinstance(raw, str) and raw.startswith("{"):
        raw = dict(record(wish, "forward_from"))
    if isinstance(raw, dict) and "chat" in raw:
        return forwards.origin(forwarded_message(world, raw))
    shown = raw if isinstance(raw, dict) else None
    if shown is None and str(raw).removeprefix("-").isdecimal():
        person = world.person(int(str(raw)))
        shown = (
            wire.user(person)
            if person
            else {"id": int(str(raw)), "is_bot": False, "first_name": "Somebody"}
        )
    if shown is None:
        return {"type": "hidden_user", "date": world.now(), "sender_user_name": str(raw)}
    return {"type": "user", "date": world.now(), "sender_user": {"is_bot": False, **shown}}


def _check_permission(writing: Writing, content: Content) -> None:
    if writing.chat.private:
        return
    kind = content.media.kind if content.media else "poll" if "poll" in content.special else "text"
    permission, name = needed(kind)
    if not may(writing.member, permission):
        person = writing.member.person.first_name
        raise PersonError(403, f"{person} is restricted and may not send {name} here")
