"""Turn MarkdownV2 into text and entities, refusing whatever Telegram refuses.

Knows the signs of `parse_mode=MarkdownV2` only; the older `Markdown` has a reader of its own.
"""

from dataclasses import dataclass

from bot.sandbox.entities import units
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import link
from bot.sandbox.records import Entity

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_NAMES = {
    **{"bold": "Bold", "italic": "Italic", "underline": "Underline", "spoiler": "Spoiler"},
    **{"strikethrough": "Strikethrough", "code": "Code", "pre": "Pre", "text_link": "TextUrl"},
    "custom_emoji": "CustomEmoji",
}
_CLOSING = (
    *(("pre", "```"), ("code", "`"), ("bold", "*"), ("underline", "__"), ("italic", "_")),
    *(("strikethrough", "~"), ("spoiler", "||"), ("text_link", "]"), ("custom_emoji", "]")),
)
_OPENING = (
    *(("```", "pre"), ("`", "code"), ("*", "bold"), ("__", "underline"), ("_", "italic")),
    *(("~", "strikethrough"), ("||", "spoiler"), ("![", "custom_emoji"), ("[", "text_link")),
)


def _refusal(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


@dataclass(frozen=True, slots=True)
class _Open:
    """An entity that waits for its end."""

    kind: str
    offset: int
    position: int
    begin: int
    language: str = ""


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.plain: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.quote: int | None = None
        """Where the block quotation that is being read began."""

    def parse(self) -> tuple[str, tuple[Entity, ...]]:
        while self.at < len(self.source):
            self._step(self.source[self.at])
        if self.open:
            last = self.open[-1]
            where = len(self.source[: last.begin].encode())
            raise _refusal(f"Can't find end of {_NAMES[last.kind]} entity at byte offset {where}")
        self._end_quote("blockquote")
        return "".join(self.plain), tuple(self.entities)

    def _step(self, sign: str) -> None:
        inside = self.open[-1].kind if self.open else ""
        verbatim = inside in ("code", "pre")
        following = self.source[self.at + 1 : self.at + 2]
        if sign == "\\" and following and ord(following) <= 126:
            self._write(following, 2)
        elif self._quote_mark(sign) and not verbatim:
            self.at += 1
            if self.quote is None:
                self.quote = self.length
        elif sign not in RESERVED or (verbatim and sign != "`"):
            self._write(sign, 1)
            if sign == "\n" and self.quote is not None and following != ">" and not self.open:
                self._end_quote("blockquote")
        elif self._closes(inside):
            self._close()
        elif self._ends_expandable():
            self.at += 2
            self._end_quote("expandable_blockquote")
        else:
            self._open_entity(sign)

    def _write(self, text: str, consumed: int) -> None:
        self.plain.append(text)
        self.length += units(text)
        self.at += consumed

    def _quote_mark(self, sign: str) -> bool:
        return sign == ">" and (self.at == 0 or self.plain[-1:] == ["\n"])

    def _ends_expandable(self) -> bool:
        ended = self.source[self.at + 2 : self.at + 3] in ("", "\n")
        return self.quote is not None and ended and self.source.startswith("||", self.at)

    def _closes(self, inside: str) -> bool:
        for kind, mark in _CLOSING:
            if kind != inside or not self.source.startswith(mark, self.at):
                continue
            return not (kind == "italic" and self.source.startswith("__", self.at))
        return False

    def _open_entity(self, sign: str) -> None:
        found = (pair for pair in _OPENING if self.source.startswith(pair[0], self.at))
        mark, kind = next(found, ("", ""))
        if not kind:
            raise _refusal(
                f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"
            )
        begin = self.at
        self.at += len(mark)
        language = self._language() if kind == "pre" else ""
        self.open.append(_Open(kind, self.length, len(self.plain), begin, language))

    def _language(self) -> str:
        end = self.at
        while end < len(self.source) and not self.source[end].isspace() and self.source[end] != "`":
            end += 1
        language = ""
        if end < len(self.source) and self.source[end] != "`":
            language, self.at = self.source[self.at : end], end
        if self.source.startswith(("\n", "\r"), self.at):
            self.at += 1
        return language

    def _close(self) -> None:
        start = self.open.pop()
        mark = next(mark for kind, mark in _CLOSING if kind == start.kind)
        self.at += len(mark)
        length = self.length - start.offset
        entity: Entity | None = Entity(start.kind, start.offset, length)
        if start.kind == "pre" and start.language:
            entity = Entity("pre", start.offset, length, {"language": start.language})
        elif start.kind in ("text_link", "custom_emoji"):
            target = self._target() or "".join(self.plain[start.position :])
            entity = link(target, start.offset, length)
            if start.kind == "custom_emoji":
                number = target.rpartition("=")[2]
                entity = Entity("custom_emoji", start.offset, length, {"custom_emoji_id": number})
        if entity is not None and length:
            self.entities.append(entity)

    def _target(self) -> str:
        """Read the `(address)` behind a link's text, empty where there is none."""
        if not self.source.startswith("(", self.at):
            return ""
        begin = self.at = self.at + 1
        address: list[str] = []
        while self.at < len(self.source) and self.source[self.at] != ")":
            escaped = self.source[self.at] == "\\" and self.at + 1 < len(self.source)
            self.at += 1 if escaped else 0
            address.append(self.source[self.at])
            self.at += 1
        if self.at >= len(self.source):
            where = len(self.source[:begin].encode())
            raise _refusal(f"Can't find end of a URL at byte offset {where}")
        self.at += 1
        return "".join(address)

    def _end_quote(self, kind: str) -> None:
        if self.quote is None:
            return
        length = self.length - self.quote - (1 if self.plain[-1:] == ["\n"] else 0)
        if length > 0:
            self.entities.append(Entity(kind, self.quote, length))
        self.quote = None


def parse(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Turn MarkdownV2 into text and entities."""
    return _Parser(source).parse()


_OLD_MARKS = {"*": "bold", "_": "italic", "`": "code", "[": "text_link"}


def parse_old(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Turn the older `Markdown`, which cannot nest, into text and entities."""
    plain, entities, at, length = "", [], 0, 0
    while at < len(source):
        sign = source[at]
        if sign == "\\" and source[at + 1 : at + 2] in _OLD_MARKS:
            plain, at, length = plain + source[at + 1], at + 2, length + 1
            continue
        if sign not in _OLD_MARKS:
            plain, at, length = plain + sign, at + 1, length + units(sign)
            continue
        mark = "```" if source.startswith("```", at) else sign
        closing = "]" if mark == "[" else mark
        end = source.find(closing, at + len(mark))
        if end < 0:
            where = len(source[:at].encode())
            raise _refusal(f"Can't find end of the entity starting at byte offset {where}")
        inner = source[at + len(mark) : end]
        at = end + len(closing)
        entity: Entity | None = Entity(
            "pre" if mark == "```" else _OLD_MARKS[sign], length, units(inner)
        )
        if mark == "[":
            address, at = _old_target(source, at)
            entity = link(address or inner, length, units(inner))
        if entity is not None and inner:
            entities.append(entity)
        plain, length = plain + inner, length + units(inner)
    return plain, tuple(entities)


def _old_target(source: str, at: int) -> tuple[str, int]:
    end = source.find(")", at) if source.startswith("(", at) else -1
    return ("", at) if end < 0 else (source[at + 1 : end], end + 1)
