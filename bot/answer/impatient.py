"""Wait for a model's first word no longer than until another question finds that the model is down.

So a dead server costs sixty-four people who ask at once no more than the first of them.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

from bot.answer.breaker import Breaker
from bot.errors import ModelFailed

T = TypeVar("T")


class Overtaken(ModelFailed):
    """Another question found the model down while this one waited."""


async def impatient(words: AsyncGenerator[T, None], breaker: Breaker) -> AsyncGenerator[T, None]:
    """Yield `words`; raise `Overtaken` when `breaker` opens before the first of them."""
    async with aclosing(words):
        for first in await _first(words, breaker):
            breaker.spoke()
            yield first
        async for later in words:
            yield later


async def _first(words: AsyncGenerator[T, None], breaker: Breaker) -> tuple[T, ...]:
    """Return the first word, or nothing where there is none."""
    first = asyncio.ensure_future(_next(words))
    down = breaker.waits()
    try:
        await asyncio.wait((first, down), return_when=asyncio.FIRST_COMPLETED)
        if not first.done():
            raise Overtaken("another question found the model down; ask again in a minute")
        return first.result()
    finally:
        down.cancel()
        if not first.done():
            first.cancel()
            # What it holds open is let go before anybody goes on.
            await asyncio.gather(first, return_exceptions=True)


async def _next(words: AsyncGenerator[T, None]) -> tuple[T, ...]:
    async for word in words:
        return (word,)
    return ()
