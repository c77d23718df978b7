"""Whether the evidence answers, in the word of the model that reads it."""

from collections.abc import AsyncIterator

import pytest

from bot.answer.sufficient import sufficient
from bot.errors import ModelFailed
from bot.ports import Lane, Prompt
from bot.records import Usage
from tests.bot.answer.answering import LEAVE, asked, passage


class Reader:
    """Says what it is told to; keeps what it was asked."""

    name = "reader"
    lane: Lane = "local"

    def __init__(self, said: str) -> None:
        self._said = said
        self.asked: list[Prompt] = []

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        self.asked.append(prompt)
        if not self._said:
            raise ModelFailed("it is down; try again later")
        for word in self._said.split():
            yield word + " "

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("said", "expected"),
    [("YES", True), ("No.", False), ("no, it does not", False), ("Perhaps", None), ("", None)],
)
async def test_the_models_word_counts_and_silence_is_neither(
    said: str, expected: bool | None
) -> None:
    model = Reader(said)
    assert await sufficient(model, asked("How many days of leave?", passage(1, LEAVE))) is expected
    assert "How many days of leave?" in model.asked[0].question.text
    assert model.asked[0].evidence.passages[0].text == LEAVE


async def test_without_passages_nobody_is_asked() -> None:
    model = Reader("YES")
    assert await sufficient(model, asked("How many days of leave?")) is False
    assert model.asked == []
