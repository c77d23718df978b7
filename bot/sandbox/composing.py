"""Turn what a person sends (text, files, place, poll) into the contents of messages.

What Telegram's apps do by themselves is done here: long texts are split, and a picture that cannot
be a photo travels as a file. Knows nothing of who writes, or whether that is allowed.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.sandbox import entities, pictures
from bot.sandbox.errors import ApiError, PersonError
from bot.sandbox.media import KINDS, NOTHING_SAID
from bot.sandbox.outgoing import poll
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.person_requests import checked, record, whole
from bot.sandbox.records import Content, Json, Media, Message
from bot.sandbox.texts import MAX_CAPTION, MAX_TEXT
from bot.sandbox.world import World

FILES = "files"
"""The name of a part of a form that holds a file."""

GUESSED = {"image": "photo", "video": "video", "audio": "audio"}
"""First half of a media type to the kind a person most likely means."""


async def contents(world: World, wish: Parameters) -> list[Content]:
    """Read what is said: files with a caption, something special, or text."""
    strange = sorted(set(wish.uploads) - {FILES})
    if strange:
        raise PersonError(
            400,
            f"a part with a file is named {FILES!r}, several times for an album, not {strange[0]!r}",
        )
    uploads = wish.uploads.get(FILES, ())
    if uploads:
        return await _with_files(world, wish, uploads)
    special = _special(wish)
    if special:
        return [Content(special=special)]
    emoji = wish.text("sticker_emoji")
    if emoji:
        drawn = Upload(
            "sticker.webp", "image/webp", await asyncio.to_thread(pictures.sticker, emoji)
        )
        said = replace(NOTHING_SAID, emoji=emoji)
        return [Content(media=await world.studio.make("sticker", drawn, said))]
    forwarded = wish.values.get("forward_from")
    if isinstance(forwarded, dict) and "chat" in forwarded:
        return [forwarded_message(world, forwarded).content]
    text = wish.text("text")
    if not text.strip():
        raise PersonError(400, "a message needs `text` or `files`")
    return [marked(part, wish) for part in _parts(text)]


def marked(text: str, wish: Parameters) -> Content:
    """Mark what the server finds in a text, and what the person formatted (`entities`)."""
    try:
        given = (
            entities.given(wish.records("entities", "entities")) if len(text) <= MAX_TEXT else ()
        )
        entities.check(text, given)
    except ApiError as refusal:
        raise PersonError(400, refusal.description.removeprefix("Bad Request: ")) from None
    return Content(*entities.finish(text, given))


def edited(before: Content, text: str, wish: Parameters) -> Content:
    """Return a content with another text or caption."""
    longest = MAX_CAPTION if before.media else MAX_TEXT
    if len(text.strip()) > longest:
        raise PersonError(400, f"the text has more than {longest} characters")
    after = marked(text, wish)
    return replace(before, text=after.text, entities=after.entities)


def _parts(text: str) -> list[str]:
    """Split a text that is too long for one message, at a line or word where there is one."""
    parts: list[str] = []
    while len(text) > MAX_TEXT:
        cut = max(text.rfind("\n", 1, MAX_TEXT), text.rfind(" ", MAX_TEXT // 2, MAX_TEXT))
        cut = cut if cut > 0 else MAX_TEXT
        parts.append(text[:cut])
        text = text[cut:]
    return [part for part in (*parts, text) if part.strip()]


def _special(wish: Parameters) -> Json:
    for name in ("location", "contact", "venue", "dice"):
        if wish.has(name):
            return {name: record(wish, name)}
    if wish.has("poll"):
        return {
            "poll": checked(
                partial(poll, Parameters(record(wish, "poll"))),
                "poll needs `question` and `options`",
            )
        }
    return {}


async def _with_files(world: World, wish: Parameters, uploads: Sequence[Upload]) -> list[Content]:
    caption = marked(wish.text("text"), wish)
    if len(caption.text) > MAX_CAPTION:
        raise PersonError(400, f"a caption has at most {MAX_CAPTION} characters")
    captioned = whole(wish, "caption_part") or 0
    kinds = _kinds(wish, uploads)
    parts: list[Content] = []
    for number, (kind, upload) in enumerate(zip(kinds, uploads, strict=True)):
        media = await _media(world, kind, upload)
        parts.append(replace(caption, media=media) if number == captioned else Content(media=media))
    return parts


async def _media(world: World, kind: str, upload: Upload) -> Media:
    try:
        return await world.studio.as_person(kind, upload)
    except ApiError as refusal:
        sentence = refusal.description.removeprefix("Bad Request: ")
        raise PersonError(400, f"{upload.name or 'a file'} cannot be sent: {sentence}") from None


def _kinds(wish: Parameters, uploads: Sequence[Upload]) -> list[str]:
    """Return the kind of each file: given once, given per file, or guessed."""
    given = wish.values.get("as")
    listed = (
        [str(each) for each in given] if isinstance(given, list) else [str(given)] if given else []
    )
    for kind in listed:
        if kind not in KINDS:
            raise PersonError(400, f"as must be one of {', '.join(KINDS)}, not {kind!r}")
    if len(listed) == 1:
        return listed * len(uploads)
    if listed and len(listed) != len(uploads):
        raise PersonError(400, f"as was given {len(listed)} times for {len(uploads)} files")
    return listed or [_guessed(upload) for upload in uploads]


def _guessed(upload: Upload) -> str:
    if upload.media_type == "image/gif":
        return "animation"
    if upload.media_type == "image/svg+xml":
        return "document"
    return GUESSED.get(upload.media_type.partition("/")[0], "document")


def forwarded_message(world: World, reference: Json) -> Message:
    """Return the message that `{"chat", "message"}` names."""
    chat, number = reference.get("chat"), reference.get("message", reference.get("id"))
    place = world.chats.get(chat) if isinstance(chat, int) else None
    message = place.living(number) if place and isinstance(number, int) else None
    if message is None:
        raise PersonError(400, f"there is no message {number} in chat {chat} to forward")
    return message
