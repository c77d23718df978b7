"""Learned pictures are described by a model at the wire: once each, within the budget, and nothing is paid twice."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from answering import Clock, Server, failure

from bot.answer.meter import Metered
from bot.answer.prices import Prices
from bot.describe import Describer
from bot.errors import ModelFailed
from bot.ports import ANY_LANE, Lane
from bot.store.database import Database
from bot.store.spendings import Limits, Spendings
from knowledge import KnowledgeBase
from knowledge.records import Query, Scope
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write

R = TypeVar("R")
TEAM = Scope(("team",))
SAID = "A heron under a violet umbrella."


async def at_once(work: Callable[[], R]) -> R:
    return work()


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    eyes = Eyes()
    yield eyes
    eyes.close()


@pytest.fixture
def base(tmp_path: Path, eyes: Eyes) -> Iterator[KnowledgeBase]:
    """A store with ten pages, each with a picture and hardly a word."""
    base = KnowledgeBase(tmp_path / "home", KnowingEyes(eyes), embedder=WordEmbedder())
    files: dict[str, str | bytes] = {f"{n}.md": f"# Page {n}\n\n![]({n}.png)\n" for n in range(10)}
    files |= {f"{n}.png": draw(n, 128) for n in range(10)}
    base.learn([write(tmp_path / "pages", files)], "team")
    yield base
    base.close()


@pytest.fixture
def server() -> Server:
    server = Server()
    server.words = [SAID]
    return server


@pytest.fixture
def describer(server: Server, base: KnowledgeBase) -> Describer:
    return Describer(server.model(), base.descriptions, at_once, ANY_LANE)


def found(base: KnowledgeBase) -> int:
    return len(base.search(Query("violet umbrella"), TEAM, 20).hits)


async def test_every_picture_is_shown_to_the_model_once(
    describer: Describer, base: KnowledgeBase, server: Server
) -> None:
    assert await describer.fill("team") == 10
    assert await describer.fill("team") == 0
    assert len(server.requests) == 10
    told = json.dumps(server.requests[0]["messages"])
    assert "You write down what a picture in the team's documents shows" in told
    assert told.count("data:image/") == 1
    assert found(base) == 10


async def test_a_model_is_asked_in_the_language_of_the_documents(
    describer: Describer, base: KnowledgeBase, server: Server, tmp_path: Path
) -> None:
    pages: dict[str, str | bytes] = {
        "打印机.md": "# 打印机设置指南\n\n![](a.png)\n",
        "a.png": draw(30, 128),
        "принтер.md": "# Настройка принтера\n\n![](b.png)\n",
        "b.png": draw(31, 128),
    }
    base.learn([write(tmp_path / "other", pages)], "other")
    await describer.fill("other")
    told = json.dumps([one["messages"] for one in server.requests], ensure_ascii=False)
    assert "这张图片显示了什么？" in told
    assert "Что на этой картинке?" in told
    assert "What does this picture show?" not in told


async def test_an_outage_loses_nothing_that_was_said(
    describer: Describer, base: KnowledgeBase, server: Server
) -> None:
    def step(progress: object) -> None:
        if len(server.requests) == 3:
            server.failures = [failure(500), failure(500)]

    with pytest.raises(ModelFailed):
        await describer.fill("team", step)
    assert found(base) == 3
    server.requests.clear()
    assert await describer.fill("team") == 7
    assert len(server.requests) == 7


async def test_a_picture_that_is_turned_down_stops_no_other(
    describer: Describer, base: KnowledgeBase, server: Server
) -> None:
    server.failures = [failure(400, "content_policy_violation")]
    assert await describer.fill("team") == 9
    # It is not tried again and again.
    assert await describer.fill("team") == 0
    assert len(server.requests) == 10


async def test_a_wrong_key_stops_after_three_pictures(describer: Describer, server: Server) -> None:
    server.failures = [failure(401) for _ in range(20)]
    with pytest.raises(ModelFailed, match="OPENAI_API_KEY"):
        await describer.fill("team")
    assert len(server.requests) == 3


async def test_a_used_up_budget_is_gone_on_with_the_next_day(
    describer: Describer, base: KnowledgeBase, server: Server, tmp_path: Path
) -> None:
    clock = Clock()
    database = Database(tmp_path / "bot.sqlite3")
    spendings = Spendings(database, Limits(person_day=0.01), clock)
    paid = describer.through(lambda model: Metered(model, Prices(None), spendings))
    # One costs .0045 dollars, so the third begins within the budget and is the last.
    with pytest.raises(ModelFailed, match="budget"):
        await paid.fill("team")
    assert found(base) == len(server.requests) == 3
    clock.now += 86_400
    with pytest.raises(ModelFailed, match="budget"):
        await paid.fill("team")
    assert found(base) == 6
    database.close()


@pytest.mark.parametrize("lanes", [(), ("local",)])
async def test_pictures_that_stay_here_are_not_described_in_a_cloud(
    base: KnowledgeBase, server: Server, lanes: tuple[Lane, ...]
) -> None:
    describer = Describer(server.model(), base.descriptions, at_once, lanes)
    assert await describer.fill("team") == 0
    assert server.requests == []
