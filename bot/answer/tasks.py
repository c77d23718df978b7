"""Carry out what is wanted of pictures: choose the task, prepare it, and check what a model made of it.

Turns a prompt into a stream of words and the final answer, as the models it is given do. Blocking work on pixels
runs on a worker thread.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from bot import language
from bot.answer import task as tasks
from bot.answer import windows
from bot.answer.checks import (
    comparing,
    counting,
    figures,
    reading,
    sources,
    translating,
    words,
)
from bot.answer.extractive import Extractive
from bot.answer.verify import Verifier
from bot.language import Language
from bot.ports import Prompt, Task, VisionModel
from bot.records import Answer, Picture, Question
from bot.say import Notice, Say
from knowledge.errors import KnowledgeError
from knowledge.picture_kind import PictureKind
from knowledge.vision.differ import Difference, differ

logger = logging.getLogger(__name__)

MOST_COMPARED = 4
"""Pictures after the first that are laid over it; each takes some hundred milliseconds."""

R = TypeVar("R")
Check = Callable[[Prompt, Answer, Language], Answer]
Ask = Callable[[Prompt], AsyncIterator[str | Answer]]

CHECKS: dict[Task, Check] = {
    Task.DESCRIBE: words.check_quotes,
    Task.READ: reading.check,
    Task.CHART: figures.check,
    Task.COMPARE: comparing.check,
    Task.COUNT: counting.check,
    Task.ERROR: words.check_codes,
    Task.TRANSLATE: translating.check,
    Task.TIMELINE: words.check_codes,
}
"""What is done with a model's words, by task; an answer to a question is held to its evidence as ever."""


OWN: dict[Say, Say] = {
    Say.NO_MODEL: Say.NO_MODEL_FOR_TASK,
    Say.STAYS_LOCAL: Say.STAYS_LOCAL_FOR_TASK,
    Say.FELL_BACK: Say.FELL_BACK_FOR_TASK,
}
"""What is said of an answer without a model, where it quotes nothing."""


class Run(Protocol):
    """See `bot.workers.Workers.run`."""

    def __call__(self, work: Callable[[], R], /) -> Awaitable[R]:
        """Run `work` on a worker thread."""


class Tasks:
    """Stands before the models. `run` calls a blocking function on a thread.

    `kind_of` looks at a picture, `alike` compares the meaning of sentences, `verifier` reads cited sentences again.
    """

    def __init__(
        self,
        kind_of: tasks.KindOf,
        alike: sources.Alike,
        run: Run,
        verifier: Verifier | None = None,
    ) -> None:
        self._kind_of = kind_of
        self._alike = alike
        self._run = run
        self._verifier = verifier

    def through(self, wrap: Callable[[VisionModel], VisionModel]) -> "Tasks":
        """Return the same with the second model inside what `wrap` makes of it."""
        verifier = self._verifier.through(wrap) if self._verifier else None
        return Tasks(self._kind_of, self._alike, self._run, verifier)

    async def close(self) -> None:
        """Let the second model's connections go."""
        if self._verifier is not None:
            await self._verifier.close()

    async def chosen(self, prompt: Prompt) -> Prompt:
        """Return `prompt` with its task, and with what has to be seen or measured for it."""
        named = tasks.named(prompt.question)
        if windows.needed(prompt.question):
            return replace(prompt, task=Task.TIMELINE)
        if prompt.question.clips and all(one.clip for one in prompt.question.pictures):
            # A clip's frames are no pictures to be compared, counted or classed one by one.
            kept = named if named in (Task.READ, Task.TRANSLATE, Task.ERROR) else Task.ANSWER
            return replace(prompt, task=kept)
        if not prompt.question.pictures or named in (Task.ANSWER, Task.READ, Task.TRANSLATE):
            return replace(prompt, task=named or Task.ANSWER)
        return await self._run(lambda: self._looked(prompt, named))

    async def stream(self, prompt: Prompt, ask: Ask) -> AsyncIterator[str | Answer]:
        """Yield what `ask` says, the final answer checked as its task demands."""
        async for piece in ask(prompt):
            if isinstance(piece, Answer):
                piece = self.checked(prompt, await self._sourced(prompt, piece))
            yield piece

    async def _sourced(self, prompt: Prompt, answer: Answer) -> Answer:
        """Hold what a model cites to the passages it cites; quotes need none of that."""
        if not answer.citations or answer.model == Extractive.name:
            return answer
        spoken = language.of(prompt.question.text, prompt.language)
        denied: frozenset[str] = frozenset()
        if self._verifier is not None:
            denied = await self._verifier.denied(prompt, sources.claims(prompt, answer))
        return await self._run(lambda: sources.check(prompt, answer, spoken, self._alike, denied))

    def checked(self, prompt: Prompt, answer: Answer) -> Answer:
        """Mark in a model's answer what the pictures do not bear out."""
        spoken = language.of(prompt.question.text, prompt.language)
        if answer.model == Extractive.name:
            # Neither does an answer quote that stands in the asker's own picture.
            quotes = prompt.task in tasks.QUOTED and (answer.citations or answer.refused)
            own = OWN.get(answer.footer.key) if answer.footer and not quotes else None
            footer = Notice(own) if own else answer.footer
            return replace(answer, footer=footer, shown=comparing.pictures(prompt, spoken))
        check = CHECKS.get(prompt.task)
        if check is None or answer.refused or not prompt.question.pictures:
            return answer
        return check(prompt, answer, spoken)

    def _looked(self, prompt: Prompt, named: Task | None) -> Prompt:
        question = prompt.question
        task = named or tasks.by_sight(question, self._kind_of)
        kinds: tuple[PictureKind, ...] = ()
        if task in (Task.DESCRIBE, Task.CHART):
            kinds = tuple(self._kind_of(picture.sight) for picture in question.pictures)
        differences = _differences(question) if task is Task.COMPARE else ()
        return replace(prompt, task=task, kinds=kinds, differences=differences)


def _differences(question: Question) -> tuple[Difference, ...]:
    first, *others = question.pictures
    return tuple(_differ(first, other) for other in others[:MOST_COMPARED])


def _differ(one: Picture, other: Picture) -> Difference:
    try:
        return differ(one.sight.content, other.sight.content)
    except KnowledgeError:
        logger.exception("two opened pictures could not be compared")
        return Difference("different")
