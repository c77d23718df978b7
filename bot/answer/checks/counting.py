"""Check a count against the list of what was counted."""

import re
from dataclasses import replace

from bot.answer.numbers import numbers
from bot.answer.said import said
from bot.language import Language
from bot.ports import Prompt
from bot.records import Answer

_ITEM = re.compile(r"^(?:[-*•]|\d+[.)])\s+\S", re.MULTILINE)
_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_WRITTEN = {
    **{word: at for at, word in enumerate(_ENGLISH)},
    **{word: at for at, word in enumerate("零一二三四五六七八九十")},
    **{"两": 2, "none": 0},
}
_WORD = re.compile(
    rf"\b(?:{'|'.join(_ENGLISH)}|none)\b|[零一二两三四五六七八九十](?=[个只条张人辆把台本行种根棵])",
    re.IGNORECASE,
)


def check(prompt: Prompt, answer: Answer, spoken: Language) -> Answer:
    """Say where the number and the list behind it part; an answer from the documents has no list."""
    if answer.citations:
        return answer
    items = list(_ITEM.finditer(answer.text))
    head = answer.text[: items[0].start()] if items else answer.text
    told = _told(head)
    if told is None or told == len(items) or (told <= 1 and not items):
        return answer
    remark = said("count_differs", spoken, said=told, listed=len(items))
    if not items:
        remark = said("count_unlisted", spoken)
    return replace(answer, text=f"{answer.text}\n\n{remark}")


def _told(head: str) -> int | None:
    """Return the first number of the head, in digits or as a word."""
    digits = next(numbers(head), None)
    word = _WORD.search(head)
    if digits is not None and (word is None or digits.start < word.start()):
        whole = digits.largest
        return int(whole) if whole == int(whole) else None
    return _WRITTEN[word.group().lower()] if word is not None else None
