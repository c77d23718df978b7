"""A LLaVA as a `VisionModel`: from the event loop to the line's thread and back.

Knows no tensor: `transformers` and torch are loaded with the first question, in that thread.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from bot.answer.llava.line import Ask, Item, Line
from bot.answer.llava.load import load
from bot.answer.llava.weights import Weights
from bot.errors import ModelFailed
from bot.ports import Lane, Prompt
from bot.records import Usage

PATIENCE = 3.0
"""Silences that a question waits behind others before it is answered without the model."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a model is kept and how long it is waited for."""

    precision: str = "auto"
    """`auto`, or how the numbers are held: 4bit, fp16, bf16, fp32."""
    silence_seconds: float = 60.0
    """Longest silence before the first word and between two; a wait for others who are told words is none."""
    idle_seconds: float = 600.0
    """After this long without a question its memory is released."""


class Llava:
    """Answers from weights on this machine; nothing leaves it."""

    lane: Lane = "local"

    def __init__(self, weights: Weights, plan: Plan | None = None) -> None:
        self.name = weights.name
        self._plan = plan or Plan()
        precision = self._plan.precision
        self._line = Line(lambda: load(weights, precision), self._plan.idle_seconds)

    @property
    def loaded(self) -> bool:
        """Tell whether the weights are in memory."""
        return self._line.loaded

    async def close(self) -> None:
        """Stop every answer and release the memory; a later question loads it anew."""
        await asyncio.to_thread(self._line.close)

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield words as they come, then how many tokens they took; closing it ends the generation."""
        loop = asyncio.get_running_loop()
        heard: asyncio.Queue[Item] = asyncio.Queue()

        def tell(item: Item) -> None:
            # A loop that is closed by now has nobody left who listens.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(heard.put_nowait, item)

        ask = Ask(prompt, tell)
        self._line.put(ask)
        words = False
        try:
            while True:
                item = await self._next(heard, waiting=not words)
                if isinstance(item, ModelFailed):
                    raise item
                if isinstance(item, Usage):
                    break
                words = words or bool(item.strip())
                yield item
        finally:
            ask.stopped.set()
        if not words:
            raise ModelFailed(f"{self.name} gave no words; ask again in other words")
        yield item

    async def _next(self, heard: "asyncio.Queue[Item]", *, waiting: bool) -> Item:
        silence = self._plan.silence_seconds
        began = time.monotonic()
        while True:
            try:
                async with asyncio.timeout(silence):
                    return await heard.get()
            except TimeoutError:
                if self._line.silent_seconds() >= silence or not waiting:
                    raise ModelFailed(
                        f"{self.name} was silent for too long; ask again in a minute"
                    ) from None
                if time.monotonic() - began >= silence * PATIENCE:
                    what = "is still being loaded" if self._line.loading else "is busy with others"
                    raise ModelFailed(f"{self.name} {what}; ask again in a minute") from None
