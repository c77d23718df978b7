"""Text with marks over ranges of it: what Markdown becomes and what is cut into messages.

Offsets count characters here; `entities` turns them into the UTF-16 units that Telegram counts.
Knows neither Markdown nor python-telegram-bot.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate

CODE = frozenset({"code", "pre"})
STYLES = frozenset({"bold", "italic", "underline", "strikethrough"})
MAX_ENTITIES = 100
"""Telegram ignores formatting beyond this number in one message."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of formatting over the characters `start` to `end`."""

    kind: str
    start: int
    end: int
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A mark as Telegram takes it (Bot API, MessageEntity): UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Styled:
    """A text and its marks."""

    text: str
    marks: tuple[Mark, ...] = ()

    def slice(self, start: int, end: int) -> "Styled":
        """Return a range with the marks that reach into it."""
        inside = (
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and mark.end > start
        )
        return Styled(self.text[start:end], tuple(inside))

    def cut(self, start: int, end: int) -> "Styled":
        """Return a range without white space at its ends, which Telegram would take away anyway."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        return self.slice(start, max(start, start + len(words.strip())))

    def stripped(self) -> "Styled":
        """Return all of it without white space at its ends."""
        return self.cut(0, len(self.text))


def marked(text: str, kind: str) -> Styled:
    """Put one mark over a whole text."""
    return Styled(text, (Mark(kind, 0, len(text)),) if text else ())


def joined(pieces: Iterable[Styled], separator: str = "") -> Styled:
    """Put pieces one after another."""
    texts: list[str] = []
    marks: list[Mark] = []
    length = 0
    for piece in pieces:
        if texts and separator:
            texts.append(separator)
            length += len(separator)
        texts.append(piece.text)
        marks += (
            replace(mark, start=mark.start + length, end=mark.end + length) for mark in piece.marks
        )
        length += len(piece.text)
    return Styled("".join(texts), tuple(marks))


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def entities(styled: Styled) -> tuple[Entity, ...]:
    """Return the marks in UTF-16 units, code kept clear of other marks, as Telegram demands."""
    widths = (2 if character > "\uffff" else 1 for character in styled.text)
    offsets = [0, *accumulate(widths)]
    marks = sorted(clear(styled.marks), key=lambda mark: (mark.kind not in CODE, mark.start))
    chosen = sorted(marks[:MAX_ENTITIES], key=lambda mark: (mark.start, -mark.end, mark.kind))
    return tuple(
        Entity(
            mark.kind,
            offsets[mark.start],
            offsets[mark.end] - offsets[mark.start],
            mark.url,
            mark.language,
        )
        for mark in chosen
    )


def clear(marks: Iterable[Mark]) -> list[Mark]:
    """Cut code out of every style around it, and drop code within links."""
    marks = list(marks)
    links = [mark for mark in marks if mark.kind == "text_link"]
    code = [
        mark
        for mark in marks
        if mark.kind in CODE and not any(_overlap(mark, link) for link in links)
    ]
    kept = [mark for mark in marks if mark.kind not in CODE | STYLES] + code
    for style in (mark for mark in marks if mark.kind in STYLES):
        pieces = [style]
        for block in code:
            pieces = [piece for whole in pieces for piece in _without(whole, block)]
        kept += pieces
    return [mark for mark in kept if mark.end > mark.start]


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _without(mark: Mark, hole: Mark) -> list[Mark]:
    if not _overlap(mark, hole):
        return [mark]
    return [
        replace(mark, end=min(mark.end, max(mark.start, hole.start))),
        replace(mark, start=max(mark.start, min(mark.end, hole.end))),
    ]
