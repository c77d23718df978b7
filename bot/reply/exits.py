"""Hold back web addresses that a model invented, or was talked into.

An address can carry away what the model knows (EchoLeak, CVE-2025-32711), so one that stands in nothing that the model
was given is not even shown as text. Knows Markdown's links; what was given is told to it.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from bot.records import Answer
from bot.reply import links
from bot.reply.markdown import CONTROL
from bot.say import Notice, Say

PLACE: Final = "(…)"
"""Stands where an address was."""

_LINK: Final = re.compile(
    r"(?P<picture>!?)\[(?P<label>[^\]\n]*)\]\(\s*<?(?P<to>[^)\s>]*)>?(?:\s[^)\n]*)?\)"
)
_DEFINED: Final = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*<?(?P<to>\S+?)>?(?:[ \t].*)?$", re.M)
_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FILES: Final = links.NOT_DOMAINS | frozenset(
    {
        "md",
        "py",
        "rs",
        "rb",
        "sh",
        "pl",
        "go",
        "java",
        "toml",
        "ini",
        "cfg",
        "conf",
        "env",
        "log",
        "csv",
        "xml",
        "sql",
    }
)
"""Endings of files whose paths look like addresses without a scheme."""


def told(answer: Answer, given: Iterable[str]) -> Answer:
    """Return an answer without addresses that stand in none of the `given` texts, and say that some were left out."""
    if not _leads_somewhere(answer.text):
        return answer
    text, count = held(answer.text, _given(given))
    if not count:
        return answer
    notice = Notice(Say.ADDRESS_LEFT_OUT, {"count": count})
    return replace(answer, text=text, notices=(*answer.notices, notice))


def held(markdown: str, known: frozenset[str]) -> tuple[str, int]:
    """Return the text without addresses that are not `known`, and how many those were."""
    text = CONTROL.sub("", markdown)
    count = 0

    def link(found: re.Match[str]) -> str:
        nonlocal count
        if not _SCHEME.match(found["to"]) or _stays(found["to"], known):
            return found[0]
        count += 1
        return "" if found["picture"] else found["label"]

    def defined(found: re.Match[str]) -> str:
        nonlocal count
        if _stays(found["to"], known):
            return found[0]
        count += 1
        return ""

    text = _LINK.sub(link, _DEFINED.sub(defined, text))
    code = [found.span() for found in _CODE.finditer(text)]
    pieces: list[str] = []
    end = 0
    for start, stop in links.addresses(text):
        inside = any(first <= start < last for first, last in code)
        if start < end or _stays(text[start:stop], known) or _harmless(text[start:stop], inside):
            continue
        pieces += [text[end:start], PLACE]
        count, end = count + 1, stop
    return ("".join([*pieces, text[end:]]), count) if count else (markdown, 0)


def _leads_somewhere(markdown: str) -> bool:
    """Tell quickly whether there can be an address at all: most answers have none."""
    text = CONTROL.sub("", markdown)
    return "](" in text or "]:" in text or any(links.addresses(text))


def _given(texts: Iterable[str]) -> frozenset[str]:
    """Collect addresses, hosts by themselves included."""
    return frozenset(
        links.canonical(text[start:end]) for text in texts for start, end in links.addresses(text)
    )


def _stays(address: str, known: frozenset[str]) -> bool:
    return links.allowed(address, known) or _own_machine(address)


def _harmless(address: str, in_code: bool) -> bool:
    """Tell whether it is a host or a path alone, which `markdown` sets as text, or a line of a programme."""
    if "://" in address:
        return False
    host = re.split(r"[/?#:]", address, maxsplit=1)[0]
    return (
        in_code
        or links.BARE.fullmatch(address) is not None
        or host.rpartition(".")[2].lower() in _FILES
    )


def _own_machine(address: str) -> bool:
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
