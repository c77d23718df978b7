"""Count what stands in a message beside its words: emoji, amounts, addresses, and signs of a disguise.

Gives for each kind of mark the places where it stands; knows no weights and no windows.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.safety.spam.letters import END, SYMBOL, Codes, Flags, Places, Row

MARKS: Final = (
    *("emoji", "arrow", "money", "percent", "plus", "shout", "question", "mention", "link"),
    *("telegram", "invite", "hashtag", "adult", "capitals", "mixed", "hidden", "spaced"),
)
"""Names of the marks, in the order in which they are counted."""

_MONEY: Final = "$€£¥₽₿₴₹💵💰💲💸💶💷🪙🤑💴"
_ARROWS: Final = "➡⬅👉👈👇👆⬇⬆🔗📲"
_ADULT: Final = "🔞🍑🍓🍆💋💦😈🫦👙"
_SHOUTS: Final = "!‼❗⁉🔥🚨⚡🎁"

_CLASSES: Final = (_ARROWS, _MONEY, "%", "+➕", _SHOUTS, "?", _ADULT)

LATIN, CYRILLIC, GREEK, ODD = 1, 2, 4, 8
"""Scripts as bits; ODD are letters drawn to look like others: small capitals, letters in discs."""


def places(seen: Row, at: Places, starts: Flags, spelled: Flags) -> list[Places]:
    """Return where each mark stands, as places in the row.

    `at` are the places of the letters, `starts` tells at which of them a word begins, `spelled` which were
    spaced out.
    """
    raw = seen.raw
    slash = _follows(raw, "://")
    telegram = np.concatenate([_follows(raw, "t.me/"), _follows(raw, "tg://")])
    invite = np.concatenate([_follows(raw, "t.me/+"), _follows(raw, "joinchat/")])
    first = at[starts]
    bits = _bits()[np.minimum(raw, 0x1FFFF)]
    marked = np.flatnonzero(bits)
    arrows, money, percent, plus, shouts, questions, adult = (
        marked[(bits[marked] & np.uint16(1 << number)) != 0] for number in range(len(_CLASSES))
    )
    return [
        np.flatnonzero(_emoji(seen)),
        arrows,
        money,
        percent,
        plus,
        shouts,
        questions,
        _before_word(seen, "@"),
        slash,
        telegram,
        invite,
        _before_word(seen, "#"),
        adult,
        first[_capitals(seen, at, starts)] if len(first) else first,
        first[_mixed(seen, at, starts)] if len(first) else first,
        np.sort(seen.hidden),
        at[spelled],
    ]


def emoji_places(seen: Row) -> Places:
    """Return where pictures stand that count as words of their own."""
    return np.flatnonzero(_emoji(seen))


def _emoji(seen: Row) -> Flags:
    raw = seen.raw
    picture = (raw >= 0x1F000) | ((raw >= 0x2190) & (raw < 0x2C00) & (raw != 0x2212))
    return np.asarray(picture & (seen.folded == SYMBOL))


@cache
def _bits() -> NDArray[np.uint16]:
    """Return of which of the classes of characters each code point is, as bits."""
    bits = np.zeros(0x20000, np.uint16)
    for number, characters in enumerate(_CLASSES):
        for character in characters:
            bits[ord(character)] |= np.uint16(1 << number)
    return bits


def _follows(raw: Codes, text: str) -> Places:
    """Return where `text` stands, capitals or not; looked for by its first sign, which is rarer than letters."""
    anchor = next(at for at, character in enumerate(text) if not character.isalnum())
    found = np.flatnonzero(raw == ord(text[anchor])) - anchor
    found = found[(found >= 0) & (found <= len(raw) - len(text))]
    for offset, character in enumerate(text):
        if not len(found):
            break
        found = found[(raw[found + offset] | 0x20) == (ord(character) | 0x20)]
    return found


def _before_word(seen: Row, sign: str) -> Places:
    found = np.flatnonzero(seen.raw[:-1] == ord(sign))
    letter = seen.folded > END
    after = letter[found + 1] & (seen.message[found + 1] == seen.message[found])
    before = (found > 0) & letter[found - 1] & (seen.message[found - 1] == seen.message[found])
    return np.asarray(found[after & ~before])


def _capitals(seen: Row, at: Places, starts: Flags) -> Flags:
    first = np.flatnonzero(starts)
    upper = _scripts()[1][np.minimum(seen.raw[at], 0x1FFFF)]
    every = np.logical_and.reduceat(upper, first)
    return np.asarray(every & (np.diff(np.append(first, len(at))) >= 4))


def _mixed(seen: Row, at: Places, starts: Flags) -> Flags:
    """Tell which words are written in several scripts, or in letters that only look like letters."""
    scripts = _scripts()[0][np.minimum(seen.raw[at], 0x1FFFF)]
    in_word = np.bitwise_or.reduceat(scripts, np.flatnonzero(starts))
    several = (in_word & (in_word - 1)) != 0
    return np.asarray((several & (in_word != 0)) | ((in_word & ODD) != 0))


@cache
def _scripts() -> tuple[NDArray[np.uint8], Flags]:
    """Return each code point's script and whether it is a capital letter."""
    scripts = np.zeros(0x20000, np.uint8)
    for begin, end, script in (
        *((0x41, 0x5B, LATIN), (0x61, 0x7B, LATIN), (0xC0, 0x250, LATIN), (0x370, 0x400, GREEK)),
        *(
            (0x400, 0x530, CYRILLIC),
            (0x250, 0x2B0, ODD),
            (0x1D00, 0x1DC0, ODD),
            (0x13A0, 0x13FF, ODD),
        ),
        *(
            (0xFF21, 0xFF5B, ODD),
            (0x1D400, 0x1D800, ODD),
            (0x1F130, 0x1F18A, ODD),
            (0x24B6, 0x24EA, ODD),
        ),
    ):
        scripts[begin:end] = script
    capitals = np.fromiter((chr(code).isupper() for code in range(0x2000)), np.bool_, 0x2000)
    return scripts, np.concatenate([capitals, np.zeros(0x20000 - 0x2000, np.bool_)])
