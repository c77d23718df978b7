"""Check the numbers in a model's words on a chart against those that can be read in the picture."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.answer.lines import rows
from bot.answer.numbers import Number, numbers, values
from bot.answer.said import said
from bot.language import Language
from bot.ports import Prompt
from bot.records import Answer

UNSURE = " (?)"
"""Stands behind what was found nowhere."""

MOST = 40
"""Numbers of the picture that are named beside an unsure one."""

_ESTIMATE = re.compile(
    r"(?:[≈~∼]|\babout|\baround|\bapprox(?:imately|\.)?|\broughly|\bnearly|\balmost|约|大约|大概|近|около|примерно|почти)\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:^|\n)\s*$|[\[【]\^?$")
_AFTER_COUNTED = re.compile(r"[.)]\s|[\]】]")


def check(prompt: Prompt, answer: Answer, spoken: Language) -> Answer:
    """Mark numbers that stand neither in the picture nor in the question; estimates must lie between read ones."""
    read = [row for picture in prompt.question.pictures for row in rows(picture.sight.lines)]
    known = values("\n".join(read))
    allowed = known | values(prompt.question.text) | values(prompt.question.quoted)
    claimed = list(_claims(answer.text))
    unsure = [one for one in claimed if not _supported(one, answer.text, known, allowed)]
    if not unsure:
        remark = said("numbers_checked", spoken) if claimed else ""
        return replace(answer, text="\n\n".join(filter(None, (answer.text, remark))))
    text = answer.text
    for one in reversed(unsure):
        text = text[: one.end] + UNSURE + text[one.end :]
    written = [row[number.start : number.end].strip() for row in read for number in numbers(row)]
    named = ", ".join(list(dict.fromkeys(written))[:MOST])
    remark = (
        said("numbers_unsure", spoken, numbers=named) if named else said("numbers_none", spoken)
    )
    return replace(answer, text=f"{text}\n\n{remark}")


def _claims(text: str) -> Iterator[Number]:
    """Find the numbers that say something of the picture: no list's numbers and no citations."""
    for number in numbers(text):
        before, after = text[: number.start], text[number.end :]
        if not (_COUNTED.search(before) and _AFTER_COUNTED.match(after)):
            yield number


def _supported(
    number: Number, text: str, known: frozenset[float], allowed: frozenset[float]
) -> bool:
    meant = {abs(value) for value in number.values}
    if meant & allowed:
        return True
    if known and _ESTIMATE.search(text[: number.start]):
        return any(min(known) <= value <= max(known) for value in meant)
    return False
