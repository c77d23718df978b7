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
from bot.answer import courtesy, phrases
from bot.answer.breaker import Breaker
from bot.answer.extractive import Extractive
from bot.answer.told import Told
from bot.errors import ModelFailed, ModelRefused
from bot.ports import Prompt, VisionModel
from bot.records import Answer, Notice, Say, Usage

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
        asked = self._models if _has_grounds(prompt) else ()
        broken_off = False
        for model in filter(self._is_up, asked):
            told, began = Told(), self._clock()
            try:
                async with aclosing(_hear(model, prompt, told)) as words:
                    async for piece in words:
                        if not broken_off:
                            yield piece
            except ModelFailed as error:
                self._note(model, error, 0.0 if told.text else self._clock() - began)
                broken_off = broken_off or told.shown
                continue
            self._breakers[id(model)].succeeded()
            yield replace(told.answer(prompt, model.name), footer=self._fell_to(model))
            return
        told = Told()
        async with aclosing(_hear(self._floor, prompt, told)) as words:
            async for piece in words:
                if not broken_off:
                    yield piece
        answer = told.answer(prompt, self._floor.name)
        yield replace(
            answer,
            # It cites whatever it finds, so no citation means that nothing was found.
            refused=not answer.citations,
            footer=self._why_floor(prompt, fell=bool(asked)),
        )

    def _is_up(self, model: VisionModel) -> bool:
        return self._breakers[id(model)].allows()

    def _note(self, model: VisionModel, error: ModelFailed, waited_seconds: float) -> None:
        # The sentence is of our own making: it names neither the key nor the question.
        logger.warning("model %s gave no answer: %s", model.name, error)
        if not isinstance(error, ModelRefused):
            self._breakers[id(model)].failed(waited_seconds)

    def _fell_to(self, model: VisionModel) -> Notice | None:
        first = model is self._models[0]
        return None if first else Notice(Say.FELL_BACK, {"model": model.name})

    def _why_floor(self, prompt: Prompt, *, fell: bool) -> Notice | None:
        if not self._models:
            return Notice(Say.NO_MODEL)
        quoted = phrases.QUOTED_DOCUMENTS[language.of(prompt.question.text, prompt.language)]
        return Notice(Say.FELL_BACK, {"model": quoted}) if fell else None


async def _hear(model: VisionModel, prompt: Prompt, told: Told) -> AsyncGenerator[str, None]:
    """Let `told` take in what a model says; yield what of it may be shown."""
    # The port promises an iterator that can be closed, which is what hangs up.
    stream = cast("AsyncGenerator[str | Usage, None]", model.stream(prompt))
    async with aclosing(stream) as items:
        async for item in items:
            piece = told.add(item)
            if piece:
                yield piece
            if told.too_long:
                logger.warning(
                    "model %s was stopped after %d characters", model.name, len(told.text)
                )
                return


def _has_grounds(prompt: Prompt) -> bool:
    question = prompt.question
    return bool(prompt.evidence.passages or question.pictures or question.quoted.strip())
