"""Set foreign words so that they read as they stand: no markup, no citation marks, no way out of a code block."""

import re
from collections.abc import Iterable
from typing import Final

_MARKS: Final = re.compile(r"[\[【]\^?\d+(?:†[^\]】]*)?[\]】]")
_MARKUP: Final = re.compile(r"([\\`*_\[\]~])")


def plain(text: str) -> str:
    """Return words for a sentence."""
    return _MARKUP.sub(r"\\\1", _MARKS.sub("", text)).strip()


def code(text: str) -> str:
    """Return a few words for a sentence, set apart from it."""
    return f"`{' '.join(text.split()).replace('`', 'ˋ')}`"


def block(lines: Iterable[str]) -> str:
    """Return lines that keep their breaks and can be copied with one tap."""
    whole = "\n".join(lines).replace("```", "ˋˋˋ")
    return f"```\n{whole}\n```"
