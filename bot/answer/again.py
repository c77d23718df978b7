"""Give the same answer again where the same is asked of the same evidence, instead of asking a model anew.

Wraps a model and is one itself. Two questions are the same where the model would be given the same words and pictures,
and where the same may be read; a question that points back is so only after the same exchanges.
"""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from bot.answer.prompt import word
from bot.ports import Lane, Prompt, VisionModel
from bot.records import Usage
from bot.store.kept import Kept
from knowledge.follow import points_back

FENCE = "DATA"
"""In the place of the one that nobody may know: here nothing is sent."""


class Again:
    """A model that remembers what it said."""

    def __init__(self, model: VisionModel, kept: Kept) -> None:
        self.name = model.name
        self.lane: Lane = model.lane
        self._model = model
        self._kept = kept

    async def close(self) -> None:
        """Let the model's connections go."""
        await self._model.close()

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield what was said before, free of charge, else what the model says, and remember that."""
        key = _key(self.name, prompt)
        known = self._kept.find(key) if key else None
        if known is not None:
            yield known
            yield Usage(self.name, self.lane, again=True)
            return
        said: list[str] = []
        stream = cast("AsyncGenerator[str | Usage, None]", self._model.stream(prompt))
        async with aclosing(stream) as items:
            async for item in items:
                if isinstance(item, str):
                    said.append(item)
                elif key:
                    # Only what came to its end is worth saying twice.
                    # SQLite takes no halves of surrogate pairs, which a model may break a word into.
                    whole = "".join(said).encode("utf-8", "replace").decode()
                    self._kept.keep(key, prompt.question.text, whole)
                yield item


def _key(model: str, prompt: Prompt) -> str:
    """Return what two questions share that are the same, empty where no scope says who may read."""
    if not prompt.scope.spaces:
        return ""
    alone = prompt if points_back(prompt.question.text) else replace(prompt, history=())
    parts = (
        model,
        *sorted(prompt.scope.spaces),
        repr(word(alone, FENCE)),
        *(picture.sight.sha256 for picture in prompt.question.pictures),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
