"""Tell where a page stands on the web, by what it says of itself."""

from urllib.parse import urlsplit

MOST_CHARACTERS = 500


def address(*named: str) -> str:
    """Return the first of `named` that a browser can open, empty where none can."""
    return next((one for one in map(str.strip, named) if _opens(one)), "")


def _opens(named: str) -> bool:
    if len(named) > MOST_CHARACTERS or not named.isprintable() or " " in named:
        return False
    try:
        parts = urlsplit(named)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
