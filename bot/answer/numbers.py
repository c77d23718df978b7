"""Numbers in a text as values, so that `1,250`, `1 250` and `1250` are one number.

Knows how numbers are written in English, Chinese and Russian texts; nothing of charts.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<![\w.,])[-−–]?\d+(?:[.,'’\u00a0\u202f]\d+|[ ]\d{3}(?!\d))*(?![\d])")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+")
_UNITS = {
    **{"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "B": 1e9, "bn": 1e9, "mn": 1e6},
    **{"千": 1e3, "万": 1e4, "亿": 1e8, "тыс": 1e3, "млн": 1e6, "млрд": 1e9},
}
_UNIT = re.compile(r"\s?(?:(bn|mn|[kKmMB])(?![A-Za-z])|(千|万|亿|тыс|млн|млрд))")

_UNKNOWN = re.compile(r"(?=[A-Za-z_])(?![A-Za-z]{1,4}(?![\w-]))")
"""Letters that follow and are no unit: `12px` is a number, `4a7f` a name."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands in a text."""

    start: int
    end: int
    values: frozenset[float]
    """What it may mean: `1,250` is 1250 or 1.25, `3k` is 3 or 3000."""

    @property
    def largest(self) -> float:
        return max(self.values)


def numbers(text: str) -> Iterator[Number]:
    """Find the numbers of a text; those within words and codes (`v2`, `NL-4012`) are none."""
    text = "".join(_plain(letter) for letter in text)
    for found in _NUMBER.finditer(text):
        values = _values(found.group())
        unit = _UNIT.match(text, found.end())
        end = found.end()
        if unit is not None:
            factor = _UNITS[unit[1] or unit[2]]
            values |= {value * factor for value in values}
            end = unit.end()
        elif _UNKNOWN.match(text, end):
            continue
        finite = frozenset(round(value, 6) for value in values if math.isfinite(value))
        # A row of hundreds of digits is beyond every number that counts something.
        if finite:
            yield Number(found.start(), end, finite)


def values(text: str) -> frozenset[float]:
    """Return everything that the numbers of a text may mean, without their signs."""
    return frozenset(abs(value) for number in numbers(text) for value in number.values)


def _values(written: str) -> set[float]:
    bare = written.lstrip("-−–")
    sign = -1.0 if bare != written else 1.0
    found = set()
    if _GROUPED.fullmatch(bare):
        found.add(float(re.sub(r"\D", "", bare)))
    for decimal in (".", ","):
        kept = re.sub(r"['’ \u00a0\u202f]", "", bare)
        other = "," if decimal == "." else "."
        kept = kept.replace(other, "").replace(decimal, ".")
        if kept.count(".") <= 1:
            found.add(float(kept))
    return {sign * value for value in found}


def _plain(letter: str) -> str:
    """Return an ASCII digit for a full-width one; every letter keeps its place."""
    if letter.isascii():
        return letter
    folded = unicodedata.normalize("NFKC", letter)
    return folded if len(folded) == 1 else letter
