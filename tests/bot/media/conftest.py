"""A file server, an empty memory, and an opener between them that decodes in place."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import pytest
from ears import Ears
from file_server import FileServer
from sending import TOKEN
from telegram import Bot

from bot.media.clips import Clips
from bot.media.fetch import Files
from bot.media.open import Opener
from bot.store.database import Database
from bot.store.seen import Seen
from knowledge.errors import TookTooLong, TooLarge, Unreadable
from knowledge.film.keyframes import closely, keyframes
from knowledge.film.records import Sound, Video
from knowledge.film.sound import sound_of
from knowledge.records import Sight
from knowledge.vision.door import open_picture
from knowledge.vision.limits import Limits

T = TypeVar("T")

HOSTILE: dict[bytes, Exception] = {
    b"bomb": TooLarge("this picture has too many pixels; send a smaller one"),
    b"endless": TookTooLong("the worker was stopped; send a smaller file"),
}


def look(content: bytes) -> Future[Sight]:
    """Decode as the worker does, in place."""
    opened: Future[Sight] = Future()
    try:
        if content not in HOSTILE:
            opened.set_result(open_picture(content, Limits()))
        else:
            opened.set_exception(HOSTILE[content])
    except Unreadable as error:
        opened.set_exception(error)
    return opened


@pytest.fixture
def wire() -> FileServer:
    return FileServer()


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Seen]:
    database = Database(tmp_path / "bot.sqlite3")
    yield Seen(database)
    database.close()


class Eyes:
    """Looks at films in place; what is hostile fails as it would in the worker."""

    def __init__(self, draws_stickers: bool = True) -> None:
        self.draws_stickers = draws_stickers

    def submit(self, content: bytes) -> Future[Sight]:
        return look(content)

    def watch(self, content: bytes, most: int = 40, stretches: int = 1) -> Future[Video]:
        return _done(lambda: keyframes(content, most, stretches))

    def watch_closely(self, content: bytes, at: float, most: int = 8) -> Future[Video]:
        return _done(lambda: closely(content, at, most))

    def hear(self, content: bytes) -> Future[Sound | None]:
        return _done(lambda: sound_of(content))


def _done(work: Callable[[], T]) -> Future[T]:
    done: Future[T] = Future()
    try:
        done.set_result(work())
    except Unreadable as error:
        done.set_exception(error)
    return done


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def hearing(wire: FileServer, seen: Seen, ears: Ears) -> Opener:
    """An opener that can listen."""
    files = _files(wire)
    return Opener(files, look, seen, Clips(files, Eyes(), ears))


@pytest.fixture
def opener(wire: FileServer, seen: Seen) -> Opener:
    files = _files(wire)
    return Opener(files, look, seen, Clips(files, Eyes()))


@pytest.fixture
def drawless(wire: FileServer, seen: Seen) -> Opener:
    """An opener where nothing is installed that draws moving stickers."""
    files = _files(wire)
    return Opener(files, look, seen, Clips(files, Eyes(draws_stickers=False)))


def _files(wire: FileServer) -> Files:
    async def no_pause(_: float) -> None: ...

    return Files(Bot(TOKEN, request=wire, get_updates_request=wire), no_pause)
