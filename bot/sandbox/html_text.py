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

    def _bytes(self, index: int) -> int:
        return len(self.source[:index].encode())

    def _start_tag(self, begin: int) -> None:
        match = _START_NAME.match(self.source, begin + 1)
        name = match.group().lower() if match else ""
        self.at = begin + 1 + len(name)
        offset = self._bytes(begin)
        if self.at >= len(self.source):
            raise _refusal(f"Unclosed start tag at byte offset {offset}")
        if name not in TAGS:
            raise _refusal(f'Unsupported start tag "{name}" at byte offset {offset}')
        argument = self._attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        self.open.append(_Open(name, argument, self.length, len(self.plain)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        unclosed = _refusal(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
        while True:
            match = _ATTRIBUTE.match(self.source, self.at)
            if match is None or match.end() >= len(self.source):
                raise unclosed
            name, equals = match.group(1).lower(), match.group(2)
            self.at = match.end()
            if not name and not equals and self.source[self.at] == ">":
                self.at += 1
                return argument
            if not name:
                where = self._bytes(begin)
                raise _refusal(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            value = self._value(unclosed) if equals else ""
            argument = _argument(tag, name, value) or argument

    def _value(self, unclosed: ApiError) -> str:
        quote = self.source[self.at]
        if quote not in "'\"":
            match = _NAME_TOKEN.match(self.source, self.at)
            token = match.group() if match else ""
            end = self.at + len(token)
            if (
                end < len(self.source)
                and not self.source[end].isspace()
                and self.source[end] != ">"
            ):
                raise _refusal(
                    f"Unexpected end of name token at byte offset {self._bytes(self.at)}"
                )
            self.at = end
            value = token.lower()
        else:
            end = self.source.find(quote, self.at + 1)
            if end < 0:
                raise unclosed
            value = decode(self.source[self.at + 1 : end])
            self.at = end + 1
        if self.at >= len(self.source):
            raise unclosed
        return value

    def _end_tag(self, begin: int) -> None:
        offset = self._bytes(begin)
        if not self.open:
            raise _refusal(f"Unexpected end tag at byte offset {offset}")
        end = self.source.find(">", begin)
        if end < 0:
            raise _refusal(f"Unclosed end tag at byte offset {offset}")
        found = self.source[begin + 2 : end].rstrip().lower()
        start = self.open[-1]
        if found and found != start.name:
            raise _refusal(
                f"Unmatched end tag at byte offset {offset}, "
                f'expected "</{start.name}>", found "</{found}>"'
            )
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
