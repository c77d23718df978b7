"""Find the addresses in written or photographed text, and take an address apart.

Knows how addresses look, not which are bad.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_SUFFIXES = (
    "com|net|org|io|me|info|biz|ru|su|cn|tw|hk|jp|kr|de|fr|uk|us|eu|in|br|ua|by|kz|tr|ir|it|es|nl|pl|"
    "xyz|top|site|online|app|dev|live|click|vip|icu|shop|fun|cc|pro|space|website|store|link|pw|tk|"
    "ml|ga|cf|gq|dog|gg|tv|ly|gl|gd|gy|at|id|to|su|xn--[a-z0-9-]+|рф|онлайн|сайт"
)
"""Endings under which a bare name counts as an address; `handbook.pdf` and `main.py` do not."""

_ADDRESS = re.compile(
    rf"(?<![\w@.-])(?:(?:https?|tg|ftp)://[^\s<>\"'）】」，。]+|(?:[\w-]+\.)+(?:{_SUFFIXES})(?![\w-]|\.\w)(?:[:/?#][^\s<>\"'）】」，。]*)?)",
    re.IGNORECASE,
)
_CLOSING = ".,;:!?)]}»”’…"


@dataclass(frozen=True, slots=True)
class Address:
    """One address; `host` is in small letters, decoded from punycode where it can be."""

    whole: str
    host: str
    raw_host: str

    @property
    def public_ip(self) -> bool:
        """Whether it names a machine on the internet by number; inner networks are nobody's business."""
        return _is_public_ip(self.raw_host)


def find(text: str) -> tuple[Address, ...]:
    """Return the addresses that can be seen in `text`, in order."""
    return tuple(take_apart(match.group().rstrip(_CLOSING)) for match in _ADDRESS.finditer(text))


def take_apart(address: str) -> Address:
    """Split off the host; an address without a scheme is read as the web's."""
    schemed = address if re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE) else f"//{address}"
    if re.match(r"[\w.-]+\.\w+:\d", address):
        schemed = f"//{address}"
    try:
        raw = (urlsplit(schemed).hostname or "").rstrip(".")
    except ValueError:
        # Brackets that close nothing; browsers refuse such an address as well.
        raw = ""
    return Address(whole=address, host=_decoded(raw), raw_host=raw)


def belongs_to(host: str, domain: str) -> bool:
    """Tell whether `host` is `domain` or below it."""
    return host == domain or host.endswith(f".{domain}")


def registrable(host: str) -> str:
    """Return the part of a host that its owner bought, near enough: `b.co.uk` of `a.b.co.uk`."""
    labels = host.split(".")
    short_second = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if short_second else labels[-2:])


def _decoded(host: str) -> str:
    labels = []
    for label in host.split("."):
        if label.startswith("xn--"):
            try:
                label = label[4:].encode("ascii").decode("punycode")
            except (UnicodeError, ValueError):
                return host
        labels.append(label)
    return ".".join(labels).casefold()


def _is_public_ip(host: str) -> bool:
    if re.fullmatch(r"\d{8,10}|0x[0-9a-f]{1,8}", host, re.IGNORECASE):
        # One whole number is an address for browsers, and nobody writes it in good faith.
        return True
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return False
