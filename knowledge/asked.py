"""Leave out of a question what only says how to answer it: `Reply in one sentence`, `Round to two decimals`.

Such a sentence names no subject, and its words lead to pages about sentences and decimals. Only a last sentence
is left out, and only after one that asks something. Knows words, no list.
"""

import re
from typing import Final

_FORM: Final = re.compile(
    r"(?<=[.?!;。？！；])\s*(?:"
    r"(?:please\s+|kindly\s+)?(?:answer|reply|respond|round|write|give|provide|return|express|state)\b[^.?!]*"
    r"\b(?:answers?|results?|formats?|sentences?|words|points|bullets?|order|decimals?|digits?|integers?|floats?"
    r"|percent\w*|places?|thousands?|millions?|billions?|english|chinese|russian|briefly|short\w*|detail\w*)\b[^?!]*"
    r"|(?:请|麻烦)?(?:用[^。？！]{1,12}(?:回答|说明|总结)|简短回答|简要回答|四舍五入[^。？！]*)[。！]?"
    r"|(?:пожалуйста,?\s+)?(?:ответь(?:те)?|округли(?:те)?|напиши(?:те)?)\b[^.?!]*[.!]?"
    r")\s*$",
    re.IGNORECASE,
)


def subject(text: str) -> str:
    """Return `text` without a last sentence that asks for a form of the answer."""
    return _FORM.sub("", text)
