"""Work in one call on all that is asked within one turn of the event loop.

In a crowd many messages are judged side by side, and a row of arrays costs little more than one array. Nobody
waits longer for it than the turn lasts. Knows neither messages nor checks.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST: Final = 32
"""Items of one call: with the classifier some ten milliseconds, in which the loop does nothing else."""


class Batch(Generic[T, R]):
    """Gathers items for `work`, which gives one result for each, in their order."""

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R]]) -> None:
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []

    async def __call__(self, item: T) -> R:
        """Return what `work` gave for `item`, or raise what it raised for the items of the call."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        self._waiting.append((item, done))
        if len(self._waiting) == 1:
            loop.call_soon(self._flush)
        return await done

    def _flush(self) -> None:
        batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._flush)
        try:
            results = self._work([item for item, _ in batch])
        # As with any future: what the work raises is for those who wait for it.
        except Exception as error:
            for _, done in batch:
                if not done.done():
                    done.set_exception(error)
            return
        for (_, done), result in zip(batch, results, strict=True):
            if not done.done():
                done.set_result(result)
