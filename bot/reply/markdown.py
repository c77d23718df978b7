"""Markdown as models write it into text with marks.

Marks are sent as entities, so nothing here can fail to parse at Telegram's side. Knows nothing of
messages and their lengths.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from bot.reply import links
from bot.reply.styled import CODE, MAX_ENTITIES, Mark, Styled, joined

if TYPE_CHECKING:
    from telegramify_markdown import MessageEntity, RenderConfig

# Private-use characters stand in for characters that must reach the reader as they are; each takes
# one place, so no offset changes when they are put back.
LESS, OPEN, CLOSE, BAR, IMAGE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
BACK = str.maketrans({LESS: "<", OPEN: "[", CLOSE: "]", BAR: "|"})
STAND_INS = re.compile(f"[{LESS}{OPEN}{CLOSE}{BAR}{IMAGE}]")

CITATION = re.compile(r"\[(\d{1,3})\]")
DEFINITION = re.compile(r"^( {0,3})\[([^\]\n]+)\](?=:)", re.M)
"""A reference definition would vanish from the text and turn other brackets into links."""
TAG = re.compile(r"<(?!https?://)")
"""HTML is dropped by Markdown readers, words and all; as text it stays."""
BARS = re.compile(r"\|\|")
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\xad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, what is invisible and can hide words or cut an address in two, direction overrides, which turn
a line around, and halves of surrogate pairs, which no request can carry."""

WIDE = str.maketrans("@/#$.:", "＠／＃＄．：")
MOST_FOREIGN = MAX_ENTITIES // 2

KINDS = frozenset({"bold", "italic", "strikethrough", "blockquote", "expandable_blockquote"}) | CODE


def styled(markdown: str, addresses: frozenset[str] = frozenset()) -> Styled:
    """Read Markdown; of what is tappable only that in `addresses` stays so."""
    from telegramify_markdown import convert

    text, found = convert(_guarded(markdown), config=_config())
    whole = _in_characters(text, found)
    whole = _without_foreign_links(whole, addresses)
    whole = Styled(whole.text.translate(BACK), whole.marks)
    return _plain_addresses(whole, addresses).stripped()


def closed(markdown: str) -> str:
    """Close what a text in the middle of its growth has left open, for a preview of it."""
    if markdown.count("```") % 2:
        return markdown
    head, line_break, last = markdown.rpartition("\n")
    last = re.sub(r"!?\[[^\]]*\]\([^)\s]*$|!\[[^\]]*$", "", last)
    without_code = re.sub(r"`[^`]*`", "", last)
    if "`" in without_code:
        last += "`"
    elif without_code.count("**") % 2:
        last = last[:-2].rstrip() if last.endswith("**") else last.rstrip() + "**"
    return head + line_break + last


def _guarded(markdown: str) -> str:
    text = CONTROL.sub("", STAND_INS.sub("", markdown.replace("\r\n", "\n")))
    text = CITATION.sub(rf"{OPEN}\1{CLOSE}", text)
    text = DEFINITION.sub(rf"\1{OPEN}\2{CLOSE}", text)
    text = TAG.sub(LESS, text)
    lines = (
        line if line.lstrip().startswith("|") else BARS.sub(BAR * 2, line)
        for line in text.split("\n")
    )
    return "\n".join(lines)


@cache
def _config() -> "RenderConfig":
    from telegramify_markdown import RenderConfig

    config = RenderConfig.isolated()
    symbols = config.markdown_symbol
    symbols.heading_level_1 = symbols.heading_level_2 = ""
    symbols.heading_level_3 = symbols.heading_level_4 = ""
    symbols.unordered_list_item = "•"
    symbols.link = ""
    symbols.image = IMAGE
    return config


def _in_characters(text: str, found: "list[MessageEntity]") -> Styled:
    place = {0: 0}
    unit = 0
    for index, character in enumerate(text):
        unit += 2 if character > "\uffff" else 1
        place[unit] = index + 1
    marks = tuple(
        Mark(
            entity.type,
            place[entity.offset],
            place[entity.offset + entity.length],
            entity.url or "",
            entity.language or "",
        )
        for entity in found
        if entity.type in KINDS or entity.type == "text_link"
    )
    return Styled(text, marks)


def _without_foreign_links(whole: Styled, addresses: frozenset[str]) -> Styled:
    """Drop picture marks and links that lead elsewhere; name the address of a dropped link."""
    places = [index for index, character in enumerate(whole.text) if character == IMAGE]
    pictures = {index + 1 for index in places} | set(places)
    kept: list[Mark] = []
    inserts: list[tuple[int, str]] = [(index, "") for index in places]
    for mark in whole.marks:
        if mark.kind != "text_link" or links.allowed(mark.url, addresses):
            kept.append(mark)
        elif mark.start not in pictures and re.match(r"https?://", mark.url, re.I):
            label = whole.text[mark.start : mark.end]
            if links.canonical(mark.url) != links.canonical(label):
                inserts.append((mark.end, f" ({mark.url})"))
    return _rewritten(Styled(whole.text, tuple(kept)), inserts)


def _rewritten(whole: Styled, inserts: list[tuple[int, str]]) -> Styled:
    """Insert texts at their places; an empty one takes the character there away."""
    pieces: list[Styled] = []
    last = 0
    for index, added in sorted(inserts):
        pieces += [whole.slice(last, index), Styled(added)]
        last = index if added else index + 1
    pieces.append(whole.slice(last, len(whole.text)))
    return joined(pieces)


def _plain_addresses(whole: Styled, addresses: frozenset[str]) -> Styled:
    """Set unknown addresses, names, commands and tags as code, in which no client makes anything tappable."""
    taken = [mark for mark in whole.marks if mark.kind in CODE or mark.kind == "text_link"]
    foreign = tuple(
        Mark("code", start, end)
        for start, end in links.spans(whole.text)
        if not links.allowed(whole.text[start:end], addresses)
        and not any(mark.start < end and start < mark.end for mark in taken)
    )
    # Formatting beyond Telegram's limit is ignored, so what would lose it is written otherwise.
    text = disarmed(whole.text, ((mark.start, mark.end) for mark in foreign[MOST_FOREIGN:]))
    return Styled(text, whole.marks + foreign[:MOST_FOREIGN])


def disarmed(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Write what is tappable in other forms of the same characters, which open nothing; no length changes."""
    for start, end in places:
        text = text[:start] + text[start:end].translate(WIDE) + text[end:]
    return text
