"""Messages into one long row of letters in which every disguise looks like the plain word.

Look-alikes are not undone, which would need a guess at the language: all of a family, `a`, `а`, `α`, `4`
and `@`, become one letter in honest words, too. What cannot be seen is dropped, what separates words is
told apart from what stands between the letters of one. Knows no word of any language.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAX_CHARACTERS = 8_000
"""Two Telegram messages; of a longer text (an album's screenshots) the rest is not read."""

DROPPED, APART, SYMBOL, END = 0, 1, 2, 3
"""What a character is that is no letter: nothing to be seen, a separator, a picture; the last letter of
every message, so that even one without words has a place."""

_TABLE_SIZE = 0x20000
_FAMILIES: Final = (
    *("aаαą4чªᴀɑ", "bвбьъ68βßʙ", "cсçςᴄ", "eеёєэз3εэҽᴇ", "hнһʜ", "iіїι1lӏ", "kкκқᴋ"),
    *("mмᴍ", "nпηո", "oоο0øөσᴏ", "pрρᴘ", "sѕ5ꜱ", "tтτ7ᴛ", "uийυ", "xхχ", "yуγўý"),
    *("wшщωѡ", "rгᴦ", "dԁ", "gԍ9", "jј", "qԛ", "vѵν", "zʐ2"),
)
"""Letters and digits that are written for one another; the first stands for all."""
_HIDING: Final = np.array(
    [*range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF, 0xAD, 0x34F, 0x180E], np.uint32
)
_BETWEEN_LETTERS: Final = {"@": "a", "$": "s", "!": "i", "|": "i", "€": "e"}
"""Signs that stand for a letter inside a word, and for themselves everywhere else."""

Codes = NDArray[np.uint32]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Row:
    """Many messages as one row of characters: raw code points, and what each stands for."""

    raw: Codes
    """(characters,)"""
    folded: Codes
    """(characters,) a letter of its family, or APART or SYMBOL."""
    message: Places
    """(characters,) which message each belongs to, ascending."""
    hidden: Places
    """After which characters something stood that cannot be seen, in a script that has no use for it."""
    count: int
    """How many messages there are."""


def row(texts: Sequence[str]) -> Row:
    """Lay messages end to end."""
    cut = [f"{text[:MAX_CHARACTERS]} {chr(END)}" for text in texts]
    lengths = np.fromiter(map(len, cut), np.int64, len(cut))
    # Halves of surrogate pairs, which a test or a broken client may hold, count as unknown signs.
    raw = np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), np.uint32)
    within = np.minimum(raw, _TABLE_SIZE - 1)
    folded = np.where(raw < _TABLE_SIZE, _table()[within], _beyond(raw))
    message = np.repeat(np.arange(len(cut)), lengths)
    seen = folded != DROPPED
    if seen.all():
        _read_signs(raw, folded)
        return Row(raw, folded, message, np.zeros(0, np.int64), len(cut))
    gone = np.flatnonzero(~seen)
    hidden = (np.cumsum(seen) - 1)[gone[np.isin(raw[gone], _HIDING)]]
    raw, folded, message = raw[seen], folded[seen], message[seen]
    _read_signs(raw, folded)
    return Row(raw, folded, message, _disguising(raw, folded, hidden), len(cut))


def _disguising(raw: Codes, folded: Codes, hidden: Places) -> Places:
    """Keep the places inside words, but for the scripts that join letters by signs (Persian, Hindi)."""
    hidden = hidden[(hidden >= 0) & (hidden < len(raw) - 1)]
    joining = (raw >= 0x600) & (raw < 0x1100)
    letter = (folded > END) & ~joining
    return hidden[letter[hidden] & letter[hidden + 1]]


def _read_signs(raw: Codes, folded: Codes) -> None:
    """Read a sign as the letter that it stands for where letters are on both sides, in place."""
    letter = folded > END
    inside = np.zeros(len(raw), np.bool_)
    inside[1:-1] = letter[:-2] & letter[2:]
    for sign, meaning in _BETWEEN_LETTERS.items():
        folded[inside & (raw == ord(sign))] = ord(meaning)


def _beyond(raw: Codes) -> Codes:
    """Fold what lies above the table: rare Han stand for themselves, tags and selectors for nothing."""
    return np.where(raw >= 0xE0000, DROPPED, raw).astype(np.uint32)


@cache
def _table() -> Codes:
    """Return what each code point stands for; 20 ms, once."""
    first = {ord(c): ord(family[0]) for family in _FAMILIES for c in family}
    table = np.arange(_TABLE_SIZE, dtype=np.uint32)
    for code, meaning in _meanings():
        table[code] = first.get(meaning, meaning)
    for code, meaning in first.items():
        table[code] = meaning
    table[END] = END
    return table


def _meanings() -> Iterator[tuple[int, int]]:
    """Yield every code point that does not stand for itself, with its small plain letter or its kind."""
    for code in range(_TABLE_SIZE):
        if 0x3400 <= code < 0xAC00 or 0xAC00 <= code < 0xD7A4 or 0xD800 <= code < 0xF900:
            continue
        character = chr(code)
        kind = unicodedata.category(character)
        if kind in ("Cf", "Mn", "Me", "Cc", "Cn") and not character.isspace():
            yield code, DROPPED
        elif kind[0] in "ZPC" or character.isspace() or character in "`^~|<>=+":
            yield code, APART
        elif kind[0] == "S" and 0x1F130 <= code < 0x1F18A:
            # Letters in squares and discs, 🅰, which Unicode does not decompose.
            yield code, ord("a") + (code - 0x1F130) % 32 % 26
        else:
            plain = unicodedata.normalize("NFKD", character).casefold()[:1]
            letter = plain.isalnum()
            yield code, ord(plain) if letter else SYMBOL
