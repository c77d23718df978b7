"""Secrets that their surroundings or looks betray, without a label: in addresses, commands, headers and codes."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from knowledge.privacy.changes import changes, is_random
from knowledge.privacy.span import Kind, Span
from knowledge.privacy.values import could_be, is_dense, is_variable

_HEADER: Final = re.compile(
    r"\b(?:bearer|basic|token)[ \t]+(?P<v>[\w.~+/-]{16,}={0,2})", re.IGNORECASE
)
_DOTTED: Final = re.compile(
    r"(?<![\w./-])(?P<v>ey[\w-]{14,}[ ]?\.[ ]?[\w-]{14,}(?:[ ]?\.[ ]?\n?[ \t]{0,8}[\w-]{10,})?)"
)
"""A JSON Web Token (RFC 7519) whose third letter was misread: two long pieces and mostly a third, parted by dots."""
_FLAG: Final = re.compile(
    r"(?:\s-u|--user)[ =]+[\w.@-]+:(?P<v>[^\s'\"]{3,})"
    r"|(?:sshpass\s+-p|--password|--passwd|--pass|--token|--secret|--api-key)[ =]+['\"]?(?P<w>[^\s'\"]{4,})"
    r"|\b(?:mysql|mysqldump|mariadb|mysqladmin)\b[^\n|;]{0,80}?\s-p(?P<x>[^\s'\"]{4,})"
    r"|(?i:identified by|with password)[ ]+['\"](?P<s>[^\s'\";]{4,})['\"]|\brequirepass[ ]+(?P<r>\S{4,})"
    r"|\b(?:docker|podman|helm|oc|az)\b[^\n|;]{0,60}?\s-p\s+['\"]?(?P<t>[^\s'\"]{4,})"
    r"|\bredis-cli\b[^\n|;]{0,80}?\s-a\s+(?P<y>[^\s'\"]{4,})|\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+(?P<z>\S{4,})"
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
_PAIR: Final = re.compile(
    r"\b(?:log-?in|user(?:name)?|wi-?fi|wlan|ssid|account|creds|admin|zugang|логин)\b[ :=]{1,3}"
    r"[\w.@-]{2,40}[ ]?/[ ]?(?P<v>[^\s/]{6,40})",
    re.IGNORECASE,
)
"""`login mara / …`"""
_LOGIN: Final = re.compile(
    r"(?:\b(?:log-?in|sign-?in|cred(?:ential)?s?|basic auth|account|zugang(?:sdaten)?|anmeldung|identifiants?"
    r"|accès|acceso)|логин|доступ|вход|уч[её]тн\w+ (?:запись|данные)|账号|帳號|登录|凭据)"
    r"(?:[ ](?:details|data|is|for|with|as))?"
    r"[ \t]{0,3}[:：=]?[ \t]{0,3}\n?[ \t\"'`]{0,3}(?<![\w-])(?!(?:as|at|id|no|name|type|customer|server"
    r"|host|number|region|plan|status|e-?mail|phone|date|time|note|version|wechat|team|owner|role|tenant)s?:)"
    r"[A-Za-z][\w.-]{1,40}(?:@[\w.-]+)?"
    r":(?P<v>[^\s:/@\"'`<>]{6,60}+)(?![:/@])",
    re.IGNORECASE,
)
_AT_HOST: Final = re.compile(
    r"(?<![\w./:@-])(?!(?:e-?mail|mail|mailto|to|from|cc|bcc|contact|author|sip|xmpp|acct)\b)[A-Za-z][\w.-]{1,40}"
    r":(?P<v>[^\s:/@\"'`<>]{6,60})@(?:\d{1,3}(?:\.\d{1,3}){3}|[\w-]+(?:\.[\w-]+)*(?=[:/]\d|/\w)|[\w-]+(?:\.[\w-]+)*:\d)",
    re.IGNORECASE,
)
"""`name:password` behind what says that it lets in, or before a host with its port or path."""
_HEX_KEY: Final = re.compile(
    r"(?<![\w-])(?<!cache )(?<!public )(?<!primary )key[\"']?[ \t]{0,3}[:=]"
    r"[ \t]{0,3}[\"']?(?P<v>[0-9a-f]{32,128})(?!\w)",
    re.IGNORECASE,
)
_MARKS: Final = r"#!%&*?$^~"
_ALONE: Final = re.compile(
    rf"(?:^|(?<=\t))[ ]*(?:(?=\S*[A-Z])(?=\S*[a-z])(?=\S*\d)(?=\S*[{_MARKS}])(?=(?:[^\s+{_MARKS}]*[+{_MARKS}]){{2}})"
    rf"(?P<v>[\w+{_MARKS}@-]{{10,32}})|(?P<w>[A-Z][a-z]{{2,11}}(?:[-_.][A-Z][a-z]{{2,11}}){{1,3}}[-_.]\d{{2,4}}))"
    rf"(?=(?:[ ]+[A-Z][a-z]{{2,6}})?[ \t]*$)",
    re.MULTILINE,
)
"""A generated password alone in its line or cell, or left of a button: letters of both cases, digits and marks,
nothing of an address. Base64 has many a plus but none of the other marks. Or words with capitals and a number."""
_AMID: Final = re.compile(
    rf"(?<![^\s\"'`(:])(?=\S*[A-Z])(?=\S*[a-z])(?=\S+[{_MARKS}][^\s.,;:!?])(?P<v>[A-Za-z0-9_+{_MARKS}@-]{{10,32}})"
    rf"(?=[\s\"'`).,]|$)"
)
"""The same among words; how random it has to be, `_is_generated` says."""
_GROUPS: Final = re.compile(r"(?<![\w/.&=-])(?P<v>[A-Za-z\d]{6}(?:-[A-Za-z\d]{6}){2})(?![\w/-])")
"""As browsers and telephones make them up."""
_WORD_MARKS: Final = re.compile(
    r"(?<![\w/.&=-])(?P<v>[A-Z][a-z]{2,11}[!?#$%&*]{2,3}\d{2,6})(?![\w/])"
)
_CODE_SAYS: Final = re.compile(
    r"\bWIFI:[^\n]*?\bP:(?P<v>(?:\\.|[^;\n]){4,})|\botpauth:[^\n]*?\bsecret=(?P<w>[A-Z2-7=]{8,})",
    re.IGNORECASE,
)
"""What QR codes hold of networks (Wi-Fi Alliance, WPA3) and second factors (Key Uri Format)."""
_HOOK: Final = re.compile(
    r"discord(?:app)?\.com/api/webhooks/\d{6,20}/(?P<v>[\w-]{20,})|[?&;](?:sig|signature|X-Amz-Signature)=(?P<w>[\w%+/=-]{20,})"
)
"""Addresses that let in whoever has them."""
_ASSIGNED: Final = re.compile(
    r"^[ \t$>|\d]{0,8}(?:export[ ]+|set[ ]+)?(?P<name>[A-Z][A-Z0-9_]{3,40})="
    r"[\"']?(?P<v>[^\s\"'<>]{12,200})[\"']?[ \t]*$",
    re.MULTILINE,
)
_PUBLIC: Final = re.compile(
    "HASH|SHA|MD5|DIGEST|COMMIT|VERSION|BUILD|TAG|PUBLIC|PUB_|INTEGRITY|PATH|DIR|FILE|URL|URI|HOST|IMAGE|LABEL|NAME|DATE"
    "|TIME|EMAIL|REGION|BUCKET|ARN|COLOR|TITLE|(?:^|_)IDS?$|LOCALE|LANG|FINGERPRINT|CHECKSUM|CERT"
)
"""Variables of an environment that hold nothing secret, by what their names say."""


def shaped(text: str) -> Iterator[Span]:
    """Yield keys and passwords that stand where or look as such things do."""
    for pattern, kind, fits in _PATTERNS:
        for found in pattern.finditer(text):
            name = found.lastgroup or "v"
            if fits(found[name]):
                yield Span(*found.span(name), kind)
    for found in _ASSIGNED.finditer(text):
        if not _PUBLIC.search(found["name"]) and _assigned(found["v"]):
            yield Span(*found.span("v"), Kind.KEY)


def _assigned(value: str) -> bool:
    """Tell whether a value of the environment is random: no version, no name of a release."""
    return is_dense(value) and is_random(value) and value.count("-") < 3 and value.count(".") < 3


def _is_generated(value: str) -> bool:
    """Tell whether cases, digits and marks change as often as in no name, formula or piece of an address."""
    inner = value.strip(_MARKS + "_@+-")
    marks = sum(c in _MARKS + "@" for c in inner)
    turns = changes(inner) + marks
    spelt = re.search(r"[^\W_]{4}", inner) is not None and re.search("%[0-9A-F]{2}", inner) is None
    return spelt and marks > 0 and turns >= 3 and turns * 6 >= len(value)


def _is_mixed(value: str) -> bool:
    """Tell whether groups are a browser's: a capital and a digit, or digits in most of them; no hexadecimal one."""
    numbered = sum(any(c.isdigit() for c in group) for group in value.split("-"))
    capital = any(c.isupper() for c in value) and any(c.islower() for c in value)
    beyond = re.search("[g-z].*[g-z]", value, re.IGNORECASE) is not None
    return beyond and (numbered > 1 or (numbered == 1 and capital))


def _is_strong(value: str) -> bool:
    return could_be(value, weak=False)


def _is_value(value: str) -> bool:
    return not is_variable(value)


_PATTERNS: Final[tuple[tuple[re.Pattern[str], Kind, Callable[[str], bool]], ...]] = (
    (_HEADER, Kind.KEY, is_random),
    (_DOTTED, Kind.KEY, is_random),
    (_CONNECTION, Kind.PASSWORD, _is_value),
    (_RUN_TOGETHER, Kind.PASSWORD, is_random),
    (_ALONE, Kind.PASSWORD, bool),
    (_AMID, Kind.PASSWORD, _is_generated),
    (_GROUPS, Kind.PASSWORD, _is_mixed),
    (_WORD_MARKS, Kind.PASSWORD, bool),
    (_FLAG, Kind.PASSWORD, _is_value),
    (_CODE_SAYS, Kind.PASSWORD, _is_value),
    (_HOOK, Kind.KEY, _is_value),
    (_PAIR, Kind.PASSWORD, is_dense),
    (_LOGIN, Kind.PASSWORD, _is_strong),
    (_AT_HOST, Kind.PASSWORD, _is_strong),
    (_HEX_KEY, Kind.KEY, bool),
)
"""What is looked for, what it is called, and what a value has to be."""
