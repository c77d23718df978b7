"""A long styled text into messages: cut between paragraphs, else lines, else sentences, else words.

Nothing is dropped but the white space at the cuts. Knows Telegram's limit as a number only.
"""

import re
import unicodedata

from bot.reply.styled import Styled, joined, units

MAX_UNITS = 4096
"""Longest text of one message (Bot API, sendMessage)."""

BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[.!?…]+[\"')\]]*\s|[。！？；]+[”」』）]*"),
    re.compile(r"\s|[，、]"),
)
"""Where to cut, best first."""

LEAST_FILL = 0.4
"""A better kind of place is taken only where it fills this much of the message."""

ELLIPSIS = "… "


def split(whole: Styled, limit: int = MAX_UNITS) -> list[Styled]:
    """Return pieces of at most `limit` UTF-16 units; none for a text without a visible character."""
    whole = whole.stripped()
    pieces: list[Styled] = []
    start = 0
    while start < len(whole.text):
        end = _reach(whole.text, start, limit)
        if end < len(whole.text):
            end = _best_cut(whole.text, start, end)
        piece = whole.cut(start, end)
        if piece.text:
            pieces.append(piece)
        start = end
    return pieces


def tail(whole: Styled, limit: int = MAX_UNITS) -> Styled:
    """Return the end of a text that is too long to be shown whole."""
    whole = whole.stripped()
    if units(whole.text) <= limit:
        return whole
    start = len(whole.text)
    room = limit - len(ELLIPSIS)
    while start > 0 and (room := room - units(whole.text[start - 1])) >= 0:
        start -= 1
    line = whole.text.find("\n", start, start + (len(whole.text) - start) // 2)
    kept = whole.cut(start if line < 0 else line, len(whole.text))
    return joined((Styled(ELLIPSIS), kept))


def _reach(text: str, start: int, limit: int) -> int:
    """Return how far `limit` units go from `start`."""
    end = min(len(text), start + limit)
    while units(text[start:end]) > limit:
        end -= max(1, (units(text[start:end]) - limit) // 2)
    return end


def _best_cut(text: str, start: int, end: int) -> int:
    least = start + int((end - start) * LEAST_FILL)
    for pattern in BREAKS:
        # One character more lets a break stand right behind the last one that fits.
        found = [match.end() for match in pattern.finditer(text, least, min(len(text), end + 1))]
        fitting = [place for place in found if place <= end]
        if fitting:
            return fitting[-1]
        if found and not text[end : found[-1]].strip():
            return end
    return _between_characters(text, least, end)


def _between_characters(text: str, least: int, end: int) -> int:
    """Keep what is drawn as one character together: accents, joined emoji, variation selectors."""
    place = end
    while place > least and (_joins(text[place]) or text[place - 1] == "\u200d"):
        place -= 1
    return place if place > least else end


def _joins(character: str) -> bool:
    return (
        unicodedata.combining(character) > 0
        or character in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
