"""A conversation longer than the model reads: what is left out, in which order, and what is learned from it."""

from dataclasses import replace

import pytest
from answering import KEY, LEAVE, VPN, Server, asked, failure, passage, picture, told

from bot.answer.openai import Endpoint
from bot.answer.shorter import shorter, within
from bot.answer.tokens import of_prompt
from bot.errors import ModelRefused
from bot.records import Turn

TOO_LONG = "This model's maximum context length is 4096 tokens. However, you requested 5120 tokens."
TURNS = tuple(
    Turn(f"Question {n}? " + "word " * 200, f"Answer {n}. " + "word " * 200) for n in range(6)
)
LONG = asked(
    "How many days of leave?",
    passage(1, LEAVE),
    passage(2, VPN),
    pictures=[picture("first"), picture("second")],
    quoted="what was said before",
    history=TURNS,
)


def test_what_is_needed_least_goes_first_and_the_question_never() -> None:
    left, gone = LONG, []
    while (less := shorter(left)) is not None:
        gone.append((left, less))
        left = less
    assert left.question.text == LONG.question.text
    assert [picture.sight.words for picture in left.question.pictures] == [""]
    counts = [of_prompt(LONG), *(of_prompt(less) for _, less in gone)]
    assert counts == sorted(counts, reverse=True)
    lengths = [len(less.history) for _, less in gone[:6]]
    assert lengths == [5, 4, 3, 2, 1, 0]


def test_no_more_is_left_out_than_has_to_be() -> None:
    room = of_prompt(replace(LONG, history=TURNS[2:]))
    assert within(LONG, room).history == TURNS[2:]
    assert within(LONG, of_prompt(LONG)) == LONG
    assert within(LONG, 0).question.text == LONG.question.text


async def test_a_server_that_finds_a_question_too_long_gets_a_shorter_one_from_then_on(
    server: Server,
) -> None:
    server.failures = [failure(400, message=TOO_LONG)]
    model = server.model()
    for _ in range(2):
        assert (await told(model, LONG))[0] == "Twenty-five days [1]."
    first, second, third = (str(sent["messages"]) for sent in server.requests)
    assert "Question 0?" in first
    assert "Question 0?" not in second
    assert "Question 5?" in second
    assert "Question 0?" not in third
    assert "How many days of leave?" in third


async def test_a_question_that_is_too_long_by_itself_is_told_so_and_spoils_no_later_one(
    server: Server,
) -> None:
    server.failures = [failure(400, code="context_length_exceeded", message=TOO_LONG)]
    model = server.model()
    with pytest.raises(ModelRefused, match="too long for gpt-4o; ask a shorter one"):
        await told(model, asked("word " * 5_000))
    await told(model, LONG)
    assert len(server.requests) == 2
    assert "Question 0?" in str(server.requests[1]["messages"])


async def test_a_room_that_is_known_is_kept_from_the_first_question_on(server: Server) -> None:
    model = server.model(endpoint=Endpoint(api_key=KEY, room=2_600))
    await told(model, LONG)
    (sent,) = server.requests
    assert "Question 0?" not in str(sent["messages"])
    assert "How many days of leave?" in str(sent["messages"])
