"""Methods by which the bot sends a message."""

import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.sandbox import keyboards, texts, timeline, wire
from bot.sandbox.access import Call, Method, pace, replied, thread_of, writable
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import MAX_UPLOAD
from bot.sandbox.media import KINDS, Attributes
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Content, Json, Media, Message

ALBUM_KINDS = frozenset(("photo", "video", "document", "audio"))
ALONE = frozenset(("document", "audio"))
"""Kinds that an album cannot mix with others."""


def deliver(
    call: Call, kind: str, contents: Sequence[Content], origin: Json | None = None
) -> list[Message]:
    """Put messages into the chat that a call names; several are one album."""
    world, chat = call.world, writable(call, kind)
    reply, quote = replied(call, chat)
    thread = thread_of(call, chat, reply)
    markup = keyboards.read(call.parameters)
    pace(call, chat)
    album = secrets.token_hex(8) if len(contents) > 1 and origin is None else None
    timeline.end_draft(world, chat)
    return [
        timeline.add(
            world,
            chat,
            Message(
                chat_id=chat.id,
                id=next(chat.ids),
                date=world.now(),
                sender=world.bot,
                content=content,
                reply_to=reply.id if reply else None,
                quote=quote,
                thread=thread,
                album_id=str(int(album, 16)) if album else None,
                origin=origin,
                markup=markup,
            ),
        )
        for content in contents
    ]


def shown(call: Call, message: Message) -> Json:
    """Return a message as the answer of a call."""
    return wire.message(call.world, call.world.chats[message.chat_id], message)


async def _send(call: Call, kind: str, content: Content) -> Json:
    (message,) = deliver(call, kind, [content])
    return shown(call, message)


async def send_message(call: Call) -> object:
    """Send a text."""
    return await _send(call, "text", texts.read(call.parameters, "text"))


async def media_of(call: Call, kind: str, name: str) -> Media:
    """Return the media that a parameter names: an upload, or a file that is already here."""
    parameters = call.parameters
    upload, value = parameters.upload(name), parameters.text(name)
    if upload is None:
        if not value:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
        if value.startswith("attach://"):
            raise bad_request("file attached by attach:// was not found in the request")
        if value.lower().startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        return call.world.studio.again(kind, value)
    if len(upload.content) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    said = Attributes(
        width=parameters.integer("width"),
        height=parameters.integer("height") or parameters.integer("length"),
        duration=parameters.integer("duration"),
        emoji=parameters.text("emoji"),
        title=parameters.text("title"),
        performer=parameters.text("performer"),
        thumbnail=parameters.upload("thumbnail"),
    )
    return await call.world.studio.make(kind, upload, said)


async def send_file(kind: str, call: Call) -> object:
    """Send one file of a kind, with a caption where the kind has one."""
    writable(call, kind)
    caption = texts.read(call.parameters, "caption")
    if kind in ("sticker", "video_note"):
        caption = Content()
    media = await media_of(call, kind, kind)
    return await _send(call, kind, replace(caption, media=media))


async def send_media_group(call: Call) -> object:
    """Send two to ten files as one album."""
    items = call.parameters.records("media", "media")
    if len(items) < 2:
        raise bad_request("too few messages to send as an album")
    if len(items) > 10:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.get("type")) for item in items}
    if kinds - ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: media type is unsupported in an album")
    if kinds & ALONE and len(kinds) > 1:
        raise bad_request(f"{min(kinds & ALONE)} can't be mixed with other media types")
    writable(call, min(kinds))
    contents = [await media_content(call, item) for item in items]
    return [shown(call, message) for message in deliver(call, min(kinds), contents)]


async def media_content(call: Call, item: Json) -> Content:
    """Read one InputMedia with its caption."""
    kind = str(item.get("type"))
    if kind not in KINDS:
        raise bad_request("can't parse InputMedia: unsupported media type specified")
    part = call.with_values(item)
    caption = texts.read(part.parameters, "caption")
    return replace(caption, media=await media_of(part, kind, "media"))


async def send_location(call: Call) -> object:
    """Send a place."""
    place = {name: call.parameters.number(name) for name in ("latitude", "longitude")}
    return await _send(call, "text", Content(special={"location": place}))


async def send_contact(call: Call) -> object:
    """Send a phone number with a name."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.parameters.text(name) for name in names if call.parameters.text(name)}
    if "phone_number" not in contact or "first_name" not in contact:
        raise bad_request("contact must have a phone number and a first name")
    return await _send(call, "text", Content(special={"contact": contact}))


async def send_dice(call: Call) -> object:
    """Send a die, already thrown."""
    emoji = call.parameters.text("emoji") or "🎲"
    # Chance of a game, not of a secret.
    value = random.randint(1, 6)
    return await _send(call, "text", Content(special={"dice": {"emoji": emoji, "value": value}}))


def poll(parameters: Parameters) -> Json:
    """Read a question with its options."""
    question, options = parameters.text("question"), parameters.items("options")
    if not question:
        raise bad_request("poll question must be non-empty")
    if not 2 <= len(options) <= 12:
        raise bad_request(
            f"poll must have at {'least 2' if len(options) < 2 else 'most 12'} option"
        )
    texts_of = [str(each.get("text")) if isinstance(each, dict) else str(each) for each in options]
    return {
        "id": secrets.token_hex(8),
        "question": question,
        "options": [
            {"text": text, "voter_count": 0, "persistent_id": str(n)}
            for n, text in enumerate(texts_of)
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": not parameters.has("is_anonymous") or parameters.flag("is_anonymous"),
        "type": parameters.text("type") or "regular",
        "allows_multiple_answers": parameters.flag("allows_multiple_answers"),
        "allows_revoting": parameters.flag("allows_revoting"),
        "members_only": False,
    }


async def send_poll(call: Call) -> object:
    """Send a poll."""
    return await _send(call, "poll", Content(special={"poll": poll(call.parameters)}))


METHODS: Mapping[str, Method] = {
    "sendmessage": send_message,
    "sendmediagroup": send_media_group,
    "sendlocation": send_location,
    "sendcontact": send_contact,
    "sendpoll": send_poll,
    "senddice": send_dice,
    **{f"send{kind.replace('_', '')}": partial(send_file, kind) for kind in KINDS},
}
