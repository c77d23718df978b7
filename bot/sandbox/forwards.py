"""Methods by which the bot forwards and copies messages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.sandbox import outgoing, texts, wire
from bot.sandbox.access import Call, Method, chat_of, writable
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Json, Message
from bot.sandbox.timeline import add
from bot.sandbox.world import World

MAX_AT_ONCE = 100


def origin(message: Message) -> Json:
    """Make the MessageOrigin that a forward of this message carries."""
    if message.origin is not None:
        return message.origin
    if message.sender_chat is not None:
        return {"type": "chat", "date": message.date, "sender_chat": message.sender_chat}
    return {"type": "user", "date": message.date, "sender_user": wire.user(message.sender)}


def _source(call: Call, deed: str) -> Message:
    chat = chat_of(call, "from_chat_id")
    message = chat.living(call.parameters.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {deed} not found")
    if message.content.service:
        raise bad_request(f"message can't be {'copied' if deed == 'copy' else 'forwarded'}")
    return message


def _kind(message: Message) -> str:
    return message.content.media.kind if message.content.media else "text"


async def forward(call: Call) -> object:
    """Forward one message."""
    message = _source(call, "forward")
    (sent,) = outgoing.deliver(call, _kind(message), [message.content], origin(message))
    return outgoing.shown(call, sent)


async def copy(call: Call) -> object:
    """Send a message again without naming where it comes from."""
    message = _source(call, "copy")
    content = message.content
    if content.media is not None and call.parameters.has("caption"):
        content = replace(texts.read(call.parameters, "caption"), media=content.media)
    (sent,) = outgoing.deliver(call, _kind(message), [content])
    return {"message_id": sent.id}


def _sources(call: Call) -> Sequence[Message]:
    """Return the messages that a call lists; those that cannot be forwarded are passed over."""
    chat = chat_of(call, "from_chat_id")
    numbers = call.parameters.integers("message_ids")
    if not numbers or len(numbers) > MAX_AT_ONCE:
        raise bad_request("invalid number of message identifiers specified")
    if numbers != sorted(set(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [message for number in numbers if (message := chat.living(number))]
    sources = [message for message in found if not message.content.service]
    if not sources:
        raise bad_request("there are no messages to forward")
    return sources


def _keep_albums(world: World, sources: Sequence[Message], sent: Sequence[Message]) -> None:
    """Give copies of one album's parts an album of their own."""
    chat = world.chats[sent[0].chat_id]
    for source, message in zip(sources, sent, strict=True):
        if source.album_id is not None:
            album = str(int(source.album_id) + sent[0].id)
            chat.messages[message.id] = replace(message, album_id=album)


async def _send_many(call: Call, forwarded: bool) -> object:
    writable(call, "text")
    sources = _sources(call)
    sent = outgoing.deliver(call, "text", [sources[0].content], _origin_if(forwarded, sources[0]))
    chat = call.world.chats[sent[0].chat_id]
    for source in sources[1:]:
        following = replace(sent[0], id=next(chat.ids), content=source.content)
        following = replace(following, origin=_origin_if(forwarded, source), versions=())
        sent.append(add(call.world, chat, following))
    _keep_albums(call.world, sources, sent)
    return [{"message_id": message.id} for message in sent]


def _origin_if(forwarded: bool, message: Message) -> Json | None:
    return origin(message) if forwarded else None


async def forward_many(call: Call) -> object:
    """Forward several messages."""
    return await _send_many(call, forwarded=True)


async def copy_many(call: Call) -> object:
    """Send several messages again without naming where they come from."""
    return await _send_many(call, forwarded=False)


METHODS: Mapping[str, Method] = {
    "forwardmessage": forward,
    "forwardmessages": forward_many,
    "copymessage": copy,
    "copymessages": copy_many,
}
