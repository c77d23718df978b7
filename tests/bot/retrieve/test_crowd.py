"""Many who ask at once are searched for in another process, and lose nothing where that goes."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from retrieving import Shelf, unit

from bot import library
from bot.records import Evidence, Scope
from bot.retrieve.crowd import CROWD, Crowd
from bot.retrieve.search import Asked, Search
from bot.settings import Settings
from bot.workers import Workers
from knowledge.errors import KnowledgeError
from knowledge.records import Found, Query
from knowledge.vision.eyes import Eyes

SPACE = "team"
PATIENCE_SECONDS = 60


class Numbered(Shelf):
    """A shelf whose finds name the process that they were found in, and which trips over two questions."""

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found:
        if query.text == "sentence":
            raise KnowledgeError("the store is damaged; rebuild it")
        if query.text == "trouble":
            raise ZeroDivisionError("in a library")
        found = super().search(query, scope, limit)
        return replace(found, lists={"process": str(os.getpid())})


@contextmanager
def numbered() -> Iterator[Numbered]:
    yield Numbered({SPACE: (unit("a.md", "leave"), unit("b.md", "port"))})


@pytest_asyncio.fixture
async def crowd() -> AsyncIterator[Crowd]:
    workers = Workers()
    with numbered() as shelf:
        opened = Crowd(Search(shelf).all, workers.run, numbered)
        yield opened
        opened.close()
        workers.close()


def asked(*texts: str) -> list[Asked]:
    return [Asked(Query(text), Scope((SPACE,))) for text in texts]


def process(found: Evidence | Exception) -> int:
    assert isinstance(found, Evidence)
    return int(found.lists["process"])


async def another_process(crowd: Crowd) -> int:
    """Ask as a crowd until somebody else answers; return their number."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            numbers = {process(found) for found in await crowd(asked(*["port"] * CROWD))}
            assert len(numbers) == 1
            if numbers != {os.getpid()}:
                return numbers.pop()


async def test_few_are_searched_for_here(crowd: Crowd) -> None:
    for _ in range(3):
        found = await crowd(asked(*["port"] * (CROWD - 1)))
        assert {process(one) for one in found} == {os.getpid()}


async def test_a_crowd_moves_to_another_process_and_each_gets_their_own(crowd: Crowd) -> None:
    other = await another_process(crowd)
    found = await crowd(asked("leave", "sentence", "port", "trouble"))
    assert [process(found[0]), process(found[2])] == [other, other]
    texts = [one.passages[0].text for one in found if isinstance(one, Evidence)]
    assert texts == ["leave (whole section)", "port (whole section)"]
    assert [type(found[1]), str(found[1])] == [KnowledgeError, "the store is damaged; rebuild it"]
    assert str(found[3]) == "ZeroDivisionError: in a library"


async def test_where_the_other_process_ends_the_questions_are_searched_for_here(
    crowd: Crowd,
) -> None:
    first = await another_process(crowd)
    os.kill(first, signal.SIGKILL)
    assert [process(one) for one in await crowd(asked("port"))] == [os.getpid()]
    assert await another_process(crowd) != first


async def test_a_process_that_cannot_start_is_missed_by_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    workers = Workers()
    with numbered() as shelf:
        crowd = Crowd(Search(shelf).all, workers.run, nowhere)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "one process does it all" not in caplog.text:
                found = await crowd(asked(*["port"] * CROWD))
                assert {process(one) for one in found} == {os.getpid()}
    crowd.close()
    workers.close()


@contextmanager
def nowhere() -> Iterator[Numbered]:
    os._exit(3)
    yield Numbered({})


async def test_the_other_process_finds_the_same_and_what_was_learned_since(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    folder = tmp_path / "handbook"
    folder.mkdir()
    (folder / "vpn.md").write_text("# VPN\n\nThe gateway listens on UDP port 51820.\n")
    workers = Workers()
    with closing(Eyes()) as eyes, closing(library.open_store(settings, eyes)) as knowledge:
        search = Search(knowledge)
        crowd = Crowd(search.all, workers.run, partial(library.reading, settings))
        refuse = Crowd(nothing, workers.run, partial(library.reading, settings))
        knowledge.learn([folder], SPACE)
        batch = asked(*["Which port does the gateway use?", "Who waters the plants?"] * 2)
        here = await crowd(batch)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (there := await refuse(batch)):
                await asyncio.sleep(0.05)
        assert [undated(one) for one in there] == [undated(one) for one in here]

        (folder / "plants.md").write_text("# Plants\n\nMara waters the plants on Fridays.\n")
        knowledge.learn([folder], SPACE)
        (found, *_) = await refuse(batch[1:])
        assert "Mara waters the plants" in undated(found).passages[0].text
    crowd.close()
    refuse.close()
    workers.close()


def nothing(batch: object) -> list[Evidence | Exception]:
    """Find nothing here, so that whatever is found comes from the other process."""
    return []


def undated(found: Evidence | Exception) -> Evidence:
    assert isinstance(found, Evidence)
    return replace(found, took_ms=0.0)
