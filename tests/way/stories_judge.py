"""A model that judges what the checks are unsure of, and takes its time: nobody waits for it."""

import asyncio
import json
from pathlib import Path

from tests.way.conftest import Core, raised
from tests.way.endpoint import Endpoint, question_in
from tests.way.moderating import EVE, SPAM, TALK, gone, group_under, removal, vanishes
from tests.way.town import JONAS, PAT, Town

OWN_LINES = """
preset: standard
newcomers: {messages: 0, hours: 0, lower_by: 0}
categories:
  link: {review: 0.3, remove: 0.38}
  spam: {review: never, remove: never}
"""
SHORT = "See the plan at bit.ly/2abCdE and tell me"
DOUBTFUL = "Write me in private, I have an offer for you"


def opinion(category: str, score: float) -> str:
    return json.dumps({"category": category, "score": score, "reason": "it lures people away"})


async def test_what_the_groups_lines_say_is_done_before_a_slow_judge_answers(
    town: Town, parts: Core, state: Path, model: Endpoint
) -> None:
    model.answering = asyncio.Event()
    model.says(opinion("scam", 0.95))
    async with raised(town, parts, state, judge_model="judge", judge_url=model.url) as bot:
        group = await group_under(bot, OWN_LINES)
        doubtful = await group.say(DOUBTFUL, by=PAT["id"])
        while not model.asked:
            await asyncio.sleep(0.02)
        talk = await group.say(TALK, by=JONAS["id"])
        short = await group.say(SHORT, by=EVE["id"])
        await vanishes(group, short)
        spam = await group.say(SPAM, by=EVE["id"])
        await vanishes(group, spam)
        assert await gone(group) == {short, spam}, (doubtful, talk)
        assert [question_in(one) for one in model.asked if SHORT in question_in(one)] == [], (
            "what is gone needs no judge"
        )
        model.answering.set()
        await vanishes(group, doubtful)
        assert await gone(group) == {short, spam, doubtful}


async def test_a_judge_that_calls_it_harmless_lets_it_stand(
    town: Town, parts: Core, state: Path, model: Endpoint
) -> None:
    model.says(opinion("none", 0.9))
    async with raised(town, parts, state, judge_model="judge", judge_url=model.url) as bot:
        group = await group_under(bot, OWN_LINES)
        doubtful = await group.say(DOUBTFUL, by=PAT["id"])
        spam = await group.say(SPAM, by=EVE["id"])
        await removal(group)
        await bot.town.idle()
        assert len(model.asked) == 1
        assert await gone(group) == {spam}, doubtful


async def test_a_judge_that_is_down_punishes_nobody_and_stops_nothing(
    town: Town, parts: Core, state: Path
) -> None:
    nowhere = "http://127.0.0.1:9/v1"
    async with raised(town, parts, state, judge_model="judge", judge_url=nowhere) as bot:
        group = await group_under(bot, OWN_LINES)
        doubtful = await group.say(DOUBTFUL, by=PAT["id"])
        short = await group.say(SHORT, by=EVE["id"])
        await removal(group)
        await bot.town.idle()
        assert await gone(group) == {short}, doubtful
