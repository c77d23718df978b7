"""Secrets that their label betrays: `password: …`, `API_KEY=…`, a field below or beside its name."""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.privacy.broken import rest
from knowledge.privacy.changes import is_random
from knowledge.privacy.labels import BRIEF, CODE, ID, PASS, TOKEN, marked
from knowledge.privacy.span import Kind, Span
from knowledge.privacy.values import could_be, is_dense, is_tied_words, is_uuid

_SEP: Final = r"[\"'’`*]{0,2}[ \t]{0,12}(?:[:=：＝]{1,2}|=>|->|[➜→])[ \t]{0,40}\n?[ \t]{0,8}"
_SAID: Final = (
    r"(?:[ \t]{1,3}(?:is|was|(?:has been |was )?(?:set|changed) to|lautet|ist"
    r"|est|es|é|è|это)|[ \t]{0,3}[是为は]|[ \t]{1,3}[-–—](?=[ \t]))[ \t]*[:：]?[ \t]{0,3}"
)
_VALUE: Final = (
    r"(?:\"(?P<q>[^\"\n]{3,200})\"|'(?P<a>[^'\n]{3,200})'|`(?P<t>[^`\n]{3,200})`"
    r"|[\"'`*]{0,2}(?P<v>[^\s\"'`,;，；。<>]{3,400}))"
)
"""In quotes, whose second one may stand in the next line, or bare."""
_FOR: Final = (
    r"(?P<for>[ \t]?\([^()\n]{1,30}\)|[ \t](?:for|of|to|on|at|für|zu|zum|vom|de|del|du|da|pour|para|для|от)[ \t]"
    r"[^\n:=.?!,;\"'\t]{1,30}?)?"
)
"""What it opens: `password for the router: …`."""

_SHORT_FOR: Final = _FOR.replace("?P<for>", "?:")

_TIED: Final = re.compile(rf"(?P<l>[{PASS}{BRIEF}]){_FOR}(?P<sep>{_SEP}|{_SAID}){_VALUE}")
_KEYED: Final = re.compile(rf"(?<!->)(?<!-> )(?P<l>[{TOKEN}]){_FOR}(?P<sep>{_SEP}|{_SAID}){_VALUE}")
_PLAIN: Final = re.compile(
    rf"(?P<l>[{PASS}{BRIEF}{TOKEN}])[;；]?[ \t]{{1,3}}[\"'`]?(?P<v>[^\s\"'`<>]{{8,200}})"
)
_SLIPPED: Final = re.compile(
    rf"(?P<l>[{PASS}{TOKEN}])[\"'”’]?[ ]{{0,2}}(?P<sep>[;,.；，。])[ ]{{0,3}}"
    r"(?:[\"“](?P<q>[^\s\"“”]{6,200})[\"”]|['‘](?P<a>[^\s'‘’]{6,200})['’])"
)
"""A colon of which OCR made another mark; the value stands in quotes."""
_CLOSE: Final = re.compile(
    rf"(?P<l>[{PASS}{TOKEN}])[ \t]{{0,2}}[\"'`]?(?P<v>[A-Za-z0-9#$@!&][!-~]{{5,80}})(?![^\s，。；、）])"
)
"""Nothing between a label of another script and a value in Latin letters."""
_PRODUCT: Final = re.compile(
    r"(?:windows|win|office|ios|android|oauth|openid|web|wi-?fi|wpa|pbkdf|base|mysql|python|chrome|https?|ipv|rfc|iso|ldap"
    r"|fido|tls|ssl|mp|utf|level|step|top|type|unicode|argon|chapter)[-_/]?v?\d[\w.]*",
    re.IGNORECASE,
)
"""Names of programs and rules that passwords are spoken of with."""
_ELEMENT: Final = re.compile(rf"<[\w.:-]*(?P<l>[{PASS}{BRIEF}{TOKEN}])+>(?P<v>[^<\n]{{3,200}})</")
_NUMBER: Final = re.compile(
    rf"{CODE}(?:{_SHORT_FOR}(?:{_SEP}|{_SAID})|[ \t]{{1,40}}|[ ]?\n[ \t]*)[\"'`]?(?P<v>\d{{3}}[ -]?\d{{1,5}})(?![\w.])"
    rf"|(?<![\w-])[A-Z]-(?P<w>\d{{6}})(?=[^\n]{{0,40}}{CODE})|(?<![\w.-])(?P<x>\d{{4,8}})(?= [^\n.]{{0,20}}{CODE})",
)
_CLOSED: Final = r"[ ]{0,3}\*?[ ]{0,3}[:：]?[ ]{0,3}\*?[ ]*"
"""What ends a label: a colon, a star where it has to be filled in; more stars are a value that is hidden."""
_BUTTON: Final = (
    r"(?:[ \t]+(?i:copy|copied|show|hide|view|reveal|edit|change|kopieren|zeigen|anzeigen|copier|afficher|copiar"
    r"|mostrar|复制|显示|隐藏|копировать|показать|скрыть|\W{1,3}|[a-z◎⊙©]))?"
)
"""What stands right of a field."""
_FORM: Final = re.compile(
    rf"^[ \t]*[^\n:=]{{0,24}}?(?P<l>[{PASS}{BRIEF}{TOKEN}{ID}]){_CLOSED}\n"
    rf"(?:[ \t]*[^\s\d]{{1,2}}[ \t]*\n)?[ \t]*(?P<v>\S{{6,200}}){_BUTTON}[ \t]*(?:\n|$)",
    re.MULTILINE,
)
"""A web form: the label stands above its field; a letter between them is an icon."""
_CELL: Final = re.compile(
    rf"(?:^|\t)[ ]*[^\n\t:=]{{0,24}}?(?P<l>[{PASS}{BRIEF}{TOKEN}{ID}]){_CLOSED}(?:\t[ \t]*| {{3,}})"
    rf"(?P<v>\S{{6,400}}){_BUTTON}[ ]*$",
    re.MULTILINE,
)
"""A table or a page of settings: the label stands left of its value, far from it."""
_REST: Final = re.compile(
    r"[\"']?[ \t]*\n[ \t>|]{0,8}(?P<v>[\w+/=.~–—-]{4,200})[\"',;]*[ \t]*$", re.MULTILINE
)
"""What stands alone on the next line, where a long value was broken."""
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[\d.]{1,4}|[a-z][\w-]*\.[a-z]{1,4}|\d{4}-\d\d-\d\d")
"""What is no rest of a key: a word, a line's number, a file, a date."""
_BROKEN: Final = re.compile(r"[ \t]*\n[ \t>|]{0,8}(?P<v>[\w+/=.~–—-]{8,200})(?=\s|$)")
"""The same with more of a command behind it."""
_PHRASE: Final = re.compile(r"(?:[ ][A-Za-z]{2,12}){1,6}(?=[ \t]*(?:\n|\t|$))")
"""More words of a passphrase, up to the end of the line or cell."""

FOREIGN: Final = "\u0370"
"""First letter behind the Latin ones (Unicode): Greek, and then all other scripts."""

BROKEN, LONG = 10, 16
"""Characters from which on a value may be broken over two lines; passwords are shorter. From the first on only a long
rest is one."""


def labelled(text: str) -> Iterator[Span]:
    """Yield the values that stand behind or below a label such as `password`."""
    signs = marked(text)
    if signs == text:
        return
    for found in (*_TIED.finditer(signs), *_KEYED.finditer(signs)):
        start, end = _value(found)
        value = text[start:end]
        # Over the end of a line a colon is not about the name of a thing, nor about the first word of a sentence.
        said = re.match(r"[ ]\w", text[end:]) is not None and not is_dense(value)
        named = "\n" in found["sep"] and (said or is_uuid(value))
        worded = _is_tied(found) and is_tied_words(value)
        if not named and (worded or could_be(value, weak=_is_sure(found))):
            yield Span(start, _to_its_end(text, start, end), _kind(found))
    for found in (*_FORM.finditer(signs), *_CELL.finditer(signs)):
        start, end = found.span("v")
        if _fits_field(text[start:end], found["l"]):
            yield Span(start, _to_its_end(text, start, end), Kind.PASSWORD)
    for found in _PLAIN.finditer(signs):
        start, end = _value(found)
        if is_dense(text[start:end]) and not _PRODUCT.fullmatch(text[start:end]):
            yield Span(start, _to_its_end(text, start, end), _kind(found))
    yield from _tight(text, signs)
    for found in _ELEMENT.finditer(signs):
        start, end = found.span("v")
        if could_be(text[start:end], weak=found["l"] == PASS):
            yield Span(start, end, _kind(found))
    for found in _NUMBER.finditer(signs):
        yield Span(*found.span(found.lastgroup or "v"), Kind.PASSWORD)


def _tight(text: str, signs: str) -> Iterator[Span]:
    """Yield values that a misread mark or nothing parts from their label."""
    for found in _SLIPPED.finditer(signs):
        start, end = _value(found)
        listed = found["sep"] in ",，"
        if (is_dense if listed else _is_strong)(text[start:end]) and not is_uuid(text[start:end]):
            yield Span(start, end, _kind(found))
    for found in _CLOSE.finditer(signs):
        start, end = _value(found)
        value = text[start:end]
        if text[found.start("l")] < FOREIGN or _PRODUCT.fullmatch(value) or is_uuid(value):
            continue
        if _is_strong(value) and (found["l"] == PASS or is_random(value)):
            yield Span(start, _to_its_end(text, start, end), _kind(found))


def _is_strong(value: str) -> bool:
    return could_be(value, weak=False)


def _fits_field(value: str, label: str) -> bool:
    """Tell whether a value could be what a field with such a label holds; no colon ties the two."""
    fits = is_dense(value) if label == BRIEF else could_be(value, weak=False)
    worded = label in (PASS, BRIEF) and is_tied_words(value)
    return (worded or fits) and not is_uuid(value)


def _is_tied(found: re.Match[str]) -> bool:
    return found["l"] != TOKEN and any(c in ":=：＝>" for c in found["sep"])


def _is_sure(found: re.Match[str]) -> bool:
    """Tell whether label and value are so close that the value need not look like a secret."""
    return found["l"] == PASS and not found["for"] and _is_tied(found)


def _kind(found: re.Match[str]) -> Kind:
    return Kind.KEY if found["l"] == TOKEN else Kind.PASSWORD


def _value(found: re.Match[str]) -> tuple[int, int]:
    names = found.groupdict()
    name = next(name for name in ("q", "a", "t", "v") if names.get(name))
    start, end = found.span(name)
    if name == "v":
        end = start + len(found[name].rstrip(".)!?]}"))
    return start, end


def _to_its_end(text: str, start: int, end: int) -> int:
    """Return where a value ends: a passphrase goes on in words, a long key in the next line of a narrow window."""
    if text[start:end].isalpha() and (more := _PHRASE.match(text, end)):
        return more.end()
    if end - start < BROKEN or not is_random(text[start:end]):
        return end
    if end - start >= LONG:
        alone = _REST.match(text, end)
        if alone and not _WORD.fullmatch(alone["v"]) and not is_uuid(alone["v"]):
            return alone.end("v")
        if (cut_up := rest(text, start, end)) is not None:
            return cut_up
    more = _BROKEN.match(text, end)
    return more.end("v") if more and is_random(more["v"]) and not is_uuid(more["v"]) else end
