"""The same question to the same evidence is answered from what was said before, and nothing else is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from answering import LEAVE, Server, asked, heard, passage, picture

from bot import trace
from bot.answer.again import Again
from bot.answer.extractive import Extractive
from bot.answer.router import Answers
from bot.ports import Prompt
from bot.records import Answer, Scope, Turn, Usage, Verdict
from bot.store.database import Database
from bot.store.kept import Kept

QUESTION = asked("How many days of leave?", passage(1, LEAVE))


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "bot.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def server() -> Server:
    return Server()


async def answer(answers: Answers, prompt: Prompt) -> Answer:
    return (await heard(answers.stream(prompt)))[1]


def asking(server: Server, database: Database) -> Answers:
    return Answers([server.model()], Extractive()).through(lambda one: Again(one, Kept(database)))


async def test_the_same_question_is_answered_again_without_a_model(
    server: Server, database: Database
) -> None:
    answers = asking(server, database)
    team = replace(QUESTION, scope=Scope(("team",)))
    first, second = await answer(answers, team), await answer(answers, team)
    assert (first.text, first.citations) == (second.text, second.citations)
    assert len(server.requests) == 1
    assert second.usage == Usage("gpt-4o", "cloud", again=True)


@pytest.mark.parametrize(
    "other",
    [
        asked("How many days of leave do I get?", passage(1, LEAVE)),
        asked("How many days of leave?", passage(1, LEAVE + " Since May.")),
        asked("How many days of leave?", passage(1, LEAVE), pictures=[picture("a")]),
        asked("How many days of leave?", passage(1, LEAVE), quoted="In Berlin"),
    ],
)
async def test_anything_else_is_asked_anew(
    server: Server, database: Database, other: Prompt
) -> None:
    answers = asking(server, database)
    team = Scope(("team",))
    await answer(answers, replace(QUESTION, scope=team))
    await answer(answers, replace(other, scope=team))
    assert len(server.requests) == 2


async def test_no_answer_crosses_into_another_scope(server: Server, database: Database) -> None:
    answers = asking(server, database)
    for spaces in (("team",), ("other",), ("team", "other"), (), ()):
        await answer(answers, replace(QUESTION, scope=Scope(spaces)))
    assert len(server.requests) == 5
    await answer(answers, replace(QUESTION, scope=Scope(("other", "team"))))
    assert len(server.requests) == 5


async def test_only_a_question_that_points_back_depends_on_what_was_said_before(
    server: Server, database: Database
) -> None:
    answers = asking(server, database)
    team = Scope(("team",))
    earlier = (Turn("Do I get leave?", "Yes."),)
    for text, history in (
        ("How many days of leave?", ()),
        ("How many days of leave?", earlier),
        ("And in Berlin?", ()),
        ("And in Berlin?", earlier),
    ):
        prompt = asked(text, passage(1, LEAVE), history=history)
        await answer(answers, replace(prompt, scope=team))
    assert len(server.requests) == 3


async def test_an_answer_is_forgotten_with_its_time_or_when_it_was_wrong(
    server: Server, database: Database
) -> None:
    clock = Clock()
    kept = Kept(database, clock)
    answers = Answers([server.model()], Extractive()).through(lambda one: Again(one, kept))
    team = replace(QUESTION, scope=Scope(("team",)))
    await answer(answers, team)
    kept.forget("How many days of leave?")
    await answer(answers, team)
    clock.now += 4 * 86_400
    await answer(answers, team)
    kept.sweep()
    assert len(server.requests) == 3


async def test_a_wrong_answer_to_a_long_question_is_forgotten_by_what_its_trace_holds(
    server: Server, database: Database
) -> None:
    kept = Kept(database)
    answers = Answers([server.model()], Extractive()).through(lambda one: Again(one, kept))
    asked = replace(QUESTION.question, text=QUESTION.question.text + " And why?" * 100)
    prompt = replace(QUESTION, question=asked, scope=Scope(("team",)))
    told = await answer(answers, prompt)
    facts = trace.of(asked, Verdict(), None, told, trace.Watch())
    kept.forget(facts["words"])
    await answer(answers, prompt)
    assert len(server.requests) == 2


async def test_what_broke_off_is_not_kept(server: Server, database: Database) -> None:
    answers = asking(server, database)
    server.break_after = 1
    await answer(answers, replace(QUESTION, scope=Scope(("team",))))
    server.break_after = None
    told = await answer(answers, replace(QUESTION, scope=Scope(("team",))))
    assert told.text == "Twenty-five days [1]."
