"""A file server, an empty memory, and an opener between them that decodes in place."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from file_server import FileServer
from sending import TOKEN
from telegram import Bot

from bot.media.fetch import Files
from bot.media.open import Opener
from bot.store.database import Database
from bot.store.seen import Seen
from knowledge.errors import TookTooLong, TooLarge, Unreadable
from knowledge.records import Sight
from knowledge.vision.door import open_picture
from knowledge.vision.limits import Limits

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


@pytest.fixture
def opener(wire: FileServer, seen: Seen) -> Opener:
    async def no_pause(_: float) -> None: ...

    return Opener(Files(Bot(TOKEN, request=wire, get_updates_request=wire), no_pause), look, seen)
