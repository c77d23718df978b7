"""Check words that a model quotes from a picture, and codes that it names, against what can be read."""

import re
import unicodedata
from dataclasses import replace

from bot.answer.checks.figures import UNSURE
from bot.answer.said import said
from bot.language import Language
from bot.ports import Prompt
from bot.records import Answer

_QUOTED = re.compile(
    r"[\"“„]([^\"“”„\n]{2,120})[\"”“]|«([^»\n]{2,120})»|「([^」\n]{1,120})」|“([^”\n]{2,120})”"
)
CODE = re.compile(
    r"(?<![\w-])(?:0x[0-9A-Fa-f]{2,}|[A-Z][A-Z0-9]*[-_][A-Z0-9_-]*\d\w*|[A-Z]{2,}\d{2,}|[A-Z]{3,}(?:_[A-Z]+)+"
    r"|\d{3,}(?:[.:]\d+)*)(?![\w-])"
)


def check_quotes(prompt: Prompt, answer: Answer, spoken: Language) -> Answer:
    """Mark quoted words that are not among those read in the pictures."""
    read = bare("".join(picture.sight.text for picture in prompt.question.pictures))
    read += bare(prompt.question.text)
    return _marked(answer, _QUOTED, read, said("words_unsure", spoken))


def check_codes(prompt: Prompt, answer: Answer, spoken: Language) -> Answer:
    """Mark codes that neither the pictures nor the documents nor the question hold."""
    question = prompt.question
    known = (
        *(picture.sight.text for picture in question.pictures),
        *(clip.transcript for clip in question.clips),
        *(passage.text for passage in prompt.evidence.passages),
        question.text,
        question.quoted,
    )
    return _marked(answer, CODE, bare(" ".join(known)), said("codes_unsure", spoken))


def _marked(answer: Answer, pattern: re.Pattern[str], known: str, remark: str) -> Answer:
    text = answer.text
    unsure = [
        found
        for found in pattern.finditer(text)
        if bare(next((group for group in found.groups() if group), found.group())) not in known
    ]
    if not unsure:
        return answer
    for found in reversed(unsure):
        text = text[: found.end()] + UNSURE + text[found.end() :]
    return replace(answer, text=f"{text}\n\n{remark}")


def bare(text: str) -> str:
    """Return letters and digits alone, however they are set."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
