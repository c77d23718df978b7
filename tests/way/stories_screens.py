"""Stories of screenshots full of secrets, and of what only looks like them, with a model in the cloud."""

import json
from collections.abc import Iterator, Sequence

import pytest

from bot.app import Core
from tests.benchmarks.secret_screens import Screen, screens
from tests.benchmarks.secrets import leak
from tests.way.conftest import Stage
from tests.way.endpoint import Endpoint
from tests.way.stories_privacy import shown
from tests.way.town import Chat, Message

SEED = 20261128


def plain(drawn: Sequence[Screen], count: int) -> list[Screen]:
    """Return the first screens that are neither turned nor photographed: what every reading gets right."""
    return [one for one in drawn if one.name.endswith("straight")][:count]


async def answers(chat: Chat, drawn: Sequence[Screen]) -> list[Message]:
    """Ask about one screen after the other."""
    told = []
    for screen in drawn:
        sent = await chat.send(
            ("screen.png", screen.picture), kind="document", text="What is this?"
        )
        told.append(await chat.answer_to(sent[-1], patience=240))
    return told


def bodies(model: Endpoint) -> Iterator[str]:
    """Yield the words of each request."""
    for request in model.asked:
        yield json.dumps(request, ensure_ascii=False)


@pytest.mark.slow
async def test_no_planted_secret_leaves_in_words_or_pictures(
    cloud: Stage, model: Endpoint, parts: Core
) -> None:
    model.says("A screenshot.")
    chat = await cloud.reader({"id": 701, "first_name": "Kim"})
    drawn = plain(screens(SEED, 24, planted=True, around=1), 6)
    for screen in drawn:
        assert screen.planted is not None
        model.asked.clear()
        (told,) = await answers(chat, [screen])
        assert "Taken out before gpt-4o was asked" in told["text"], screen.name
        (picture,) = shown(model)
        read = "\n".join(line.text for line in parts.eyes.read(picture))
        assert read.strip(), "the rest of the screenshot can still be read"
        for text in (*bodies(model), read):
            assert leak(screen.planted.secret, text) == "", screen.name


@pytest.mark.slow
async def test_what_only_looks_like_a_secret_is_sent_as_it_is(
    cloud: Stage, model: Endpoint
) -> None:
    model.says("A screenshot.")
    chat = await cloud.reader({"id": 702, "first_name": "Kim"})
    drawn = plain(screens(SEED, 24, planted=False, around=2), 6)
    for screen, told in zip(drawn, await answers(chat, drawn), strict=True):
        assert "Taken out" not in told["text"], (screen.name, screen.lines, told["text"])
