"""A fresh Telegram and a fresh bot for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_telegram import FakeTelegram, VirtualTime
from reply_desk import FAST, Desk

from bot.reply.rates import Rates


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def make_desk(tmp_path: Path, telegram: FakeTelegram) -> Iterator[Callable[[Rates], Desk]]:
    made: list[Desk] = []

    def make(rates: Rates = FAST) -> Desk:
        made.append(Desk(tmp_path, telegram, VirtualTime(), rates))
        return made[-1]

    yield make
    for desk in made:
        desk.database.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()
