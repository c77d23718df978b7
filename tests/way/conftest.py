"""The whole bot against the sandbox, over real HTTP, knowing the handbook of a small team.

Eyes, models and the learned handbook are shared by all stories; the sandbox, the bot and its state
are each story's own.
"""

import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import hearing
from bot.answer.extractive import Extractive
from bot.answer.router import Answers
from bot.answer.tasks import Tasks
from bot.app import Core, Running, core, running
from bot.ladder import models, verifier
from bot.sandbox.records import Person
from bot.sandbox.server import serving
from bot.sandbox.world import World
from bot.settings import Settings
from bot.store.database import Database
from bot.store.spaces import Spaces
from knowledge import KnowledgeBase
from tests.way.bot_process import BotProcess
from tests.way.drawing import write_handbook
from tests.way.endpoint import Endpoint, endpoint
from tests.way.town import Chat, Town

TOKEN = "4242:a-token-that-nobody-may-ever-see-anywhere"
SPACE = "team"
_first_ids = itertools.count(1_000, 1_000)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose converted models are kept from one run of the tests to the next."""
    home = tmp_path_factory.mktemp("home")
    kept = Path(tempfile.gettempdir()) / "groundglass-models"
    kept.mkdir(exist_ok=True)
    (home / "models").symlink_to(kept)
    return home


@pytest.fixture(scope="session")
def parts(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    """Eyes and knowledge, with the handbook in the space `team`; no language model."""
    with core(Settings(home=home)) as parts:
        handbook = write_handbook(tmp_path_factory.mktemp("handbook"))
        report = parts.knowledge.learn([handbook], SPACE)
        assert not report.failed, report.failed
        yield parts


@pytest.fixture
async def model() -> AsyncIterator[Endpoint]:
    """A language model whose words the story chooses."""
    async with endpoint() as served:
        yield served


@pytest.fixture
def world() -> World:
    """A sandbox with Telegram's flood limits and ids of its own."""
    me = Person(4242, "Groundglass", "groundglass_bot", is_bot=True)
    return World(TOKEN, first_id=next(_first_ids), bot=me)


@pytest.fixture
async def town(world: World) -> AsyncIterator[Town]:
    """People's side of the sandbox. At the end: no 429 that a story did not order."""
    async with serving(world, port=0) as url, httpx.AsyncClient(base_url=url, timeout=30) as http:
        town = Town(http)
        yield town
        refused = [c for c in await town.calls() if c["status"] == 429]
        assert len(refused) <= town.ordered_429, refused


@dataclass
class Stage:
    """A running bot and what a story may do to it beside talking: bind a chat, restart it."""

    running: Running
    town: Town

    async def team(self, *people: dict[str, Any], **more: Any) -> Chat:
        """Open a group that reads the handbook."""
        chat = await self.town.group(*people, **more)
        self.running.desk.spaces.bind(chat.id, SPACE)
        return chat

    async def reader(self, person: dict[str, Any], **more: Any) -> Chat:
        """Open a private chat that reads the handbook."""
        chat = await self.town.private(person, **more)
        self.running.desk.spaces.bind(chat.id, SPACE)
        return chat

    async def newcomer(self, person: dict[str, Any], **more: Any) -> Chat:
        """Open a private chat whose own space is empty, whatever other stories taught the person."""
        chat = await self.town.private(person, **more)
        self.running.desk.spaces.bind(chat.id, f"own-{next(_first_ids)}")
        return chat


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """What the bot of this story remembers."""
    return tmp_path / "state"


def raised(
    town: Town, parts: Core, state: Path, **settings: Any
) -> AbstractAsyncContextManager[Stage]:
    """Start a bot in this process; leaving the block stops it, and it may be started again."""

    @asynccontextmanager
    async def start() -> AsyncIterator[Stage]:
        given = {"transcriber": "whisper-1", **settings}
        chosen = Settings(telegram_token=TOKEN, telegram_url=str(town.http.base_url), **given)
        looks = (parts.knowledge.kind_of, parts.knowledge.alike, parts.workers.run)
        with_models = replace(
            parts,
            answers=Answers(models(chosen, parts.eyes), Extractive()),
            tasks=Tasks(*looks, verifier(chosen, parts.eyes)),
            transcriber=hearing.transcriber(chosen),
        )
        async with running(chosen, with_models, state) as here:
            yield Stage(here, town)

    return start()


@pytest.fixture
async def bot(town: Town, parts: Core, state: Path, model: Endpoint) -> AsyncIterator[Stage]:
    """The bot with a language model."""
    async with raised(town, parts, state, openai_base_url=model.url) as stage:
        yield stage


@pytest.fixture
async def plain_bot(town: Town, parts: Core, state: Path) -> AsyncIterator[Stage]:
    """The bot without any language model."""
    async with raised(town, parts, state) as stage:
        yield stage


@dataclass(frozen=True)
class Library:
    """The handbook in the home of a process of its own, and who reads it."""

    state: Path

    def lend(self, chat: Chat) -> None:
        """Let a chat read it; before the process starts."""
        database = Database(self.state)
        Spaces(database).bind(chat.id, SPACE)
        database.close()


@pytest.fixture
def library(process: BotProcess, parts: Core, tmp_path: Path) -> Library:
    """The handbook, learned into the home of the process."""
    knowledge = KnowledgeBase(process.home, parts.eyes)
    assert not knowledge.learn([write_handbook(tmp_path / "handbook")], SPACE).failed
    knowledge.close()
    return Library(process.home / "bot.sqlite3")


@pytest.fixture
async def process(town: Town, model: Endpoint, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The bot as a process that can be killed; its home is empty but for converted models."""
    home = tmp_path / "process"
    home.mkdir()
    (home / "models").symlink_to(Path(tempfile.gettempdir()) / "groundglass-models")
    started = BotProcess(str(town.http.base_url), TOKEN, home, {"OPENAI_BASE_URL": model.url})
    yield started
    await started.kill()
