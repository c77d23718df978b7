"""A group at the wire, and moderation's empty books."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram_wire import Telegram

from bot.guard import books as opened
from bot.moderate.books import Books
from bot.store.database import Database


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def wired(telegram: Telegram) -> Bot:
    """A bot at that wire."""
    bot = Bot("1:token", request=telegram, get_updates_request=telegram)
    await bot.initialize()
    return bot


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Books]:
    """What moderation remembers, empty."""
    database = Database(tmp_path / "bot.sqlite3")
    yield opened(database)
    database.close()
