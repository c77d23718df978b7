"""Tell by how a question asks what an answer to it holds: a number or a date, somebody's name, a picture.

Knows how people ask in English, Chinese and Russian, no passage and no model.
"""

import re
from typing import Final

HOLDS = 1.25
"""How much more a sentence counts that holds what is asked for."""

_ASKED: Final = (
    (
        re.compile(
            r"\bhow (?:many|much|long|often|high|far|old|fast|soon|late|early|big|large)\b|\bwhen\b"
            r"|\b(?:what|which) (?:time|day|date|week|month|year|number|port|percentage|share)\b"
            r"|多少|多久|多长|多高|多大|多远|几[个点天次楼号层]|什么时候|何时|哪[天年月]"
            r"|\b(?:сколько|когда|во сколько)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice|daily|weekly|monthly"
            r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b|[一二三四五六七八九十两]",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"\bwho(?:se|m)?\b|\bкто\b|\bкого\b|谁", re.IGNORECASE),
        # A name, or what stands for one; the first word of a sentence is always written large.
        re.compile(r"(?<=[^.!?:;] )[A-ZА-ЯЁ][^\W\d_A-ZА-ЯЁ]+|[:：] ?[A-ZА-ЯЁ\u3400-\u9fff]"),
    ),
)

_POINTED_AT: Final = re.compile(
    r"\bshow (?:me|us)\b|\b(?:shown|displayed|depicted)\b|\b(?:picture|image|photo|figure|diagram|drawing|plan) of\b"
    r"|(?:给我|让我)看|展示|的?(?:图片|照片|示意图)|\bпокажи",
    re.IGNORECASE,
)


def pointed_at(question: str) -> bool:
    """Tell whether somebody wants to see a picture, more than to read about what is on it."""
    return bool(_POINTED_AT.search(question))


def favour(question: str, sentence: str) -> float:
    """Return by how much `sentence` counts more because of what `question` asks for; 1 for not at all."""
    for asks, holds in _ASKED:
        if asks.search(question):
            return HOLDS if holds.search(sentence) else 1.0
    return 1.0
