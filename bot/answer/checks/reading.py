"""Lay the OCR engine's reading of a picture beside a model's, and mark where they part."""

import re
from dataclasses import replace

from bot.answer.lines import Apart, apart, rows
from bot.answer.literal import code
from bot.answer.said import said
from bot.language import Language
from bot.ports import Prompt
from bot.records import Answer

MOST = 12
"""Places that are named; where readings part more often, they are of different texts."""

_BLOCK = re.compile(r"```[^\n]*\n(.*?)(?:```|\Z)", re.DOTALL)


def check(prompt: Prompt, answer: Answer, spoken: Language) -> Answer:
    """Add the places where the readings part, or that they agree."""
    read = [row for picture in prompt.question.pictures for row in rows(picture.sight.lines)]
    if not read:
        return _with(answer, said("ocr_silent", spoken))
    blocks = _BLOCK.findall(answer.text)
    told = "\n".join(blocks) if blocks else answer.text
    parts = apart([line for line in told.splitlines() if line.strip()], read)
    if not parts:
        return _with(answer, said("agree", spoken))
    shown = ["- " + _line(part, spoken) for part in parts[:MOST]]
    if len(parts) > MOST:
        shown.append("- " + said("more", spoken, count=len(parts) - MOST))
    return _with(answer, "\n".join((said("differ", spoken), *shown)))


def _line(part: Apart, spoken: Language) -> str:
    one, other = (
        code(words) if words else said("nothing", spoken) for words in (part.one, part.other)
    )
    return said("differ_line", spoken, line=part.line, one=one, other=other)


def _with(answer: Answer, remark: str) -> Answer:
    return replace(answer, text=f"{answer.text}\n\n{remark}")
