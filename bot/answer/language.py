"""Tell in which of the bot's own languages to speak to an asker.

Knows English and Chinese; everything else is answered in English, in the bot's own sentences. A
model answers in any language.
"""

import re
from typing import Literal

from bot.ports import Prompt

Language = Literal["en", "zh"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


def of(prompt: Prompt) -> Language:
    """Return the language of what the asker typed, else the one of their Telegram."""
    text = prompt.question.text
    if _HAN.search(text):
        return "zh"
    if _LETTER.search(text):
        return "en"
    return "zh" if prompt.language.lower().startswith("zh") else "en"
