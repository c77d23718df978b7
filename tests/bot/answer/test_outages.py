"""What a model that is down costs: one time-out, however many ask."""

import asyncio
from collections.abc import AsyncIterator

from answering import LEAVE, VPN, Clock, Model, asked, down, heard, passage

from bot.answer.extractive import Extractive
from bot.answer.router import Answers
from bot.errors import ModelFailed
from bot.ports import Prompt
from bot.records import Usage

LEAVE_QUESTION = asked("How many days of leave?", passage(1, LEAVE), passage(2, VPN))


async def test_a_model_that_is_down_is_left_alone_for_a_minute() -> None:
    clock = Clock()
    first, second = down(), Model("b", "25 [1].")
    ladder = Answers([first, second], Extractive(), clock=clock)
    for _ in range(5):
        await heard(ladder.stream(LEAVE_QUESTION))
    assert first.asked == 3

    clock.now = 61.0
    await heard(ladder.stream(LEAVE_QUESTION))
    await heard(ladder.stream(LEAVE_QUESTION))
    assert first.asked == 4

    clock.now, first.error, first.words = 122.0, None, ("back [1].",)
    for _ in range(2):
        _, answer = await heard(ladder.stream(LEAVE_QUESTION))
        assert (answer.text, answer.footer) == ("back [1].", None)


class Hanging(Model):
    """Takes questions and never says a word; `give_up` is its time-out."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("hanging")
        self.clock = clock
        self.give_up = asyncio.Event()

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        self.asked += 1
        if self.asked == 1:
            await self.give_up.wait()
            self.clock.now += 60.0
            raise ModelFailed("it was silent for too long; ask again")
        try:
            await asyncio.Event().wait()
        finally:
            self.closed += 1
        yield ""


async def test_a_dead_cloud_costs_all_who_ask_at_once_one_time_out() -> None:
    clock = Clock()
    dead = Hanging(clock)
    ladder = Answers([dead, Model("b", "25 [1].")], Extractive(), clock=clock)
    asking = [asyncio.create_task(heard(ladder.stream(LEAVE_QUESTION))) for _ in range(64)]
    while dead.asked < 64:
        await asyncio.sleep(0)
    dead.give_up.set()
    answers = [answer for _, answer in await asyncio.wait_for(asyncio.gather(*asking), 5)]
    assert {answer.model for answer in answers} == {"b"}
    assert dead.closed == 63
    await heard(ladder.stream(LEAVE_QUESTION))
    assert dead.asked == 64


async def test_one_slow_question_does_not_end_those_of_others_while_the_model_speaks() -> None:
    clock = Clock()
    mute = Hanging(clock)

    class Busy(Model):
        async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
            self.asked += 1
            if prompt is LEAVE_QUESTION:
                async for item in mute.stream(prompt):
                    yield item
            clock.now += 1.0
            yield "25 [1]."
            yield Usage(self.name, self.lane)

    ladder = Answers([Busy("a")], Extractive(), clock=clock)
    slow = asyncio.create_task(heard(ladder.stream(LEAVE_QUESTION)))
    while not mute.asked:
        await asyncio.sleep(0)
    _, answer = await heard(ladder.stream(asked("leave?", passage(1, LEAVE))))
    assert answer.model == "a"
    mute.give_up.set()
    assert (await slow)[1].model == "extractive"
    _, answer = await heard(ladder.stream(asked("leave?", passage(1, LEAVE))))
    assert answer.model == "a"
