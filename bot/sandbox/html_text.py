"""Turn Telegram's HTML into text and entities, refusing whatever Telegram refuses.

Knows the tags of `parse_mode=HTML` only; offsets in refusals count bytes, in entities UTF-16 units.
"""

import re
from dataclasses import dataclass

from bot.sandbox.entities import units
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import link
from bot.sandbox.records import Entity

TAGS = {
    **{"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"},
    **{"ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough"},
    **{"code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link"},
    **{"span": "spoiler", "tg-spoiler": "spoiler", "tg-emoji": "custom_emoji"},
}
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_START_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]*)\s*(=?)\s*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")


def _refusal(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that waits for its end."""

    name: str
    argument: str
    offset: int
    position: int
    """Index into the pieces of plain text written so far."""


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.plain: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, tuple[Entity, ...]]:
        while self.at < len(self.source):
            bracket = self.source.find("<", self.at)
            end = len(self.source) if bracket < 0 else bracket
            self._write(decode(self.source[self.at : end]))
            self.at = end
            if bracket < 0:
                break
            if self.source.startswith("/", bracket + 1):
                self._end_tag(bracket)
            else:
                self._start_tag(bracket)
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return "".join(self.plain), tuple(self.entities)

    def _write(self, text: str) -> None:
        if text:
            self.plain.append(text)
            self.length += units(text)

    def _wrong(self, what: str, index: int, more: str = "") -> ApiError:
        where = len(self.source[:index].encode("utf-8", "surrogatepass"))
        return _refusal(f"{what} at byte offset {where}{more}")

    def _start_tag(self, begin: int) -> None:
        match = _START_NAME.match(self.source, begin + 1)
        name = match.group().lower() if match else ""
        self.at = begin + 1 + len(name)
        if self.at >= len(self.source):
            raise self._wrong("Unclosed start tag", begin)
        if name not in TAGS:
            raise self._wrong(f'Unsupported start tag "{name}"', begin)
        argument = self._attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(name, argument, self.length, len(self.plain)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            match = _ATTRIBUTE.match(self.source, self.at)
            if match is None or match.end() >= len(self.source):
                raise self._wrong(f'Unclosed start tag "{tag}"', begin)
            name, equals = match.group(1).lower(), match.group(2)
            self.at = match.end()
            if not name and not equals and self.source[self.at] == ">":
                self.at += 1
                return argument
            if not name:
                raise self._wrong(f'Empty attribute name in the tag "{tag}"', begin)
            value = self._value() if equals else ""
            if self.at >= len(self.source):
                raise self._wrong(f'Unclosed start tag "{tag}"', begin)
            argument = _argument(tag, name, value) or argument

    def _value(self) -> str:
        """Read an attribute's value; an unclosed one takes all that is left."""
        quote = self.source[self.at]
        if quote in "'\"":
            begin = self.at + 1
            end = self.source.find(quote, begin)
            self.at = len(self.source) if end < 0 else end + 1
            return decode(self.source[begin : self.at - 1])
        match = _NAME_TOKEN.match(self.source, self.at)
        token = match.group() if match else ""
        end = self.at + len(token)
        if end < len(self.source) and not (self.source[end].isspace() or self.source[end] == ">"):
            raise self._wrong("Unexpected end of name token", self.at)
        self.at = end
        return token.lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._wrong("Unexpected end tag", begin)
        end = self.source.find(">", begin)
        if end < 0:
            raise self._wrong("Unclosed end tag", begin)
        found = self.source[begin + 2 : end].rstrip().lower()
        start = self.open[-1]
        if found and found != start.name:
            more = f', expected "</{start.name}>", found "</{found}>"'
            raise self._wrong("Unmatched end tag", begin, more)
        self.open.pop()
        self.at = end + 1
        entity = self._entity(start)
        if entity is not None and entity.length:
            self.entities.append(entity)

    def _entity(self, start: _Open) -> Entity | None:
        kind, length = TAGS[start.name], self.length - start.offset
        if kind == "text_link":
            text = "".join(self.plain[start.position :])
            return link(start.argument or text, start.offset, length)
        if kind == "custom_emoji":
            return Entity(kind, start.offset, length, {"custom_emoji_id": start.argument})
        if kind == "blockquote" and start.argument:
            return Entity("expandable_blockquote", start.offset, length)
        if kind == "code" and start.argument and self.open and self.open[-1].name == "pre":
            return Entity("pre", start.offset, length, {"language": start.argument})
        if kind == "pre" and self._holds_language(start.offset, length):
            return None
        return Entity(kind, start.offset, length)

    def _holds_language(self, offset: int, length: int) -> bool:
        """Tell whether `<pre><code class="language-x">` has already become one entity."""
        inner = self.entities[-1] if self.entities else None
        return (
            inner is not None
            and inner.type == "pre"
            and (inner.offset, inner.length) == (offset, length)
        )


def _argument(tag: str, attribute: str, value: str) -> str:
    """Return what an attribute means to its tag, empty where nothing."""
    if (tag, attribute) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, attribute) == ("blockquote", "expandable"):
        return "1"
    prefix = {"code": "language-", "span": "tg-"}.get(tag)
    if attribute == "class" and prefix and value.startswith(prefix):
        return value.removeprefix(prefix)
    return ""


def decode(text: str) -> str:
    """Replace the four named character references and the numeric ones; leave the rest alone."""

    def character(match: re.Match[str]) -> str:
        named, decimal, hexadecimal = match.groups()
        if named:
            return _NAMED[named]
        code = int(decimal) if decimal else int(hexadecimal, 16)
        valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        return chr(code) if valid else match.group()

    return _CHARACTER.sub(character, text) if "&" in text else text


def parse(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Turn HTML into text and entities."""
    return _Parser(source).parse()
