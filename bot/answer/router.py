"""Get an answer from the first model of the ladder that gives one.

Turns a prompt into a stream of words and then the final `Answer`, whose numbers all lead to
evidence. Knows the order of the models, not how any of them is asked.
"""

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from bot import language
from bot.answer import courtesy, phrases, windows
from bot.answer.breaker import Breaker
from bot.answer.extractive import Extractive
from bot.answer.impatient import Overtaken, impatient
from bot.answer.prompt import instructions
from bot.answer.task import QUOTED
from bot.answer.told import Told
from bot.errors import ModelFailed, ModelRefused, NotSent
from bot.ports import Prompt, VisionModel
from bot.records import Answer, Usage
from bot.say import Notice, Say

logger = logging.getLogger(__name__)


class Answers:
    """The ladder: `models` from the best down, and `floor`, which never fails."""

    def __init__(
        self,
        models: Sequence[VisionModel],
        floor: Extractive,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._models = tuple(models)
        self._floor = floor
        self._clock = clock
        self._breakers = {id(model): Breaker(clock) for model in self._models}

    def through(self, wrap: Callable[[VisionModel], VisionModel]) -> "Answers":
        """Return the same ladder with each model but the floor inside what `wrap` makes of it."""
        return Answers([wrap(model) for model in self._models], self._floor, clock=self._clock)

    async def close(self) -> None:
        """Let the models' connections go."""
        for model in self._models:
            await model.close()

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Answer]:
        """Yield words as they come, then the whole answer, which is the one that counts.

        When a model breaks off, the words of the next one are not added to its; they come with the
        answer. Without evidence, picture or quoted message no model is asked: it could only invent.
        """
        spoken = language.of(prompt.question.text, prompt.language)
        if (polite := courtesy.reply(prompt, spoken)) is not None:
            yield Answer(polite)
            return
        allowed = [model for model in self._models if model.lane in prompt.lanes]
        asked = allowed if _has_grounds(prompt) else []
        broken_off = False
        refused: ModelFailed | None = None
        for model in filter(self._is_up, asked):
            told, began = Told(instructions(prompt.task)), self._clock()
            breaker = self._breakers[id(model)]
            try:
                items = impatient(windows.stream(model, prompt), breaker)
                async with aclosing(_hear(items, told)) as words:
                    async for piece in words:
                        if not broken_off:
                            yield piece
            except ModelFailed as error:
                self._note(model, error, 0.0 if told.text else self._clock() - began)
                broken_off = broken_off or told.shown
                refused = refused or (error if error.notice else None)
                continue
            breaker.succeeded()
            fell = None if model is asked[0] else Notice(Say.FELL_BACK, {"model": model.name})
            yield _below(told.answer(prompt, model.name), refused, fell)
            return
        told = Told()
        async with aclosing(_hear(_stream(self._floor, prompt), told)) as words:
            async for piece in words:
                if not broken_off:
                    yield piece
        answer = told.answer(prompt, self._floor.name)
        # It cites whatever it finds in documents; what it reads or measures for a task it does itself.
        nothing = (
            not answer.citations and prompt.task in QUOTED and phrases.found_nothing(answer.text)
        )
        answer = replace(answer, refused=nothing)
        yield _below(answer, refused, self._why_floor(prompt, fell=bool(asked)))

    def _why_floor(self, prompt: Prompt, *, fell: bool) -> Notice | None:
        """Tell why the documents were quoted; None where no model would have known more."""
        if not self._models:
            return Notice(Say.NO_MODEL)
        if not any(model.lane in prompt.lanes for model in self._models):
            return Notice(Say.STAYS_LOCAL)
        quoted = phrases.QUOTED_DOCUMENTS[language.of(prompt.question.text, prompt.language)]
        return Notice(Say.FELL_BACK, {"model": quoted}) if fell else None

    def _is_up(self, model: VisionModel) -> bool:
        return self._breakers[id(model)].allows()

    def _note(self, model: VisionModel, error: ModelFailed, waited_seconds: float) -> None:
        if isinstance(error, Overtaken | NotSent):
            return
        # The sentence is of our own making: it names neither the key nor the question.
        logger.warning("model %s gave no answer: %s", model.name, error)
        if not isinstance(error, ModelRefused):
            self._breakers[id(model)].failed(waited_seconds)


def _stream(model: VisionModel, prompt: Prompt) -> AsyncGenerator[str | Usage, None]:
    # The port promises an iterator that can be closed, which is what hangs up.
    return cast("AsyncGenerator[str | Usage, None]", model.stream(prompt))


async def _hear(stream: AsyncGenerator[str | Usage, None], told: Told) -> AsyncGenerator[str, None]:
    """Let `told` take in what a model says; yield what of it may be shown."""
    async with aclosing(stream) as items:
        async for item in items:
            piece = told.add(item)
            if piece:
                yield piece
            if told.ends:
                logger.warning("a model was stopped after %d characters", len(told.text))
                return


def _below(answer: Answer, refused: ModelFailed | None, otherwise: Notice | None) -> Answer:
    """Say below an answer why no better model gave it, in the words of the one that refused if it has any."""
    footer = (refused.notice if refused else None) or otherwise
    return replace(answer, footer=footer, kept=isinstance(refused, NotSent) and refused.ask)


def _has_grounds(prompt: Prompt) -> bool:
    question = prompt.question
    return bool(
        prompt.evidence.passages or question.pictures or question.clips or question.quoted.strip()
    )
