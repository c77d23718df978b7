"""Numbers that stand for one person, told from other numbers by their checksums and dates.

US social security number (SSA, RM 10201.035), Chinese resident identity number (GB 11643-1999), Russian SNILS
and INN, and the lines of a passport that machines read (ICAO 9303).
"""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.privacy.fold import as_digits
from knowledge.privacy.span import Kind, Span

_SSN: Final = re.compile(
    r"(?<![\w-])(?!000|666|9)(\d{3})[- ](?!00)(\d{2})[- ](?!0000)(\d{4})(?![\w-])"
)
_SSN_PLAIN: Final = re.compile(r"(?:\bSSN|social security)[^\d\n]{0,20}(\d{9})\b", re.IGNORECASE)
_CHINESE: Final = re.compile(
    # OCR loses the space after a word before it; the check digit is proof enough.
    r"(?<![0-9A-Z])[1-9][0-9OIl]{5}[ ]?(?:19|20)[0-9OIl]{2}[0-9OIl]{4}[ ]?[0-9OIl]{3}[0-9OIlXx](?![0-9A-Za-z])"
)
_CHINESE_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SNILS: Final = re.compile(r"(?<![\w-])(\d{3})-(\d{3})-(\d{3})[ -]{1,2}(\d{2})(?![\w-])")
_INN: Final = re.compile(r"(?:ИНН|\bINN|\b[HMИN][HN]{2})\b\D{0,6}(\d{12})(?!\d)", re.IGNORECASE)
_INN_WEIGHTS: Final = ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
_MRZ: Final = re.compile(
    r"^[ \t]*([A-Z0-9<«‹く＜]{2}[A-Z0-9<«‹く＜ KCc(]{24,50})[ \t]*$", re.MULTILINE
)
_FILLER: Final = re.compile(r"[<«‹く＜]")
_MRZ_SECOND: Final = re.compile(r"[A-Z0-9<]{9}[0-9O][A-Z]{3}[0-9O]{7}[MFX<][0-9O]{7}")


def identities(text: str) -> Iterator[Span]:
    """Yield numbers that stand for one person."""
    for start, end in (*_american(text), *_chinese(text), *_russian(text), *_passport(text)):
        yield Span(start, end, Kind.IDENTITY)


def _american(text: str) -> Iterator[tuple[int, int]]:
    for found in _SSN.finditer(text):
        yield found.span()
    for found in _SSN_PLAIN.finditer(text):
        yield found.span(1)


def _chinese(text: str) -> Iterator[tuple[int, int]]:
    for found in _CHINESE.finditer(text):
        number = found[0].replace(" ", "")
        digits = as_digits(number[:17])
        month, day = int(digits[10:12]), int(digits[12:14])
        total = sum(int(d) * w for d, w in zip(digits, _CHINESE_WEIGHTS, strict=True))
        checked = "10X98765432"[total % 11] == as_digits(number[17]).upper()
        if 1 <= month <= 12 and 1 <= day <= 31 and checked:
            yield found.span()


def _russian(text: str) -> Iterator[tuple[int, int]]:
    for found in _SNILS.finditer(text):
        digits = "".join(found.groups())
        total = sum(int(d) * (9 - at) for at, d in enumerate(digits[:9]))
        if total % 101 % 100 == int(digits[9:]):
            yield found.span()
    for found in _INN.finditer(text):
        if all(
            sum(int(d) * w for d, w in zip(found[1], weights, strict=False)) % 11 % 10
            == int(found[1][len(weights)])
            for weights in _INN_WEIGHTS
        ):
            yield found.span(1)


def _passport(text: str) -> Iterator[tuple[int, int]]:
    for found in _MRZ.finditer(text):
        line = _FILLER.sub("<", found[1]).replace(" ", "")
        if (
            line.count("<<") >= 2
            or ("<<" in line[2:] and line[0] in "PIAC")
            or _MRZ_SECOND.match(line)
        ):
            yield found.span(1)
