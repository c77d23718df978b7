"""Stories of questions that come while the documents are still being read."""

from pathlib import Path

import pytest

from bot.app import Core, running
from bot.library import Learning
from bot.settings import Settings
from knowledge.records import Progress
from tests.way.conftest import TOKEN, Stage
from tests.way.town import JONAS, Town


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "How often is the kiln cleaned?",
            "I have not found it yet: I am still reading, 3 of 19 files are done. Please ask again in a moment.",
        ),
        ("窑多久清洁一次？", "还没有找到：我还在阅读文件，已完成 3 / 19。请稍后再问。"),
    ],
)
async def test_what_may_stand_in_documents_that_are_being_read_is_not_called_unknown(
    town: Town, parts: Core, state: Path, question: str, answer: str
) -> None:
    learning = Learning()
    settings = Settings(telegram_token=TOKEN, telegram_url=str(town.http.base_url))
    async with running(settings, parts, state, learning) as here:
        chat = await Stage(here, town).newcomer(JONAS)
        learning.space = here.desk.spaces.of(chat.id)
        learning.progress = Progress(3, 19, "handbook")
        assert (await chat.answer_to(await chat.say(question)))["text"] == answer
        learning.progress = None
        later = await chat.answer_to(await chat.say(question))
        assert answer not in later["text"]
