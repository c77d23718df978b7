"""Have a model say once of each learned picture what it shows, after the words beside it can be searched.

Goes through one space after the other, a few pictures at a time, for as long as the budget and the model allow. Knows
neither pixels nor any index.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Final, Protocol, cast

from bot.answer.tasks import Run
from bot.errors import BotError, ModelRefused, NotSent
from bot.ports import Lane, Prompt, Task, VisionModel
from bot.records import ChatKind, Evidence, Incoming, Origin, Person, Picture, Question
from knowledge.descriptions import Undescribed
from knowledge.errors import KnowledgeError, StoreBusy
from knowledge.language import script
from knowledge.records import Progress, Sight

logger = logging.getLogger(__name__)

ASKED: Final[Mapping[str, str]] = {
    "latin": "What does this picture show?",
    "han": "这张图片显示了什么？",
    "cyrillic": "Что на этой картинке?",
}
"""By the script of what the documents say: a model answers in the language in which it is asked."""

LONGEST = 1_000
"""Characters that are kept; the instructions ask for ninety words."""

TOGETHER = 8
"""Pictures that are written to the store at once: each writing brings its indexes up to date."""

REFUSALS = 3
"""In a row, after which it is not the pictures that are turned down."""

LOOK_SECONDS = 20.0
"""How soon pictures that were learned meanwhile are noticed; looking costs milliseconds."""

REST_SECONDS = 3_600.0
"""How long a model is left alone that failed, or whose budget is used up."""

ORIGIN: Final = Origin(0, ChatKind.PRIVATE, 0, Person(0, "documents"))
"""On whose account it goes: all documents together may cost as much a day as one person."""

ATTEMPTS, BUSY_SECONDS = 30, 2.0
"""How often, and after how long, a store is tried that another process is writing to."""


class Descriptions(Protocol):
    """What is needed of `knowledge.descriptions.Descriptions`."""

    def lacking(self, space: str) -> list[Undescribed]:
        """Return the pictures of a space that no model has described."""

    def sight(self, sha256: str) -> Sight | None:
        """Return a stored picture."""

    def keep(self, texts: Mapping[str, str], model: str) -> None:
        """Store what a model says of pictures, by their hash."""


class Describer:
    """A model, and the pictures that it is asked about; without a model, or outside `lanes`, none is.

    What was said is kept, however a round ends.
    """

    def __init__(
        self, model: VisionModel | None, descriptions: Descriptions, run: Run, lanes: Sequence[Lane]
    ) -> None:
        self._model = model if model and model.lane in lanes else None
        self._descriptions = descriptions
        self._run = run
        self._lanes = lanes
        self._said: dict[str, str] = {}
        self._refused: set[str] = set()
        self._in_a_row = 0

    def through(self, wrap: Callable[[VisionModel], VisionModel]) -> "Describer":
        """Return the same with its model inside what `wrap` makes of it."""
        model = wrap(self._model) if self._model else None
        return Describer(model, self._descriptions, self._run, self._lanes)

    async def close(self) -> None:
        """Let the model's connections go."""
        if self._model is not None:
            await self._model.close()

    async def follow(self, spaces: Callable[[], Sequence[str]]) -> None:
        """Describe what is learned, from now on until cancelled."""
        while self._model is not None:
            rest = LOOK_SECONDS
            try:
                for space in await self._run(spaces):
                    await self.fill(space)
            except (BotError, KnowledgeError, sqlite3.Error, OSError) as error:
                logger.info("pictures are described later: %s", error)
                rest = REST_SECONDS
            await asyncio.sleep(rest)

    async def fill(self, space: str, step: Callable[[Progress], None] = lambda _: None) -> int:
        """Describe every picture of `space` that lacks it; return how many.

        Raises `ModelFailed` where the model cannot go on, `StoreBusy` where another process is writing.
        """
        model = self._model
        if model is None:
            return 0
        lacking = await self._run(lambda: self._descriptions.lacking(space))
        waiting = [one for one in lacking if one.sha256 not in self._refused]
        done = 0
        try:
            for one in waiting:
                done += await self._describe(model, one)
                step(Progress(done, len(waiting), space))
                if len(self._said) >= TOGETHER:
                    await self._keep(model.name)
        finally:
            await self._keep(model.name)
        return done

    async def _describe(self, model: VisionModel, one: Undescribed) -> bool:
        if one.sha256 in self._said:
            return True
        sight = await self._run(lambda: self._descriptions.sight(one.sha256))
        if sight is None:
            return False
        try:
            self._said[one.sha256] = await _ask(
                model, sight, ASKED.get(script(one.said), ASKED["latin"])
            )
        except NotSent:
            self._refused.add(one.sha256)
            return False
        except ModelRefused as error:
            # A notice is about a budget that is used up, not about this picture.
            self._in_a_row += 1
            if error.notice is not None or self._in_a_row >= REFUSALS:
                raise
            self._refused.add(one.sha256)
            return False
        self._in_a_row = 0
        return True

    async def _keep(self, model: str) -> None:
        """Store what was said; another process that is writing is waited for, for a while."""
        told = dict(self._said)
        for attempt in range(ATTEMPTS if told else 0):
            try:
                await self._run(lambda: self._descriptions.keep(told, model))
            except StoreBusy:
                if attempt + 1 == ATTEMPTS:
                    raise
                await asyncio.sleep(BUSY_SECONDS)
            else:
                self._said.clear()
                return


async def _ask(model: VisionModel, sight: Sight, asked: str) -> str:
    question = Question(Incoming((), ORIGIN, asked), asked, (Picture(sight, "picture"),))
    prompt = Prompt(question, Evidence(), task=Task.CAPTION)
    stream = cast("AsyncGenerator[object, None]", model.stream(prompt))
    async with aclosing(stream) as items:
        said = "".join([item async for item in items if isinstance(item, str)])
    return " ".join(said.split())[:LONGEST]
