"""Dress messages up as spammers do, to measure whether the dress fools anybody.

Knows alphabets and invisible characters, and nothing of classifiers.
"""

import random
from collections.abc import Callable, Sequence
from typing import Final

_TWINS: Final = dict(
    zip(
        "аеорсухкмтвнАЕОРСУХКМТВНiaeopcyxkABEKMHOPCTX",
        "aeopcyxkmtbhAEOPCYXKMTBHіаеорсухкАВЕКМНОРСТХ",
        strict=True,
    )
)
_LEET: Final = str.maketrans("aeiostаеозбчвтAEIOSTАЕОЗБЧВТ", "43105743036487" * 2)
_INVISIBLE: Final = "\u200b\u200c\u2060\ufeff"
_SHARE: Final = 0.3
"""Part of the letters that is exchanged or followed by something invisible."""

Dress = Callable[[str, random.Random], str]


def homoglyph(text: str, chance: random.Random) -> str:
    """Exchange letters for their twins of another alphabet."""
    return "".join(_TWINS[c] if c in _TWINS and chance.random() < _SHARE else c for c in text)


def leet(text: str, chance: random.Random) -> str:
    """Write digits for letters."""
    return text.translate(_LEET)


def spaced(text: str, chance: random.Random) -> str:
    """Put spaces between the letters of each longer word."""
    return " ".join(" ".join(word) if len(word) > 3 else word for word in text.split(" "))


def zero_width(text: str, chance: random.Random) -> str:
    """Put something invisible behind letters."""
    return "".join(
        c + chance.choice(_INVISIBLE) if c.isalpha() and chance.random() < _SHARE else c
        for c in text
    )


DRESSES: Final[dict[str, Dress]] = {
    "homoglyph": homoglyph,
    "leet": leet,
    "spaced": spaced,
    "zero-width": zero_width,
}


def padded(text: str, ham: Sequence[str], chance: random.Random) -> str:
    """Append three lines of somebody's ordinary talk."""
    return "\n".join([text, *chance.sample(list(ham), min(3, len(ham)))])
