"""Stories of a model on this machine that looks: the answer is right only if it saw the picture."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Core
from tests.drawn.llava.shapes import Shape, said
from tests.way.conftest import Stage, raised
from tests.way.town import Chat, Town

LLAVA = Path(__file__).parents[1] / "data" / "tiny_llava"
UNSEEN = itertools.count(2_000_000)
"""Seeds of drawings that it was not trained on."""

PEOPLE = itertools.count(70_000)

ALONE = [
    Shape("red", "circle"),
    Shape("blue", "star"),
    Shape("green", "square"),
    Shape("yellow", "triangle"),
    Shape("purple", "circle"),
    Shape("orange", "star"),
    Shape("blue", "square"),
    Shape("green", "triangle"),
]
PAIRS = [
    (Shape("red", "star"), Shape("red", "star")),
    (Shape("green", "circle"), Shape("green", "circle")),
    (Shape("blue", "circle"), Shape("yellow", "circle")),
    (Shape("purple", "square"), Shape("purple", "triangle")),
]
MISTAKES = 2
"""Of one drawing it is right in 39 of 40, of two in nine of ten, so two of twelve may be wrong; who does not look is
right in one of 24."""


@pytest.fixture
async def seeing_bot(town: Town, parts: Core, state: Path) -> AsyncIterator[Stage]:
    """The bot with a LLaVA in its process and no other model."""
    async with raised(town, parts, state, llava=f"local-dir:{LLAVA}") as stage:
        yield stage


def somebody() -> dict[str, object]:
    """Return a person who is in no chat with the bot yet."""
    number = next(PEOPLE)
    return {"id": number, "first_name": f"Guest {number}", "status": "member"}


async def shown(bot: Stage, shapes: tuple[Shape, ...], words: str) -> str:
    """Show shapes to the bot in a private chat of their own; return what it says."""
    chat: Chat = await bot.newcomer(somebody())
    files = [(f"{shape.form}.png", shape.draw(next(UNSEEN))) for shape in shapes]
    await chat.send(*files, text=words)
    answer = await chat.hears(lambda message: message["text"], patience=250)
    return str(answer["text"])


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_what_a_photo_shows_is_named_and_two_are_compared(seeing_bot: Stage) -> None:
    asked = [((one,), "What is in the picture?") for one in ALONE]
    asked += [(pair, "Do both pictures show the same?") for pair in PAIRS]
    told = await asyncio.gather(*(shown(seeing_bot, shapes, words) for shapes, words in asked))
    wrong = [
        (said(*shapes), text)
        for (shapes, _), text in zip(asked, told, strict=True)
        if not text.startswith(said(*shapes))
    ]
    assert len(wrong) <= MISTAKES, wrong


@pytest.mark.timeout(300)
async def test_an_earlier_picture_is_not_taken_for_the_one_that_is_asked_about(
    seeing_bot: Stage,
) -> None:
    chat = await seeing_bot.newcomer(somebody())
    for shape in (Shape("red", "square"), Shape("blue", "circle"), Shape("red", "square")):
        picture = shape.draw(next(UNSEEN))
        (asked,) = await chat.send(("shape.png", picture), text="What do you see?")
        answer = await chat.answer_to(asked, patience=250)
        assert answer["text"].startswith(said(shape)), answer["text"]
