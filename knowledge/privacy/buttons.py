"""Secrets that a button beside them betrays: what a page offers to copy, show or hide is no prose.

Knows no labels of secrets, only those of things that a page offers to copy although they are public.
"""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.privacy.changes import is_random
from knowledge.privacy.span import Kind, Span
from knowledge.privacy.values import could_be, is_dense, is_uuid

COPY: Final = (
    r"cop(?:y|ied)(?: to clipboard)?|kopieren|copier|copiar|copia|kopiuj|复制|拷贝|複製|コピー|복사"
    r"|с?копировать"
)
SHOW: Final = (
    r"show|hide|reveal|unmask|view|an?zeigen|verbergen|afficher|masquer|mostrar|ocultar|mostra|nascondi|pokaż|ukryj"
    r"|显示|隐藏|顯示|隱藏|查看|表示|표시|보기|показать|скрыть"
)
_BESIDE: Final = re.compile(
    rf"(?:^|\t| {{3,}})[ \t]*(?P<v>[^\s\"'<>]{{8,128}})[ \t]+(?:(?P<copy>{COPY})|{SHOW})!?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PUBLIC: Final = re.compile(
    r"(?:\bid|address|hash|sha|md5|checksum|digest|fingerprint|order|invoice|tracking|serial|model|version|build|commit"
    r"|public(?: key)?|url|link|host|name|number|no\.?|reference|e-?mail|adresse|nummer|номер|адрес|ссылка"
    r"|编号|地址|订单号?|单号|链接)[ \t]*[:：]?[ \t]*$",
    re.IGNORECASE,
)
"""How labels end of what everybody may copy."""
_OPEN: Final = re.compile(
    r"AAAA|[^@]+@[\w-]+\.|.*\.[a-z]{2,4}$|(?:0x|bc1|ltc1|Qm)|.*/|v\d+\.|.*\d{8}T\d|[Ww]indows"
)
"""Public keys, addresses of mail, files, wallets and content, versions, times."""


def beside_buttons(text: str) -> Iterator[Span]:
    """Yield random-looking values alone in their line or cell, with a button right of them."""
    for found in _BESIDE.finditer(text):
        value = found["v"]
        if is_uuid(value) or _OPEN.match(value) or not is_random(value):
            continue
        fits = is_dense(value) if found["copy"] else could_be(value, weak=False)
        if fits and not (found["copy"] and _PUBLIC.search(_label(text, found.start("v")))):
            yield Span(*found.span("v"), Kind.PASSWORD)


def _label(text: str, at: int) -> str:
    """Return what names the field that begins at `at`: left of it or, where nothing is there, the line above."""
    before = text[max(0, at - 120) : at].rstrip(" \t\n")
    return before.rpartition("\n")[2]
