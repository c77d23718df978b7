"""The bot as a process that is killed: nothing is lost, nothing is said twice, no text is torn."""

import asyncio
import re

from tests.way.bot_process import BotProcess
from tests.way.conftest import Library
from tests.way.endpoint import Endpoint
from tests.way.kill_points import MEALS, POINTS, SHORT, Point, is_held, is_text, script, until
from tests.way.town import MARA, Chat, Town, texts


async def seat(town: Town, library: Library, point: Point, number: int) -> Chat:
    """Open the chat of one point; it reads the handbook."""
    person = {"id": 500 + number, "first_name": f"Person {number}", "status": "creator"}
    chat = await (town.group(person) if point.group else town.private(person))
    library.lend(chat)
    return chat


async def test_ten_points_between_question_and_answer_survive_kill_9(
    town: Town, process: BotProcess, library: Library, model: Endpoint
) -> None:
    seats = [(await seat(town, library, p, n), p) for n, p in enumerate(POINTS)]
    model.script, model.hangs, model.pause_seconds = script, is_held, 0.25
    await process.start()
    await hold(town, model, seats)
    await process.kill()
    model.hangs, model.pause_seconds = (lambda messages: False), 0.0
    await process.start()
    await asyncio.gather(*(answered(chat, point) for chat, point in seats))
    await town.idle(1.0)
    for chat, point in seats:
        said = await chat.said()
        text = "\n\n".join(texts(list(filter(is_text, said))))
        assert stripped(text).count(stripped(point.says)) == 1, point.name
        assert text.count("Sources") == 1, point.name
        assert len(said) == expected(point), (point.name, texts(said))
        assert sum(not is_text(message) for message in said) == point.shown, point.name
    await killed_while_idle(town, process, seats[2][0], model)


async def hold(town: Town, model: Endpoint, seats: list[tuple[Chat, Point]]) -> None:
    """Bring each question to its point; the last one is reached the moment it is delivered."""

    async def bring(chat: Chat, point: Point) -> None:
        await point.ask(chat, town)
        await until(lambda: point.reached(chat, town, model), point.name)

    # One file at a time is held: getFile names no chat, so it is asked for before the other file.
    await bring(*seats[0])
    await asyncio.gather(*(bring(chat, point) for chat, point in seats[1:-1]))
    await bring(*seats[-1])


async def answered(chat: Chat, point: Point) -> None:
    """Wait until the answer stands in the chat with all its parts."""

    async def whole() -> bool:
        return len(await chat.said()) >= expected(point) and any(
            "Sources" in text for text in texts(await chat.said())
        )

    await until(whole, point.name)


def expected(point: Point) -> int:
    """Count the messages of an answer."""
    return (5 if point.name == "between two parts" else 1) + point.shown


def stripped(text: str) -> str:
    """Leave out white space and which passages exist, which is not what is told here."""
    return re.sub(r"\s|\[\d\]", "", text)


async def killed_while_idle(town: Town, process: BotProcess, chat: Chat, model: Endpoint) -> None:
    """Kill it again, ask while it is dead, and see the conversation go on."""
    await process.kill()
    asked = await chat.say("And abroad?")
    await process.start()
    answer = await chat.answer_to(asked)
    assert answer["text"].startswith(SHORT)
    assert MEALS in model.prompt, "the conversation outlives the process"
    await town.idle()
    assert len(await chat.said()) == 2


async def test_a_message_that_kills_the_bot_each_time_is_given_up_with_an_apology(
    town: Town, process: BotProcess, library: Library, model: Endpoint
) -> None:
    poison, other = await town.private(MARA), await town.private({"id": 600, "first_name": "Ola"})
    for chat in (poison, other):
        library.lend(chat)
    model.hangs = lambda messages: "poison" in str(messages[-1]["content"])
    await poison.say(f"{MEALS} (poison)")
    for start in range(1, 4):
        await process.start()

        async def asked(times: int = start) -> bool:
            return len(model.asked) >= times

        await until(asked, "the model is asked")
        await process.kill()
    await process.start()
    assert "something went wrong" in (await poison.hears("Sorry"))["text"]
    question = await other.say(MEALS)
    assert "travel.md" in (await other.answer_to(question))["text"]
    await town.idle()
    assert len(await poison.said()) == 1
