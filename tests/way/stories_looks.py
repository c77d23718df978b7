"""Questions that mean an earlier picture by what it shows, and pictures held against earlier ones."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Core, core
from bot.settings import Settings
from tests.drawn import draw, subjects
from tests.drawn.train import FOLDER
from tests.way.conftest import Stage, raised
from tests.way.endpoint import Endpoint, pictures_in
from tests.way.town import JONAS, Chat, Town

CIRCLES = "two red circles on the left"
SQUARES = "three blue squares on the right"
STARS = "four yellow stars on the right"


@pytest.fixture(scope="module")
def seeing_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    """Eyes and a picture model, loaded: the tiny CLIP, which knows drawings alone."""
    home = tmp_path_factory.mktemp("seeing")
    with core(Settings(home=home, clip=f"local-dir:{FOLDER}")) as parts:
        model = parts.knowledge.picture_model
        assert model is not None
        model.embed_pictures([drawing(CIRCLES)])
        yield parts


@pytest.fixture
async def seeing(
    town: Town, seeing_parts: Core, state: Path, model: Endpoint
) -> AsyncIterator[Stage]:
    """A bot that looks at pictures with it."""
    async with raised(town, seeing_parts, state, openai_base_url=model.url) as stage:
        yield stage


def drawing(caption: str, seed: int = 5) -> bytes:
    """Draw what is said, without a word on it."""
    return draw(next(one for one in subjects() if one.caption == caption), seed)


async def sends(chat: Chat, model: Endpoint, caption: str, said: str) -> None:
    """Send a drawing alone, of which the model says nothing that tells it from others."""
    model.says(said)
    (sent,) = await chat.send(("photo.png", drawing(caption)), text="What is this?")
    await chat.answer_to(sent)


async def test_the_next_day_a_photo_is_meant_by_what_it_shows(
    town: Town, seeing_parts: Core, state: Path, model: Endpoint
) -> None:
    async with raised(town, seeing_parts, state, openai_base_url=model.url) as stage:
        private = await stage.reader(JONAS)
        for number, caption in enumerate((CIRCLES, SQUARES, STARS), 1):
            await sends(private, model, caption, f"Remark {number}.")
        await town.idle()
    async with raised(town, seeing_parts, state, openai_base_url=model.url):
        fetched = len(await town.calls("getFile"))
        for caption, number in ((CIRCLES, 1), (SQUARES, 2), (STARS, 3)):
            shown = caption.partition(" ")[2]
            await private.answer_to(await private.say(f"And the photo with the {shown}, please?"))
            told = model.prompt.partition("Answered then:")[2]
            assert told.strip().startswith(f"Remark {number}."), model.prompt
            assert told.count("Remark") == 1, model.prompt
            assert pictures_in(model.asked[-1]) == 0
        assert len(await town.calls("getFile")) == fetched


async def test_what_no_photo_shows_means_none_by_its_looks(seeing: Stage, model: Endpoint) -> None:
    private = await seeing.reader(JONAS)
    for number, caption in enumerate((CIRCLES, SQUARES), 1):
        await sends(private, model, caption, f"Remark {number}.")
    for question in ("Who signs receipts with the red stamp?", "What does the red stamp mean?"):
        await private.answer_to(await private.say(question))
        assert "Picture" not in model.prompt, model.prompt
    # It shows neither, so that the newest is spoken of, as without a description.
    await private.answer_to(await private.say("What is on the photo with the printer manual?"))
    assert "Remark 2." in model.prompt and "Remark 1." not in model.prompt.partition("Picture")[2]


async def test_a_photo_is_held_against_one_that_was_sent_before(
    seeing: Stage, model: Endpoint
) -> None:
    private = await seeing.reader(JONAS)
    for number, caption in enumerate((CIRCLES, STARS), 1):
        await sends(private, model, caption, f"Remark {number}.")
    model.says("I compared them.")
    asked = "Is this the same as the photo I sent before?"
    for picture, told, remark in (
        (drawing(CIRCLES), "is the very same file", 1),
        (drawing(STARS, 6), "looks ", 2),
        (drawing(SQUARES), "shows something else", None),
    ):
        (sent,) = await private.send(("new.png", picture), text=asked)
        await private.answer_to(sent)
        assert told in model.prompt, model.prompt
        assert remark is None or f"Remark {remark}." in model.prompt.partition(told)[2]
        assert pictures_in(model.asked[-1]) == 1
