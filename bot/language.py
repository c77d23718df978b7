"""Tell in which of the bot's own languages to speak to an asker.

Knows English and Chinese; everything else is answered in English, in the bot's own sentences. A
model answers in any language.
"""

import re
from typing import Literal

Language = Literal["en", "zh"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


def of(text: str, otherwise: str) -> Language:
    """Return the language of what the asker typed, else the one of their Telegram (an IETF tag)."""
    if _HAN.search(text):
        return "zh"
    if _LETTER.search(text):
        return "en"
    return "zh" if is_chinese(otherwise) else "en"


def is_chinese(tag: str) -> bool:
    """Tell whether an IETF tag names any kind of Chinese."""
    return tag.lower().replace("_", "-").split("-")[0] == "zh"
