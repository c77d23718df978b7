"""Set what was measured of pictures beside what a model says of their differences."""

from dataclasses import replace

from bot.answer.lines import apart, rows
from bot.answer.literal import code
from bot.answer.said import said
from bot.language import Language
from bot.ports import Prompt
from bot.records import Answer

MOST_LINES = 8
"""Places where texts part that are named for two pictures."""


def check(prompt: Prompt, answer: Answer, spoken: Language) -> Answer:
    """Add what was measured, and the pictures of the differences."""
    facts = measured(prompt, spoken)
    text = f"{answer.text}\n\n{said('measured', spoken)}\n{facts}"
    return replace(answer, text=text, shown=pictures(prompt, spoken))


def measured(prompt: Prompt, spoken: Language) -> str:
    """Tell of each picture after the first whether it is the same, where it differs, and which words do."""
    if len(prompt.question.pictures) < 2:
        return said("one_picture", spoken)
    return "\n".join(
        line
        for number, _ in enumerate(prompt.differences, start=2)
        for line in _pair(prompt, number, spoken)
    )


def pictures(prompt: Prompt, spoken: Language) -> tuple[tuple[bytes, str], ...]:
    """Return the framed differences with their captions."""
    return tuple(
        (difference.picture, said("caption", spoken, one=1, other=number))
        for number, difference in enumerate(prompt.differences, start=2)
        if difference.picture
    )


def _pair(prompt: Prompt, number: int, spoken: Language) -> list[str]:
    difference = prompt.differences[number - 2]
    name = difference.likeness
    name_of = "near_one" if name == "near" and len(difference.boxes) == 1 else name
    told = ["- " + said(name_of, spoken, one=1, other=number, count=len(difference.boxes))]
    if name == "same":
        return told
    first, other = (rows(prompt.question.pictures[at].sight.lines) for at in (0, number - 1))
    parts = apart(first, other)
    if (first or other) and not parts:
        return [*told, "- " + said("same_text", spoken)]
    for place, words in (
        (1, [part.one for part in parts]),
        (number, [part.other for part in parts]),
    ):
        kept = [code(word) for word in words if word]
        if kept:
            more = " …" if len(kept) > MOST_LINES else ""
            lines = ", ".join(kept[:MOST_LINES]) + more
            told.append("- " + said("only_in", spoken, number=place, lines=lines))
    return told
