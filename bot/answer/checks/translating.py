"""Check that a translation keeps the numbers of its original: prices, times, dates."""

from dataclasses import replace

from bot.answer.lines import rows
from bot.answer.numbers import numbers, values
from bot.answer.said import said
from bot.language import Language
from bot.ports import Prompt
from bot.records import Answer

MOST = 20


def check(prompt: Prompt, answer: Answer, spoken: Language) -> Answer:
    """Name numbers of the pictures that the translation leaves out."""
    kept = values(answer.text)
    missing = [
        row[number.start : number.end].strip()
        for picture in prompt.question.pictures
        for row in rows(picture.sight.lines)
        for number in numbers(row)
        if not {abs(value) for value in number.values} & kept
    ]
    if not missing:
        return answer
    named = ", ".join(list(dict.fromkeys(missing))[:MOST])
    return replace(answer, text=f"{answer.text}\n\n{said('untranslated', spoken, numbers=named)}")
