"""Greetings are greeted; everything that asks for something goes the whole way."""

import pytest
from answering import asked

from bot.answer.extractive import Extractive
from bot.answer.router import Answers
from bot.records import Answer


async def said(text: str) -> Answer:
    pieces = [piece async for piece in Answers((), Extractive()).stream(asked(text))]
    assert isinstance(pieces[-1], Answer)
    return pieces[-1]


@pytest.mark.parametrize(
    "text", ["hi", "Hello!", "Good morning, team", "hey there 👋", "你好！", "Привет"]
)
async def test_hello_is_said_back(text: str) -> None:
    answer = await said(text)
    assert not answer.refused
    assert "don't know" not in answer.text
    assert "没有答案" not in answer.text


@pytest.mark.parametrize("text", ["thanks", "Great, thank you!", "谢谢你"])
async def test_thanks_are_accepted(text: str) -> None:
    assert (await said(text)).text in ("You're welcome!", "不客气！")


@pytest.mark.parametrize(
    "text", ["hi, where is the VPN page?", "hello world program", "thanks to whom?", "high", ""]
)
async def test_a_question_that_begins_politely_is_a_question(text: str) -> None:
    assert (await said(text)).refused
