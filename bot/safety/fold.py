"""Undo the disguises of written words: look-alike letters, leet, spacing, invisible characters.

Turns a text into a few plain readings of it, and knows no rule. A phrase is looked for in each
reading, because undoing a disguise in one language spoils an honest word in another.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

MAX_CHARACTERS = 20_000
"""A Telegram message holds 4,096 and a dense screenshot about 6,000; an album's rest is not read."""

_LATIN_OF: Final = str.maketrans(
    # Cyrillic, then Greek; capitals are folded to small letters before, so В counts as a b.
    "авсенгіјкмопрѕтухԁԛԝьёиѵ" + "αβεηικνορτυχγω",
    "abcehrijkmonpstyxdqwbeuv" + "abenikvoptuxyw",
)
_CYRILLIC_OF: Final = str.maketrans("abcehkmnoprtuxy0346", "авсенкмпоргтихуозчб")
_UNLEET: Final = tuple(
    str.maketrans("034578@$1!|", f"oeastbas{stroke * 3}") for stroke in ("i", "l")
)
"""A stroke stands for i as often as for l, so both are tried."""

_TOKEN = re.compile(r"[\w@$!|]*[\w@$]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TWO_LETTERS = re.compile(r"[a-z].*[a-z]", re.DOTALL)
_SPACED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*·•|~]{1,2}){3,}[^\W\d_](?!\w)")
_SEPARATORS = re.compile(r"[ .\-_*·•|~]+")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[\W_]{1,3}(?=[\u3400-\u9fff])")


@lru_cache(maxsize=8)
def readings(text: str) -> tuple[str, ...]:
    """Return the different ways to read `text`, the plain one first."""
    plain = _plain(text[:MAX_CHARACTERS])
    joined = _SPACED_OUT.sub(lambda match: _SEPARATORS.sub("", match.group()), plain)
    joined = _HAN_GAP.sub("", joined)
    latin = _tokens(joined, _as_latin)
    return tuple(
        dict.fromkeys(
            (
                plain,
                joined,
                latin,
                _tokens(joined, _as_cyrillic),
                *(_tokens(latin, _undisguise(table)) for table in _UNLEET),
            )
        )
    )


def skeleton(name: str) -> str:
    """Return a reading in which look-alikes are equal, for comparing short names."""
    folded = _plain(name).translate(_LATIN_OF).translate(_UNLEET[1]).replace("i", "l")
    return folded.replace("rn", "m").replace("vv", "w")


def _plain(text: str) -> str:
    """Fold widths, fonts and case, and drop what cannot be seen."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Mn", "Me"))


def _tokens(text: str, change: Callable[[str], str]) -> str:
    return _TOKEN.sub(lambda match: change(match.group()), text)


def _as_latin(word: str) -> str:
    """Fold a word whose every letter can pass for a Latin one; others are honest Russian or Greek."""
    folded = word.translate(_LATIN_OF)
    return folded if folded.isascii() else word


def _as_cyrillic(word: str) -> str:
    return word.translate(_CYRILLIC_OF) if _CYRILLIC.search(word) else word


def _undisguise(table: Mapping[int, int]) -> Callable[[str], str]:
    """Read digits and signs as letters, in words only: `500` and `4k` are numbers."""
    return lambda word: word.translate(table) if _TWO_LETTERS.search(word) else word
