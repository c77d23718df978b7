"""Card numbers and bank accounts, told from other numbers by their checksums.

Cards: ISO/IEC 7812 (Luhn, beginnings and lengths by network). Accounts: ISO 13616 (IBAN, mod 97).
"""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.privacy.fold import as_digits
from knowledge.privacy.span import Kind, Span

_D: Final = r"[0-9OoQDIl|SBZ]"
_G: Final = r"[ \t\n.-]{0,3}"
_CARD: Final = re.compile(
    rf"(?<![\w.+-])(?:{_D}{{4}}{_G}{_D}{{4}}{_G}{_D}{{4}}{_G}{_D}{{4}}(?:[ -]?{_D}{{3}})?"
    rf"|{_D}{{4}}[ .-]{{0,2}}{_D}{{6}}[ .-]{{0,2}}{_D}{{4,5}})(?![\w-])"
)
_NETWORKS: Final = re.compile(
    r"4\d{15}(?:\d{3})?|(?:5[1-5]|22[2-9]|2[3-6]|27[01]|2720|220[0-4])\d+|3[47]\d{13}|3(?:0[0-5]|[689])\d{12}"
    r"|(?:6011|65|64[4-9]|62|81|35(?:2[89]|[3-8]))\d+|(?:50|5[6-9]|6[0-9])\d{14}"
)
_CARD_WORDS: Final = re.compile(
    r"\bcard\b|\bvisa\b|mastercard|\bamex\b|\bcvv|\bcvc|valid thru|\bexp(?:iry|ires)?\b|卡号|信用卡|银行卡|карт",
    re.IGNORECASE,
)
_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9])(?P<land>[A-Z]{2})\s?(?P<check>[0-9OIlSB]{2})"
    r"(?P<rest>(?:[ \t\n-]{0,2}[A-Z0-9l|]){11,30})(?![A-Za-z0-9])"
)
_CHECK_CODE: Final = re.compile(r"\b(?:CVV2?|CVC2?|CVN)\W{0,3}(\d{3,4})\b", re.IGNORECASE)
NEAR: Final = 120
"""Characters around a number in which a word may say what it is."""

IBAN_LENGTHS: Final = {
    land: int(length)
    for land, length in re.findall(
        r"([A-Z]{2})(\d{2})",
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22"
        "GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22"
        "MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27TN24TR26UA29VA22VG24XK20",
    )
}
"""Characters of an account number by country (SWIFT, IBAN Registry)."""


def cards(text: str) -> Iterator[Span]:
    """Yield card numbers; a letter may stand for a digit that looks like it."""
    for found in _CARD.finditer(text):
        digits = as_digits(re.sub(r"[\s.-]", "", found[0]))
        if sum(c.isdigit() for c in found[0]) < len(digits) - 3 or not _NETWORKS.fullmatch(digits):
            continue
        # A misread digit breaks the checksum; a card says in words that it is one.
        if luhn(digits) or _said(_CARD_WORDS, text, found):
            yield Span(found.start(), found.end(), Kind.CARD)
    for found in _CHECK_CODE.finditer(text):
        yield Span(found.start(1), found.end(1), Kind.CARD)


def accounts(text: str) -> Iterator[Span]:
    """Yield IBANs, in groups or not."""
    for found in _IBAN.finditer(text):
        length = IBAN_LENGTHS.get(found["land"])
        if length is None:
            continue
        places = [at for at in range(*found.span()) if not text[at].isspace() and text[at] != "-"]
        said = re.search("iban", text[max(0, found.start() - NEAR) : found.start()], re.IGNORECASE)
        # Of a row of equal digits OCR likes to lose one.
        if len(places) < length - (2 if said else 0):
            continue
        account = "".join(text[at] for at in places[:length])
        end = places[:length][-1] + 1
        if mod97(account) == 1 or said:
            yield Span(found.start(), end, Kind.IBAN)


def luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def mod97(account: str) -> int:
    """Return the remainder that is 1 for a valid IBAN (ISO 7064), misread digits put right."""
    moved = account[4:] + account[:2] + as_digits(account[2:4])
    return int("".join(str(int(c, 36)) for c in moved if c.isalnum())) % 97


def _said(words: re.Pattern[str], text: str, found: re.Match[str]) -> bool:
    return bool(words.search(text[max(0, found.start() - NEAR) : found.end() + NEAR]))
