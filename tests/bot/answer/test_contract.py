"""What holds for every language model: at a wire, behind a real server, in this process, and none at all."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import cast

import pytest
from answering import LEAVE, VPN, Server, asked, passage, picture, told
from serving import serving

from bot.answer.extractive import Extractive
from bot.answer.llava.model import Llava
from bot.answer.llava.weights import locate
from bot.answer.openai import Endpoint, OpenAIModel
from bot.ports import Prompt, VisionModel
from bot.records import Turn, Usage
from tests.drawn.llava.shapes import Shape

TINY = Path(__file__).parents[2] / "data" / "tiny_llava"

RED = picture("ERR-4012", content=Shape("red", "circle").draw(1_000_001), size=(200, 180))
BLUE = picture(content=Shape("blue", "star").draw(1_000_002), size=(200, 180))

PROMPTS = [
    asked("How many days of leave?", passage(1, LEAVE), passage(2, VPN)),
    asked("", passage(1, LEAVE), pictures=[RED]),
    asked("Same or different?", pictures=[RED, BLUE]),
    asked("Who am I?"),
    asked("年假多少天？", passage(1, "年假为二十五天。"), history=(Turn("你好", "您好"),)),
]


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with serving(TINY) as address:
        yield address


@pytest.fixture(scope="module")
def llava() -> Llava:
    return Llava(locate(f"local-dir:{TINY}"))


@pytest.fixture(
    params=[
        "at a wire",
        pytest.param("behind a server", marks=[pytest.mark.slow, pytest.mark.timeout(600)]),
        "in process",
        "extractive",
    ]
)
def model(request: pytest.FixtureRequest, server: Server) -> VisionModel:
    match request.param:
        case "at a wire":
            return server.model()
        case "behind a server":
            address = request.getfixturevalue("served")
            return OpenAIModel(str(TINY), Endpoint(base_url=address))
        case "in process":
            return cast(Llava, request.getfixturevalue("llava"))
        case _:
            return Extractive()


@pytest.mark.parametrize("prompt", PROMPTS)
async def test_every_model_says_something_and_then_what_it_took(
    model: VisionModel, prompt: Prompt
) -> None:
    words, usage = await told(model, prompt)
    assert words.strip()
    assert (usage.model, usage.lane) == (model.name, model.lane)
    assert model.lane in ("cloud", "local")
    await model.close()


async def test_every_model_can_be_stopped_after_its_first_word(model: VisionModel) -> None:
    stream = cast("AsyncGenerator[str | Usage, None]", model.stream(PROMPTS[0]))
    async with aclosing(stream):
        assert isinstance(await anext(stream), str)
    assert [item async for item in stream] == []
    await model.close()


async def test_every_model_answers_several_at_once(model: VisionModel) -> None:
    answers = await asyncio.gather(*(told(model, prompt) for prompt in PROMPTS[:3]))
    assert all(words.strip() for words, _ in answers)
    await model.close()


@pytest.mark.parametrize("model", ["behind a server", "in process"], indirect=True)
@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_models_that_see_name_what_they_are_shown(model: VisionModel) -> None:
    one = asked("What is in the picture?", pictures=[BLUE])
    assert "blue star" in (await told(model, one))[0]
    two = asked("Same or different?", pictures=[RED, BLUE])
    assert (await told(model, two))[0].lower() == "a red circle and a blue star: different."
    await model.close()
