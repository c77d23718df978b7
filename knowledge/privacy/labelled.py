"""Secrets that only their label betrays: `password: …`, `API_KEY=…`, `user:…@host`, a private key's block.

A value counts if it could be one: not a mask, a variable, a type or a word such as `required`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from knowledge.privacy.known import is_random
from knowledge.privacy.span import Kind, Span

_PASS_WORDS: Final = (
    r"pass[ _-]?words?|pass[ _-]?wd|passwd|pass[ _-]?phrase|pass[ _-]?code|pwd|kennwort|passwort|contraseña"
    r"|mot de passe|пароль|[∏π][l1i]?[aа][pр]?(?:o|о)[bь]{1,3}"
    r"|(?:[∏πn]|[tf][lt]|ii)[l1i]?[aа][pр](?:o|о)[nлjl]?[bь]{1,3}|密码|密碼|口令"
)
"""The odd ones are what OCR that knows no Cyrillic makes of the Russian word."""
_TOKEN_WORDS: Final = (
    r"api[ _-]?key|secret[ _-]?access[ _-]?key|access[ _-]?key|secret[ _-]?key|client[ _-]?secret|private[ _-]?key"
    r"|account[ _-]?key|signing[ _-]?key|encryption[ _-]?key|auth[ _-]?token|access[ _-]?token|refresh[ _-]?token"
    r"|secret|token|ключ|токен|密钥|密鑰|令牌"
)
_KEY_ID: Final = r"access[ _-]?key[ _-]?[il1]d"
"""Half of a pair; alone it opens nothing, but it names the account and is rotated like the other half."""
_CODE: Final = (
    r"pin(?:[ _-]?code)?|(?:one[ -]time|verification|recovery|backup|security|2fa)[ _-]?(?:pass)?codes?"
    r"|otp|验证码"
)


def _loose(words: str) -> str:
    """Let a pattern of words fit what OCR makes of them: one of two equal letters gone, a zero for an O."""
    return re.sub(r"([a-z])\1", r"\1{1,2}", words).replace("o", "[o0]")


_PASS, _TOKEN = _loose(_PASS_WORDS), _loose(_TOKEN_WORDS)
_SEP: Final = r"[\"'’]?[ \t]{0,12}(?:[:=：＝]{1,2}|=>|->)[ \t]{0,40}\n?[ \t]{0,8}"
_SAID: Final = r"[ \t]{1,3}(?:is|was|lautet|est|es|это|是|为)[ \t]*[:：]?[ \t]{0,3}"
_VALUE: Final = (
    r"(?:\"(?P<q>[^\"\n]{3,200})\"|'(?P<a>[^'\n]{3,200})'|[\"']?(?P<v>[^\s\"'`,;，；。<>]{3,400}))"
)
"""In quotes, whose second one may stand in the next line, or bare."""
_BEFORE: Final = r"(?<![A-Za-z])"

_PASSWORD: Final = re.compile(
    rf"(?:{_PASS}|_pass)(?P<sep>{_SEP}|{_SAID}){_VALUE}",
    re.IGNORECASE,
)
_SECRET: Final = re.compile(rf"{_BEFORE}(?:{_TOKEN})(?P<sep>{_SEP}|{_SAID}){_VALUE}", re.IGNORECASE)
_NUMBER: Final = re.compile(
    rf"{_BEFORE}(?:{_CODE})(?:{_SEP}|{_SAID}|[ \t])(?P<v>\d{{3}}[ -]?\d{{1,5}})(?![\w.])",
    re.IGNORECASE,
)
_FORM: Final = re.compile(
    rf"^[ \t]*[^\n:=]{{0,24}}?(?:{_PASS}|{_TOKEN}|{_KEY_ID})[ \t*:：]*\n[ \t]*(?P<v>\S{{6,200}})[ \t]*(?:\n|$)",
    re.IGNORECASE | re.MULTILINE,
)
"""A web form: the label stands above its field."""
_CELL: Final = re.compile(
    rf"(?:^|\t)[ ]*[^\n\t:=]{{0,24}}?(?:{_PASS}|{_TOKEN}|{_KEY_ID})[ *:：]*(?:\t[ \t]*| {{3,}})(?P<v>\S{{6,400}})[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A table or a page of settings: the label stands left of its value, far from it."""
_REST: Final = re.compile(
    r"[\"']?[ \t]*\n[ \t>|]{0,8}(?P<v>[\w+/=.~-]{4,200})[\"',;]*[ \t]*$", re.MULTILINE
)
"""What stands alone on the next line, where a long value was broken."""
_HEADER: Final = re.compile(
    r"\b(?:bearer|basic|token)[ \t]+(?P<v>[\w.~+/-]{16,}={0,2})", re.IGNORECASE
)
_DOTTED: Final = re.compile(
    r"(?<![\w./-])(?P<v>ey[\w-]{14,}[ ]?\.[ ]?[\w-]{14,}(?:[ ]?\.[ ]?\n?[ \t]{0,8}[\w-]{10,})?)"
)
"""A JSON Web Token (RFC 7519) whose third letter was misread: two long pieces and mostly a third, parted by dots."""
_FLAG: Final = re.compile(
    r"(?:\s-u|--user)[ =]+[\w.@-]+:(?P<v>[^\s'\"]{3,})"
    r"|(?:sshpass\s+-p|--password|--passwd)[ =]*['\"]?(?P<w>[^\s'\"]{4,})"
)
_CONNECTION: Final = re.compile(
    r"[A-Za-z][\w+.-]{1,20}[ ]?:?[ ]?/[ ]?/[ ]?(?P<user>[^\s:/@]{0,60})[ ]?[:：][ ]?"
    r"(?P<v>[^\s/@]{2,120})(?:[ ]?@[ ]?[\w.\[-]|[ ]?\n[ ]?@[\w-]+\.[\w-]+[.:/])"
)
"""A narrow window may break it before the host, which then has to look like one: people are named alike."""
_RUN_TOGETHER: Final = re.compile(
    r"[a-z][a-z+\d]{1,12}:?//(?P<v>[^\s:/@?#]{12,120})@[\w\[-]", re.IGNORECASE
)
"""Name and password in an address whose colon was lost."""
_ALONE: Final = re.compile(
    r"(?:^|(?<=\t))[ ]*(?=\S*[A-Z])(?=\S*[a-z])(?=\S*\d)(?=\S*[#!%&*?$^~])(?=(?:[^\s#!%&*+?$^~]*[#!%&*+?$^~]){2})"
    r"(?P<v>[\w#!%&*+?$^~@-]{10,32})(?=[ \t]*$)",
    re.MULTILINE,
)
"""A generated password alone in its line or cell: letters of both cases, digits and marks, nothing of an address.
Base64 has many a plus but none of the other marks."""
_MIXED: Final = re.compile(r"(?=.*[a-z][A-Z])(?=.+[!#$%&*+^~].).{8}")
"""What no word looks like even without a digit: a capital behind a small letter, and a mark within."""
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""Names a thing, unless a label that is tied to it by a colon says that it opens one."""
_CODE_SAYS: Final = re.compile(
    r"\bWIFI:[^\n]*?\bP:(?P<v>(?:\\.|[^;\n]){4,})|\botpauth:[^\n]*?\bsecret=(?P<w>[A-Z2-7=]{8,})",
    re.IGNORECASE,
)
"""What QR codes hold of networks (Wi-Fi Alliance, WPA3) and second factors (Key Uri Format)."""
_BEGIN: Final = "(?:BEGIN|EGIN|BGIN|BEIN|BEGN|BEGI)"
_END: Final = "(?:END|-[ ]?(?:ND|ED|EN))"
"""As OCR leaves them where lines are low."""
_OF_KEY: Final = r"[ A-Z0-9]{0,24}PRIVATE[ ]?KEY"
_BLOCK: Final = re.compile(
    rf"-*[ ]?{_BEGIN}{_OF_KEY}(?:[ ]?BLOCK)?[ ]?-*.{{0,400}}?(?:{_END}{_OF_KEY}[^\n]*)"
    rf"|-*[ ]?{_BEGIN}{_OF_KEY}[^\n]*(?:\n[ \t]*[\w+/=:,. -]{{16,}})*"
    rf"|(?:^[ \t]*[\w+/=]{{16,}}[ \t]*\n)+[ ]?-*[ ]?{_END}{_OF_KEY}[^\n]*",
    re.DOTALL | re.MULTILINE,
)
"""From its first line to its last; either of them may have been misread."""

LONG: Final = 16
"""Characters from which on a value may be broken over two lines; passwords are shorter."""

_NONE: Final = re.compile(
    "required|optional|none|null|nil|true|false|undefined|empty|string|str|text|bytes|int|bool|object|number|any"
    "|incorrect|invalid|wrong|expired|missing|unknown|hidden|masked|redacted|(?:un)?changed|reset|forgot(?:ten)?|show"
    "|hide|here|below|above|again|confirm(?:ation)?|new|old|current|strong|weak|medium|good|ok(?:ay)?|yes|not?|and|the"
    "|an?|your|my|our|his|her|their|its|is|in|on|at|to|by|for|from|with(?:out)?|will|must|should|can|may|valid|needed"
    "|ssh-(?:ed25519|rsa|dss)|protected|encrypted|hashed|stored|saved|sent|disabled|enabled|default|example|sample|changeme|placeholder"
    "|password|passwd|pwd|passphrase|secret|token|key|value|input|field|self|this|request|response|config|settings"
    "|(?:get)?env(?:ironment)?|user(?:name)?|login|e?mail|prompt|manager|policy|generator",
    re.IGNORECASE,
)
"""Words that stand where a secret could, in forms, messages and code."""
_MASK: Final = re.compile(r"[\W_xX]*|(?:.?[*•●∙·※]+.?)+")
MASKED: Final = 0.6
"""Part of a value that is one character: OCR reads a row of dots as letters, but always the same."""
_VARIABLE: Final = re.compile(
    r"\$|%\w+%|\{\{|<|\[|.*[(\[{]|(?:[a-z]+\.)+[a-zA-Z_]+$|[a-z]+(?:_[a-z]+)+$|[a-z][a-z\d+.-]{1,12}://|/[a-z][^/]{0,24}(?:/|$)"
    r"|(?-i:[a-z]{3,12}/[a-z]{3,12}\b)|(?:[a-z\d-]+\.)+[a-z]{2,}/|(?:arn|data|urn|sha\d+|md5|uuid|v\d+):",
    re.IGNORECASE,
)
"""Variables, calls, addresses, paths and names of resources."""


def labelled(text: str) -> Iterator[Span]:
    """Yield the values that stand behind or below a label such as `password`."""
    for pattern, weak in ((_PASSWORD, True), (_SECRET, False)):
        for found in pattern.finditer(text):
            start, end = _value(found)
            sure = weak and any(c in ":=：＝>" for c in found["sep"])
            if _secret(text[start:end], weak=sure):
                end = _to_its_end(text, start, end)
                yield Span(start, end, Kind.PASSWORD if weak else Kind.KEY)
    for pattern in (_FORM, _CELL):
        for found in pattern.finditer(text):
            if _secret(found["v"], weak=False) and not _UUID.match(found["v"]):
                start, end = found.span("v")
                yield Span(start, _to_its_end(text, start, end), Kind.PASSWORD)
    for found in _NUMBER.finditer(text):
        yield Span(*found.span("v"), Kind.PASSWORD)
    for found in (*_HEADER.finditer(text), *_DOTTED.finditer(text)):
        if is_random(found["v"]):
            yield Span(*found.span("v"), Kind.KEY)


def connections(text: str) -> Iterator[Span]:
    """Yield the passwords in addresses and on command lines."""
    for found in _CONNECTION.finditer(text):
        if not (_MASK.fullmatch(found["v"]) or _VARIABLE.match(found["v"])):
            yield Span(*found.span("v"), Kind.PASSWORD)
    for found in _RUN_TOGETHER.finditer(text):
        if is_random(found["v"]):
            yield Span(*found.span("v"), Kind.PASSWORD)
    for found in _ALONE.finditer(text):
        yield Span(*found.span("v"), Kind.PASSWORD)
    for found in (*_FLAG.finditer(text), *_CODE_SAYS.finditer(text)):
        name = "v" if found["v"] else "w"
        if not _VARIABLE.match(found[name]):
            yield Span(*found.span(name), Kind.PASSWORD)


def private_keys(text: str) -> Iterator[Span]:
    """Yield the blocks of private keys, from the first line to the last that belongs to it."""
    for found in _BLOCK.finditer(text):
        yield Span(found.start(), found.end(), Kind.PRIVATE_KEY)


def _value(found: re.Match[str]) -> tuple[int, int]:
    name = next(name for name in ("q", "a", "v") if found[name])
    start, end = found.span(name)
    if name == "v":
        end = start + len(found[name].rstrip(".)!?]}"))
    return start, end


def _to_its_end(text: str, start: int, end: int) -> int:
    """Return where a value ends that may go on in the next line, as a narrow window breaks it."""
    if end - start < LONG or not is_random(text[start:end]):
        return end
    rest = _REST.match(text, end)
    return rest.end("v") if rest and is_random(rest["v"]) else end


def _secret(value: str, *, weak: bool) -> bool:
    """Tell whether a value could be a secret; `weak` ones may look like a word."""
    bare = value.strip(".,;:!?")
    most = Counter(bare).most_common(1)[0][1] if bare else 0
    if (
        len(bare) < 4
        or most > MASKED * len(bare)
        or _MASK.fullmatch(bare)
        or _VARIABLE.match(bare)
        or _NONE.fullmatch(bare)
    ):
        return False
    if _NONE.fullmatch(re.split(r"[)\]}]", bare, maxsplit=1)[0]):
        return False
    letters = any(c.isalpha() for c in bare)
    digits = any(c.isdigit() for c in bare)
    marks = any(not c.isalnum() and c not in "'’" for c in bare[1:-1])
    if weak:
        return digits or marks or (len(bare) >= 6 and bare.isascii())
    strange = bool(_MIXED.search(bare)) or (len(bare) >= 10 and is_random(bare))
    return len(bare) >= 6 and letters and (digits or strange)
