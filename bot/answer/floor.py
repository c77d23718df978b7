"""What can be done for a task without a language model: by OCR, by comparing pixels, by the look of a picture.

Turns a prompt into Markdown that claims no more than was read or measured.
"""

from bot.answer.checks import comparing
from bot.answer.lines import rows
from bot.answer.literal import block, code, plain
from bot.answer.numbers import numbers
from bot.answer.said import KINDS, said
from bot.answer.task import QUOTED
from bot.language import Language
from bot.ports import Prompt, Task
from bot.records import Picture
from knowledge.picture_kind import PictureKind

DOUBTFUL = 0.8
"""Confidence of a line below which its reading is named as unsure."""

SHOWN_LINES = 40
"""Lines of a picture's text in a description; `/ocr` gives all."""

SHOWN_LABELS = 12


def done(prompt: Prompt, spoken: Language) -> str | None:
    """Return what comes of the task; None where it is no more than to quote the documents."""
    pictures = prompt.question.pictures
    if prompt.task is Task.COMPARE:
        return comparing.measured(prompt, spoken)
    if prompt.task in QUOTED:
        return None
    parts = []
    for number, picture in enumerate(pictures, start=1):
        kind = prompt.kinds[number - 1] if number <= len(prompt.kinds) else None
        told = _one(prompt.task, picture, kind, spoken)
        if len(pictures) > 1:
            told = f"**{said('picture', spoken, number=number)}**\n{told}"
        parts.append(told)
    if prompt.task in (Task.COUNT, Task.TRANSLATE):
        parts.insert(0, said("needs_model", spoken))
    return "\n\n".join(parts)


def _one(task: Task, picture: Picture, kind: PictureKind | None, spoken: Language) -> str:
    # A lone mark is what is left of letters that OCR does not know.
    read = tuple(row for row in rows(picture.sight.lines) if any(map(str.isalnum, row)))
    if task is Task.READ:
        return _read(picture, read, spoken) if read else said("no_text", spoken)
    look = _look(picture, kind, spoken)
    if not read:
        return "\n".join(filter(None, (look, said("no_text", spoken))))
    if task is Task.CHART:
        return "\n".join(filter(None, (look, _figures(read, spoken))))
    shown = [*read[:SHOWN_LINES], *(["…"] if len(read) > SHOWN_LINES else [])]
    return "\n".join(filter(None, (look, said("reads", spoken), block(shown))))


def _read(picture: Picture, read: tuple[str, ...], spoken: Language) -> str:
    told = block(read)
    unsure = [code(line.text) for line in picture.sight.lines if line.confidence < DOUBTFUL]
    if unsure:
        told += "\n" + said("unsure_lines", spoken, lines=", ".join(unsure))
    return told


def _look(picture: Picture, kind: PictureKind | None, spoken: Language) -> str:
    if kind is None:
        return ""
    sight = picture.sight
    name = KINDS[kind][spoken]
    return said("seen", spoken, kind=name, width=sight.width, height=sight.height)


def _figures(read: tuple[str, ...], spoken: Language) -> str:
    found, labels = [], []
    for row in read:
        for part in row.split("   "):
            written = [part[number.start : number.end].strip() for number in numbers(part)]
            found += written
            if not written or sum(map(len, written)) < len(part) / 2:
                labels.append(plain(part))
    told = []
    if found:
        told.append(said("numbers_read", spoken, numbers=", ".join(dict.fromkeys(found))))
    else:
        told.append(said("no_numbers", spoken))
    if labels:
        told.append(said("labels_read", spoken, lines=", ".join(labels[:SHOWN_LABELS])))
    return "\n".join(told)
