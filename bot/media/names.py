"""Turn a sender's file name into one that is safe to show and to log.

Knows nothing of files or chats; the result is text for people, never a path to write to.
"""

import re
import unicodedata

LONGEST = 60
"""Characters kept; a name is only there so that the sender recognises the file."""

# Control, format (bidi overrides, zero width), surrogates, private use, line separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_name(raw: str, fallback: str) -> str:
    """Return the last path component of `raw` without anything invisible, or `fallback`."""
    # A bare path separator in the middle of a name is how `../../x` and `C:\x` pretend to be paths.
    seen = "".join(c for c in raw if c in "\t\n" or unicodedata.category(c) not in _UNSEEN)
    last = re.split(r"[/\\]", seen.strip())[-1]
    name = " ".join(last.split()).strip(". ")
    if not name:
        return fallback
    if len(name) <= LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        return name[: LONGEST - 1] + "…"
    return stem[: LONGEST - len(suffix) - 2] + "…." + suffix
