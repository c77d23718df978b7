"""Choose what is wanted of the pictures of a question: by the command, by the words, else by the pictures.

Turns a question into a `Task`. Knows how people ask in English, Chinese and Russian; no model and no prompt.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.ports import Task
from bot.records import Answer, Question
from bot.say import Notice, Say
from knowledge.picture_kind import PictureKind
from knowledge.records import Sight

COMMANDS: Final[Mapping[str, Task]] = {
    "describe": Task.DESCRIBE,
    "ocr": Task.READ,
    "chart": Task.CHART,
    "compare": Task.COMPARE,
}
"""Task by the name of the command that asks for it."""

SEARCHED: Final = frozenset({Task.ANSWER, Task.DESCRIBE, Task.COUNT, Task.ERROR, Task.TIMELINE})
"""Tasks to which the documents may have something to say; the others are about the picture alone."""

QUOTED: Final = frozenset({Task.ANSWER, Task.ERROR, Task.TIMELINE})
"""Tasks for which the documents are quoted where no model answers; the others are done by reading and measuring."""

BY_KIND: Final[Mapping[PictureKind, Task]] = {
    "photo": Task.DESCRIBE,
    "chart": Task.CHART,
    "table": Task.CHART,
    "meme": Task.DESCRIBE,
}
"""What is done with a picture that comes without a word; of any other kind it is a search."""

_WORDS: Final = tuple(
    (task, re.compile(pattern, re.IGNORECASE))
    for task, pattern in (
        (
            Task.TRANSLATE,
            r"\btranslat|\bin (?:english|chinese|russian|german)\b.*\?|翻译|译成|译为|译文|перев[её]д|перевод",
        ),
        (
            Task.COMPARE,
            r"\bcompar|\bdifferen|\bdiffers?\b|\bsame\b|\bidentical\b|\bchanged\b|比较|对比|区别|不同|差异|差别"
            r"|一样|相同|变化|сравн|отлич|разниц|различ|одинаков|изменил",
        ),
        (
            Task.READ,
            r"\b(?:read|transcribe|extract|copy|recogni[sz]e)\b.*\b(?:text|words|it|this|lines?|picture|image|photo)\b"
            r"|\bread (?:out|aloud)\b|\bocr\b|\bwhat (?:does|do) (?:it|this|the \w+) say\b|\bwhat(?:'s| is) written\b"
            r"|识别.{0,4}[文字]|提取.{0,4}[文字]|写(?:了|的|着)?(?:是)?什么|转(?:成|为)?文字|读(?:出|一下|一读)"
            r"|прочита|прочти|распозна|что .{0,12}написано|извлеки",
        ),
        (
            Task.COUNT,
            r"\bhow many\b|\bcount\b|(?:几|多少)[个只条张人辆把台本行种根棵]"
            r"|数一数|数一下|сколько|посчитай|сосчитай",
        ),
        (
            Task.CHART,
            r"\b(?:chart|graph|plot|diagram|table|axis|axes|histogram)s?\b|图表|表格|柱状图|折线图|饼图|曲线|坐标"
            r"|график|диаграмм|таблиц",
        ),
        (
            Task.ERROR,
            r"\berrors?\b|\bexception\b|\bcrash|\bfail(?:s|ed|ure|ing)?\b|\bwhat(?:'s| is) wrong\b|\bfix\b"
            r"|报错|错误|异常|出错|故障|失败|怎么解决|怎么办|ошибк|исключени|сбой|не работает|что не так|почини",
        ),
        (
            Task.DESCRIBE,
            r"\bdescri(?:be|ption)|\bwhat(?:'s| is| are)(?: (?:this|that|these|here))?"
            r"(?: (?:in|on) (?:this|the|that|my) (?:picture|image|photo|screenshot))?\s*\?*$"
            r"|\bwhat (?:do|can) you see\b|\bcaption (?:this|it)\b"
            r"|描述|(?:这|图).{0,6}是什么|看到.{0,3}什么|有(?:些)?什么\s*[?？]?$|опиши|что (?:это|здесь|тут)\b"
            r"|что .{0,6}изображено|что на (?:фото|картинке|снимке)",
        ),
    )
)
"""In the order in which they are tried: `translate the chart` is a translation."""

_ERROR_READ: Final = re.compile(
    r"\berror\b|\bexception\b|\bfailed\b|\bcannot\b|traceback|错误|失败|无法|异常|ошибка|\b[A-Z]{2,}-\d{3,}\b",
    re.IGNORECASE,
)

KindOf = Callable[[Sight], PictureKind]


def named(question: Question) -> Task | None:
    """Return the task that the command or the words name; None where they name none."""
    command = question.incoming.command
    if command is not None and command.name in COMMANDS:
        return COMMANDS[command.name]
    if not question.pictures:
        return Task.ANSWER
    for task, words in _WORDS:
        if words.search(question.text) and (task is not Task.COMPARE or _several(question)):
            return task
    return Task.ANSWER if question.text.strip() else None


def by_sight(question: Question, kind_of: KindOf) -> Task:
    """Choose for pictures without words; blocking where `kind_of` asks a picture model."""
    kinds = {kind_of(picture.sight) for picture in question.pictures}
    tasks = {BY_KIND.get(kind, Task.ANSWER) for kind in kinds}
    if len(tasks) > 1:
        return Task.DESCRIBE
    task = tasks.pop() if tasks else Task.ANSWER
    says_error = any(_ERROR_READ.search(picture.sight.text) for picture in question.pictures)
    return Task.ERROR if task is Task.ANSWER and says_error else task


def _several(question: Question) -> bool:
    return len(question.pictures) > 1


def without_pictures(question: Question, command: str) -> Answer | None:
    """Return what to say to a command that has too few pictures to work on."""
    if COMMANDS[command] is Task.COMPARE and len(question.pictures) < 2:
        return Answer("", refused=True, footer=Notice(Say.PICTURES_WANTED, {"name": command}))
    if not question.pictures:
        return Answer("", refused=True, footer=Notice(Say.PICTURE_WANTED, {"name": command}))
    return None
