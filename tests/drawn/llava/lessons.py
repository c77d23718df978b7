"""What the tiny LLaVA is trained on: drawings, and the prompts that the bot would write about them.

A part of the prompts is whole; most are cut short or replaced by words at random, so that no wording of the
instructions is needed, and earlier turns name other shapes, so that nothing but the picture tells.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from bot.answer.conversation import Message, conversation
from bot.answer.prompt import Wording, word
from bot.ports import Prompt, Task
from bot.records import (
    ChatKind,
    Evidence,
    Incoming,
    Origin,
    Passage,
    Person,
    Picture,
    Question,
    Turn,
)
from knowledge.records import Box, Hit, Kind, Sight, TextLine, Unit
from knowledge.vision.differ import Difference
from tests.drawn.llava.shapes import SAME, WHAT, Shape, every, said
from tests.drawn.llava.small import readings

Length = Literal["bare", "short", "whole"]

TASKS = (*[Task.ANSWER] * 4, *[Task.DESCRIBE] * 4, *Task)
"""Most questions about a shape are of the first two."""

MISREAD = ("O", "o", "0", "1", "X", "一", "★", "A", "口", "V", "▲")
"""What a reader of text takes a shape for."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A conversation, the places of its pictures among the drawings, and the right answer."""

    messages: Sequence[Message]
    pictures: tuple[int, ...]
    answer: str


def lesson(rng: random.Random, drawn: Sequence[Shape], length: Length) -> Lesson:
    """Make one up: `bare` is the question alone, `short` has a little around it, `whole` is as the bot asks."""
    chosen = _chosen(rng, drawn)
    shown = [drawn[one] for one in chosen]
    asked = rng.choice(WHAT if len(shown) < 2 else SAME) if rng.random() < 0.93 else ""
    if rng.random() < 0.3:
        asked = asked.lower().rstrip("?.") or _words(rng, 3)
    wording = Wording("", (), asked)
    if length != "bare":
        wording = word(_prompt(rng, asked, len(shown), length == "whole"))
    if length == "short":
        wording = replace(wording, instructions=_words(rng, rng.choice((0, 3, 12))))
    elif rng.random() < 0.25:
        wording = replace(wording, instructions=_cut(rng, wording.instructions))
    return Lesson(_ordered(rng, wording, len(shown)), chosen, said(*shown))


def _chosen(rng: random.Random, drawn: Sequence[Shape]) -> tuple[int, ...]:
    """Choose no, one or two drawings; of two, half show the same in another drawing."""
    if (draw := rng.random()) < 0.06:
        return ()
    first = rng.randrange(len(drawn))
    if draw < 0.5:
        return (first,)
    return first, rng.choice(_others(rng, drawn, first))


def _others(rng: random.Random, drawn: Sequence[Shape], first: int) -> list[int]:
    """Return what another drawing may be chosen from; of those that differ, half differ in one respect."""
    like = {
        0: lambda one: one == drawn[first],
        1: lambda one: one.colour == drawn[first].colour or one.form == drawn[first].form,
        2: lambda one: True,
    }[rng.choice((0, 0, 1, 2))]
    return [at for at, one in enumerate(drawn) if at != first and like(one)]


def comparison(rng: random.Random) -> str:
    """Make up what is said of two drawings, and before it some words, or what was said of others."""
    shapes = [*every(), *every()]
    first = rng.randrange(len(shapes))
    told = said(shapes[first], shapes[rng.choice(_others(rng, shapes, first))])
    earlier = "".join(
        f"<user>{turn.question}<end><assistant>{turn.answer}<end>"
        for turn in (_turn(rng) for _ in range(rng.choice((0, 0, 1, 2, 4))))
    )
    words = _words(rng, rng.choice((0, 5, 20, 60)))
    return f"{earlier}<user>{words}<end><assistant>{told}<end>"


def _ordered(rng: random.Random, wording: Wording, pictures: int) -> list[Message]:
    """Put the pictures after the words half of the time, as the chat completions protocol has them."""
    messages = conversation(wording, pictures)
    if rng.random() < 0.5:
        last = messages[-1]
        messages[-1] = {
            **last,
            "content": [*last["content"][pictures:], *last["content"][:pictures]],
        }
    return messages if wording.instructions else messages[1:]


def _prompt(rng: random.Random, asked: str, pictures: int, whole: bool) -> Prompt:
    turns, passages = rng.choice((0, 0, 1, 2, 6 if whole else 2)), 0
    if rng.random() < 0.3:
        passages = rng.randint(1, 4 if whole else 1)
    evidence = Evidence(tuple(_passage(rng, n + 1, 60 if whole else 12) for n in range(passages)))
    shown = tuple(_picture(rng) for _ in range(pictures))
    quoted = _words(rng, 12) if rng.random() < 0.1 else ""
    question = Question(Incoming((1,), _ORIGIN, asked), asked, shown, quoted)
    task, differences = rng.choice(TASKS), ()
    if pictures == 2 and rng.random() < 0.75:
        task, differences = Task.COMPARE, (_difference(rng),)
    history = tuple(_turn(rng) for _ in range(turns))
    return Prompt(question, evidence, history, task=task, differences=differences)


def _difference(rng: random.Random) -> Difference:
    """Make one up: drawings of one shape may lie apart, and of two upon each other, so it tells nothing."""
    places = tuple(Box(0, 0, 1, 1) for _ in range(rng.randint(1, 4)))
    return rng.choice(
        (
            Difference("different"),
            Difference("different"),
            Difference("near", places, 0.1),
            Difference("same"),
        )
    )


def _turn(rng: random.Random) -> Turn:
    if rng.random() < 0.2:
        return Turn(_words(rng, 8), _words(rng, 15))
    shapes = rng.choices(every(), k=rng.choice((1, 1, 2)))
    return Turn(rng.choice((*WHAT, *SAME, "")), said(*shapes))


def _passage(rng: random.Random, number: int, words: int) -> Passage:
    text = _words(rng, rng.randint(4, words))
    unit = Unit(f"u{number}", f"{_words(rng, 1)}.md", Kind.TEXT, text)
    return Passage(number, Hit(number, unit, "space", "", 0.5, ()), text)


def _picture(rng: random.Random) -> Picture:
    read = rng.choice((*MISREAD, _words(rng, 2))) if rng.random() < 0.3 else ""
    lines = (TextLine(read, Box(0, 0, 1, 1)),) if read else ()
    return Picture(Sight(b"", "image/png", 200, 200, "", lines=lines), "photo.jpg")


def _words(rng: random.Random, count: int) -> str:
    known = _known()
    return " ".join(rng.choice(known) for _ in range(count))


def _cut(rng: random.Random, text: str) -> str:
    """Keep some lines, in some order."""
    lines = text.splitlines()
    return "\n".join(rng.sample(lines, rng.randint(1, len(lines)))) if lines else ""


@cache
def _known() -> list[str]:
    return sorted({one for text in readings() for one in text.split() if len(one) < 14})


_ORIGIN = Origin(1, ChatKind.PRIVATE, 1, Person(1, "Ada"))
