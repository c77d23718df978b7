"""What in a text can be opened, sent or called with one tap: addresses, @names, /commands, #tags.

A model that was tricked by a document can put what it knows into the query of an address, or call people into a
chat. So each of them stays alive only where the asker or a cited source wrote it; every other one is shown as text.
Knows text and offsets, nothing of Markdown or Telegram.
"""

import re
from collections.abc import Iterable, Iterator

ADDRESS = re.compile(
    r"""(?x)
    (?<![\w@./-])
    (?: (?i: https?|ftp|tg|ton ) :// [^\s<>"'`。，；！？）】》」、]+
      | (?: [\w-]+ \. )+ (?i: [a-zа-я]{2,24} | xn--[\w-]+ ) (?: :\d+ )? [/?\#] [^\s<>"'`。，；！？）】》」、]*
      | (?: [\w-]+ \. )+ (?: [a-zа-я]{2,24} | [A-ZА-Я]{2,24} | xn--[\w-]+ ) (?: :\d+ )? (?![\w@-])
    )
    """
)
"""An address as Telegram's clients would make it clickable, with a scheme or without."""

CALL = re.compile(
    r"""(?x)
      (?<! [\w.+-] ) [\w.+-]+ @ [\w-]+ (?: \. [\w-]+ )+
    | (?<! [\w@/] ) @ [A-Za-z0-9_]{2,32} (?! [\w@] )
    | (?<! [\w/<>] ) / [A-Za-z0-9_]{1,64} (?: @ [A-Za-z0-9_]{2,32} )? (?! [\w/<>@] )
    | (?<! [\w#&] ) \# (?= \w* [^\W\d_] ) \w{1,256}
    | (?<! [\w$] ) \$ [A-Z]{1,8} (?! [\w$] )
    """
)
"""A mail address, @name, /command, #tag or $TAG as clients make them tappable (Bot API, MessageEntity)."""

BARE = re.compile(r"(?:[\w-]+\.)+([a-zа-я]{2,24}|xn--[\w-]+)(?::\d+)?", re.I)
"""A host alone: no scheme, no path."""
NOT_DOMAINS = frozenset(
    {"js", "ts", "cs", "txt", "pdf", "png", "jpg", "jpeg", "yaml", "json", "html"}
)
"""Endings of bare words that no client takes for a domain; without them prose would be full of code."""
TRAILING = ".,;:!?)]}'\"，。；：！？）】》」"


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of everything that a client would make tappable, addresses first."""
    taken = list(addresses(text))
    yield from taken
    for found in CALL.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            yield found.span()


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every web address, with a scheme or without."""
    for found in ADDRESS.finditer(text):
        address = _trimmed(found[0])
        bare = BARE.fullmatch(address)
        if bare and bare[1].lower() in NOT_DOMAINS:
            continue
        yield found.start(), found.start() + len(address)


def known(texts: Iterable[str]) -> frozenset[str]:
    """Collect what is tappable in `texts`, in the form that `allowed` compares.

    A word such as `handbook.md` looks like a domain and is one; it counts only with a scheme or path.
    """
    found = (text[start:end] for text in texts for start, end in spans(text))
    return frozenset(canonical(address) for address in found if not BARE.fullmatch(address))


def allowed(address: str, addresses: frozenset[str]) -> bool:
    """Tell whether `address` is one of `addresses`, whatever its scheme's and host's spelling."""
    return canonical(address) in addresses


def canonical(address: str) -> str:
    """Drop what does not change where an address leads."""
    rest = re.sub(r"^https?://", "", address.strip(), flags=re.I)
    if rest[:1] in ("@", "#", "$", "/"):
        return rest.lower()
    host, slash, path = rest.partition("/")
    return (host.lower() + slash + path).rstrip("/")


def _trimmed(address: str) -> str:
    kept = address.rstrip(TRAILING)
    # A closing bracket belongs to the address when it was opened in it, as in encyclopaedia titles.
    if address[len(kept) :].startswith(")") and kept.count("(") > kept.count(")"):
        kept += ")"
    return kept
