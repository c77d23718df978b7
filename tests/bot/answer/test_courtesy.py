"""Greetings are greeted; everything that asks for something goes the whole way."""

import pytest
from answering import VPN, asked, passage

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
    "text",
    [
        "What can you do?",
        "who are you",
        "help!",
        "How do you work?",
        "你是谁？",
        "你能做什么",
        "Что ты умеешь?",
    ],
)
async def test_who_asks_what_the_bot_is_for_is_told(text: str) -> None:
    answer = await said(text)
    assert not answer.refused
    assert "/help" in answer.text


@pytest.mark.parametrize("text", ["ok", "Great, got it!", "好的", "хорошо"])
async def test_agreement_is_not_looked_up(text: str) -> None:
    assert (await said(text)).text == "👍"


@pytest.mark.parametrize("text", ["???", "👋🙂", ".", "no", "test", "测试"])
async def test_what_asks_nothing_is_asked_for_a_question(text: str) -> None:
    answer = await said(text)
    assert not answer.refused
    assert "/docs" in answer.text


async def test_question_marks_below_a_message_ask_about_it() -> None:
    prompt = asked("???", passage(1, VPN), quoted="ERR-4012")
    answer = [piece async for piece in Answers((), Extractive()).stream(prompt)][-1]
    assert isinstance(answer, Answer)
    assert answer.citations


@pytest.mark.parametrize(
    "text",
    [
        "hi, where is the VPN page?",
        "hello world program",
        "thanks to whom?",
        "high",
        "",
        "help me with the VPN",
        "ok computer",
    ],
)
async def test_a_question_that_begins_politely_is_a_question(text: str) -> None:
    assert (await said(text)).refused
