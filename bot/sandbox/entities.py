"""Entities of a text: found in it, or given by a bot and checked.

Offsets and lengths count UTF-16 units, as everywhere in the Bot API.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.sandbox.errors import bad_request
from bot.sandbox.records import Entity, Json

DETECTED = frozenset(
    (
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
    )
)
"""Types that only the server marks; where a bot gives them they are looked for anew."""
GIVEN = frozenset(
    (
        *("bold", "italic", "underline", "strikethrough", "spoiler", "blockquote"),
        *("expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji"),
    )
)
OPAQUE = frozenset(("code", "pre", "text_link"))
"""Nothing is looked for inside these."""
MAX_ENTITIES = 100

_DOMAINS = (
    "com|org|net|edu|gov|mil|int|info|biz|name|dev|app|io|ai|me|co|uk|de|fr|es|it|nl|be|at|ch|se|no|fi|dk|pl|cz|ru|ua|"
    "cn|jp|kr|in|br|au|ca|us|eu|tv|cc|xyz|online|site|shop|store|club|top|tech|cloud|page|link|live|news|blog|wiki|"
    "example|test|local|to|gg|ly|gl|md|sh|so|st|vip|pro|icu|work|win|bid|loan|click|ton|tk|ml|ga|cf|gq|hk|tw|sg"
)
_URL_TAIL = r"(?::\d{1,5})?(?:[/?#][^\s<>«»\"“”‘’「」、。，！？；：（）]*)?"
_PATTERNS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,64}\.)+[A-Za-z]{2,24}\b")),
    (
        "url",
        re.compile(
            r"\b(?:https?|ftp|tg|ton)://[^\s/?#<>\"“”「」、。，！？；：（）]+" + _URL_TAIL,
            re.IGNORECASE,
        ),
    ),
    (
        "url",
        re.compile(
            rf"(?<![\w@.\-/])(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:{_DOMAINS})(?![\w@-]|\.\w)"
            + _URL_TAIL,
            re.IGNORECASE,
        ),
    ),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{2,32})?(?![\w/<>@])"),
    ),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{2,32}(?![\w@])")),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w{1,256}")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")),
)


def units(text: str) -> int:
    """Count the UTF-16 units of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Replace control characters as the server does."""
    if text.isprintable():
        return text
    return "".join(c if c >= " " or c == "\n" else " " for c in text if c != "\r")


def detect(text: str) -> Iterator[Entity]:
    """Find mentions, commands, addresses and tags; they never overlap."""
    if not any(sign in text for sign in "@/#$."):
        return
    found: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.start(), match.end()
            if kind == "url":
                end = start + len(_without_closing_marks(match.group()))
            if all(end <= other[0] or other[1] <= start for other in found):
                found.append((start, end, kind))
    for start, end, kind in sorted(found):
        yield Entity(kind, units(text[:start]), units(text[start:end]))


def _without_closing_marks(address: str) -> str:
    """Cut the punctuation that ends the sentence, not the address."""
    while address:
        last = address[-1]
        unbalanced = last in ")]}" and address.count(last) > address.count("([{"[")]}".index(last)])
        if last not in ".,;:!?'*_~`" and not unbalanced:
            break
        address = address[:-1]
    return address


def given(items: Sequence[Json]) -> tuple[Entity, ...]:
    """Read an array of MessageEntity."""
    read: list[Entity] = []
    for item in items[:MAX_ENTITIES]:
        offset, length, kind = item.get("offset"), item.get("length"), item.get("type")
        for name, value, wanted in (
            ("offset", offset, int),
            ("length", length, int),
            ("type", kind, str),
        ):
            if not isinstance(value, wanted):
                raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
        if not isinstance(offset, int) or not isinstance(length, int):
            continue
        if kind not in GIVEN and kind not in DETECTED:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if kind == "text_link" and not item.get("url"):
            raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
        extra = {k: v for k, v in item.items() if k not in ("type", "offset", "length")}
        read.append(Entity(str(kind), offset, length, extra))
    return tuple(read)


def check(text: str, entities: Iterable[Entity]) -> None:
    """Refuse an entity that leaves the text or cuts a character in two."""
    end_of_text = units(text)
    inside = _middles(text)
    for entity in entities:
        if entity.offset < 0 or entity.length < 0 or entity.offset in inside:
            raise bad_request(
                f"entity begins in a middle of a UTF-16 symbol at byte offset {_byte_offset(text, entity.offset)}"
            )
        beginning = f"entity beginning at UTF-16 offset {entity.offset}"
        if entity.end > end_of_text:
            raise bad_request(
                f"{beginning} ends after the end of the text at UTF-16 offset {end_of_text}"
            )
        if entity.end in inside:
            at = _byte_offset(text, entity.end)
            raise bad_request(
                f"{beginning} ends in a middle of a UTF-16 symbol at byte offset {at}"
            )


def _middles(text: str) -> frozenset[int]:
    """Return the offsets between the two units of a character outside the BMP."""
    middles: list[int] = []
    position = 0
    for character in "" if text.isascii() else text:
        if character > "\uffff":
            middles.append(position + 1)
            position += 1
        position += 1
    return frozenset(middles)


def _byte_offset(text: str, offset: int) -> int:
    position = size = 0
    for character in text:
        if position >= offset:
            break
        position += 2 if character > "\uffff" else 1
        size += len(character.encode())
    return size


def finish(text: str, marked: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Trim a text, move its entities along, and add what is found in it."""
    text = clean(text)
    bare = text.lstrip()
    cut = units(text[: len(text) - len(bare)])
    bare = bare.rstrip()
    end = units(bare)
    kept: list[Entity] = []
    for entity in marked:
        begin = max(entity.offset - cut, 0)
        length = min(entity.end - cut, end) - begin
        if length > 0 and entity.type not in DETECTED:
            kept.append(Entity(entity.type, begin, length, entity.attributes))
    opaque = [entity for entity in kept if entity.type in OPAQUE]
    for entity in detect(bare):
        if all(entity.end <= other.offset or other.end <= entity.offset for other in opaque):
            kept.append(entity)
    kept.sort(key=lambda entity: (entity.offset, -entity.length))
    return bare, tuple(kept)
