"""Codes in groups that let in, unlock or set up: recovery codes, BitLocker's, licences, keys of second factors.

BitLocker: each of the eight groups is a multiple of 11 below 720,896 (Microsoft, "Recovery key"). Second factors:
base32 (RFC 4648), as RFC 6238 and the Key Uri Format have it. The others say in words what they are.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from knowledge.privacy.fold import as_digits
from knowledge.privacy.span import Kind, Span

_D: Final = r"[0-9OolI|]"
_LOCK: Final = re.compile(rf"(?<![\w-]){_D}{{6}}(?:[ ]?[-–— \n][ \n]?{_D}{{6}}){{7}}(?![\w-])")
LOCK_LEAST: Final = 6
"""Groups of the eight that have to be right: by chance one in eleven is, and OCR misreads a digit or two."""

_LICENCE: Final = re.compile(
    r"(?<![\w-])[A-Z0-9]{4,6}(?:(?:[-–—][A-Z0-9]{4,6}){2,7}|(?: [A-Z0-9]{4,6}){3,5})(?![\w-])"
)
_LICENCE_WORDS: Final = re.compile(
    r"licen[cs]e|licen[cs]ia|licença|lizenz|product[ -]?key|produktschlüssel|clé (?:de )?(?:produit|licence)|serial key"
    r"|cd[ -]?key|activation|activación|aktivierung|лиценз|ключ (?:продукта|активации)|активаци"
    r"|激活码|激活密钥|产品密钥|许可证|序列号|授权码|プロダクトキー|ライセンス|제품 키|라이선스",
    re.IGNORECASE,
)
_FIVES: Final = re.compile(r"[BCDFGHJKMNPQRTVWXY2-9]{5}(?:-[BCDFGHJKMNPQRTVWXY2-9]{5}){4}")
"""Microsoft's product keys, which need no word: five groups of letters and digits that are not taken for others."""
_SETUP: Final = re.compile(
    r"(?<![\w-])(?:(?:[A-Z2-7]{4}[ -]){3,15}[A-Z2-7]{1,4}|(?:[a-z2-7]{4}[ -]){3,15}[a-z2-7]{1,4}"
    r"|[A-Z2-7]{16,64})(?![\w-])"
)
_SETUP_WORDS: Final = re.compile(
    r"authenticat|\b2fa\b|\bmfa\b|two[- ](?:factor|step)|totp|\botp\b|set-?up key|secret key|manual(?:ly)? ent|qr"
    r"|authentifi|autentica|authentifizier|einrichtungs|двухфактор|двухэтап|аутентифик|ключ настройки"
    r"|身份验证|双重|两步|二步|验证器|密钥|認証|認證|인증",
    re.IGNORECASE,
)
NEAR: Final = 160
"""Characters before a code in which a word may say what it is."""

_HEADING: Final = re.compile(
    r"(?:recovery|backup|back-up|rescue|scratch|emergency|one-time)[ -]?(?:login |pass)?codes"
    r"|(?:wiederherstellungs|ersatz|notfall|backup-)codes|codes de (?:secours|récupération|sauvegarde)"
    r"|códigos de (?:respaldo|recuperación|seguridad|backup|recuperação)|codici di (?:backup|recupero)"
    r"|резервны(?:е|х) код(?:ы|ов)|код(?:ы|ов|а)? восстановления"
    r"|备用(?:验证)?[码代]|备份[码代]|恢复[码代]|備用(?:驗證)?碼|復原碼"
    r"|バックアップ ?コード|リカバリー? ?コード|백업 코드|복구 코드",
    re.IGNORECASE,
)
_CODE: Final = (
    r"(?:[A-Za-z0-9]{4,10}(?:[-–][A-Za-z0-9]{4,10}){1,3}|\d{4} \d{4}|\d{3} \d{3}|[A-Za-z0-9]{6,16})"
)
_CODES: Final = re.compile(
    rf"[^\w\n]*(?:\d{{1,2}}[.)]?[ \t]+)?{_CODE}(?:[ \t,;|•*]+(?:\d{{1,2}}[.)][ \t]*)?{_CODE})*[^\w\n]*"
)
_ONE: Final = re.compile(rf"(?<!\w){_CODE}(?!\w)")
BEFORE_CODES, MOST_LINES, FEWEST = 6, 30, 3
"""Lines of advice under a heading; lines in all; codes from which on they are a list."""


def codes(text: str) -> Iterator[Span]:
    """Yield codes in groups, each as one."""
    for found in _LOCK.finditer(text):
        groups = re.findall(rf"{_D}{{6}}", found[0])
        if sum(_is_lock(int(as_digits(group))) for group in groups) >= LOCK_LEAST:
            yield Span(*found.span(), Kind.KEY)
    for found in _LICENCE.finditer(text):
        if _FIVES.fullmatch(found[0]) or (
            _is_licence(found[0]) and _said(_LICENCE_WORDS, text, found)
        ):
            yield Span(*found.span(), Kind.KEY)
    for found in _SETUP.finditer(text):
        if _is_mixed(found[0]) and _said(_SETUP_WORDS, text, found):
            yield Span(*found.span(), Kind.KEY)
    for found in _HEADING.finditer(text):
        yield from _under(text, found.end())


def _is_lock(group: int) -> bool:
    return group % 11 == 0 and group < 720_896


def _is_licence(code: str) -> bool:
    """Tell whether groups hold letters and digits; where blanks part them, words and years do not do."""
    if " " not in code:
        return _is_mixed(code)
    return sum(_is_mixed(group) for group in code.split()) >= 2


def _is_mixed(code: str) -> bool:
    return any(c.isdigit() for c in code) and any(c.isalpha() for c in code)


def _said(words: re.Pattern[str], text: str, found: re.Match[str]) -> bool:
    return words.search(text, max(0, found.start() - NEAR), found.start()) is not None


def _under(text: str, at: int) -> Iterator[Span]:
    """Yield the codes of the lines below a heading that ends at `at`, or behind it."""
    lines: list[tuple[int, str]] = []
    for line in text[at : at + 3_000].split("\n")[:MOST_LINES]:
        lines.append((at, line))
        at += len(line) + 1
    full = [(start, line) for start, line in lines if line.strip()]
    first = next((n for n, (_, line) in enumerate(full) if _CODES.fullmatch(line)), len(full))
    if first > BEFORE_CODES:
        return
    listed = takewhile(lambda one: _CODES.fullmatch(one[1]), full[first:])
    spans = [
        Span(start + one.start(), start + one.end(), Kind.KEY)
        for start, line in listed
        for one in _ONE.finditer(line)
        if not one[0].isalpha() or "-" in one[0]
    ]
    numbered = sum(any(c.isdigit() for c in text[one.start : one.end]) for one in spans)
    if len(spans) >= FEWEST and numbered * 2 >= len(spans):
        yield from spans
