"""The one way to a model in the cloud: nothing private passes, and what passes is noted.

Wraps a `VisionModel` and is one. A chat's policy says what happens to private data: taken out, kept here,
asked about first, or sent. Knows no provider and no pixels.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, cast

from bot.answer.clean import Cleaner
from bot.errors import NotSent
from bot.ports import Lane, Privacy, Prompt, VisionModel
from bot.records import Usage
from bot.say import Notice, Say, listed
from knowledge.privacy.marks import LONGEST_MARK, Marks

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class Guard:
    """A cloud model that is given nothing private."""

    def __init__(self, model: VisionModel, cleaner: Cleaner, default: Privacy) -> None:
        self.name = model.name
        self.lane: Lane = model.lane
        self._model = model
        self._cleaner = cleaner
        self._default = default

    async def close(self) -> None:
        """Let the model's connections go."""
        await self._model.close()

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield what the model says, marks replaced by what they stand for; then its usage.

        Raises `NotSent` where the policy keeps the prompt on this machine.
        """
        privacy = prompt.privacy or self._default
        marks = Marks()
        if privacy == "local":
            raise NotSent(Notice(Say.KEPT_LOCAL))
        if privacy != "off":
            cleaned = await asyncio.to_thread(self._cleaner.under(privacy).clean, prompt, marks)
            # Of what was said before and of the documents' secrets nobody is asked again and again.
            if privacy == "ask" and cleaned.asked:
                kinds = listed(cleaned.asked)
                raise NotSent(Notice(Say.KEPT_ASK, {"kinds": kinds}), ask=True)
            prompt = cleaned.prompt
        back = _Back(marks)
        stream = cast("AsyncGenerator[str | Usage, None]", self._model.stream(prompt))
        async with aclosing(stream) as items:
            async for item in items:
                if isinstance(item, str):
                    if ready := back.add(item):
                        yield ready
                    continue
                if rest := back.rest():
                    yield rest
                yield item
        if rest := back.rest():
            yield rest


class _Back:
    """Puts secrets back into words as they stream; a mark may come in several pieces."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._held = ""

    def add(self, piece: str) -> str:
        """Return what can be said now."""
        if not self._marks.counts:
            return piece
        self._held += piece
        opened = self._held.rfind("[")
        whole = opened < 0 or "]" in self._held[opened:] or len(self._held) - opened > LONGEST_MARK
        at = len(self._held) if whole else opened
        ready, self._held = self._held[:at], self._held[at:]
        return self._marks.put_back(ready)

    def rest(self) -> str:
        """Return what was still held."""
        ready, self._held = self._held, ""
        return self._marks.put_back(ready)
