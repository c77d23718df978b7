"""Numbers that stand for one person in one country, by form, check digits and, where these prove little, by their name.

Each follows what its country publishes: CPF (Receita Federal), codice fiscale (DM 23/12/1976), DNI and NIE (Ministerio
del Interior), Steuer-ID and PESEL (ISO 7064 and weights), NIR (INSEE), AHV (EAN-13), RRN, Aadhaar, NINO, SIN, BSN.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from knowledge.privacy.numbers import luhn
from knowledge.privacy.span import Kind, Span

NEAR: Final = 60
"""Characters before a number in which its name may stand."""


def nationals(text: str) -> Iterator[Span]:
    """Yield numbers of persons in other countries than `identity` knows."""
    for pattern, name, valid in _FORMS:
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - NEAR) : found.start()]
            if (name is None or name.search(before)) and valid(re.sub(r"[ .-]", "", found[0])):
                yield Span(found.start(), found.end(), Kind.IDENTITY)


def _cpf(number: str) -> bool:
    digits = [int(c) for c in number]
    checks = (
        sum(d * w for d, w in zip(digits, range(size + 1, 1, -1), strict=False)) * 10 % 11 % 10
        for size in (9, 10)
    )
    return len(set(digits)) > 1 and all(check == digits[9 + at] for at, check in enumerate(checks))


def _spanish(number: str) -> bool:
    digits = str("XYZ".find(number[0])) + number[1:-1] if number[0].isalpha() else number[:-1]
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == number[-1]


def _italian(number: str) -> bool:
    odd = (
        1,
        0,
        5,
        7,
        9,
        13,
        15,
        17,
        19,
        21,
        2,
        4,
        18,
        20,
        11,
        3,
        6,
        8,
        12,
        14,
        16,
        10,
        22,
        25,
        24,
        23,
    )
    values = [int(c) if c.isdigit() else ord(c) - 65 for c in number]
    total = sum(value if at % 2 else odd[value] for at, value in enumerate(values[:15]))
    return chr(65 + total % 26) == number[15]


def _steuer(number: str) -> bool:
    product = 10
    for c in number[:10]:
        product = 2 * ((int(c) + product) % 10 or 10) % 11
    return (11 - product) % 10 == int(number[10])


def _pesel(number: str) -> bool:
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
    return sum(int(c) * w for c, w in zip(number, weights, strict=True)) % 10 == 0


def _nir(number: str) -> bool:
    return 97 - int(number[:13]) % 97 == int(number[13:])


def _ean(number: str) -> bool:
    return sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(number)) % 10 == 0


def _bsn(number: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(c) * w for c, w in zip(number, weights, strict=True)) % 11 == 0


def _korean(number: str) -> bool:
    return 1 <= int(number[2:4]) <= 12 and 1 <= int(number[4:6]) <= 31


def _numbered(number: str) -> bool:
    return sum(c.isdigit() for c in number) >= 3


def _any(number: str) -> bool:
    return True


def _name(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_FORMS: Final[tuple[tuple[re.Pattern[str], re.Pattern[str] | None, Callable[[str], bool]], ...]] = tuple(
    (re.compile(rf"(?<![\w.-]){form}(?![\w-])"), _name(name) if name else None, valid)
    for form, name, valid in (
        (r"\d{3}\.\d{3}\.\d{3}-\d{2}", "", _cpf),
        (r"\d{11}", r"\bcpf\b", _cpf),
        (r"(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]", r"\b(?:dni|nie|nif)\b|identidad", _spanish),
        (r"[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]", "", _italian),
        (r"\d{2} ?\d{3} ?\d{3} ?\d{3}", r"steuer-?(?:id|nr|nummer|identifikation)|idnr|tax id", _steuer),
        (r"\d{2} ?\d{6} ?[A-Z] ?\d{3}", r"sozialversicherung|rentenversicherung|\bsvnr\b", _any),
        (r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}", "", _nir),
        (r"756\.\d{4}\.\d{4}\.\d{2}", "", _ean),
        (r"\d{11}", r"\bpesel\b", _pesel),
        (r"\d{4}[ .]?\d{2}[ .]?\d{3}|\d{9}", r"\bbsn\b|burgerservice", _bsn),
        (r"\d{6}-[1-4]\d{6}", "", _korean),
        (r"\d{4} ?\d{4} ?\d{4}", r"aadhaar|आधार|マイナンバー|個人番号", _any),
        (r"[A-CEGHJ-PR-TW-Z]{2} \d{2} \d{2} \d{2} [A-D]", "", _any),
        (r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]", r"national insurance|\bnino?\b", _any),
        (r"[A-Z][A-Z0-9]{7,8}", r"passport|reisepass|passeport|pasaporte|паспорт|护照", _numbered),
        (r"\d{3}[- ]?\d{3}[- ]?\d{3}", r"\bsin\b|social insurance", luhn),
        (r"\d{6}[-+]?\d{4}", r"personnummer|personal identity", luhn),
    )
)  # fmt: skip
"""Form, the name that has to stand before it (empty: none), and what its digits have to fulfil."""
