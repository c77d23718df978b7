"""Run synchronous work of `knowledge` beside the event loop, without letting it pile up.

Knows threads only. Bytes from strangers do not come here: they are opened in the confined
processes of `knowledge.vision`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

SEARCH_THREADS = 2
"""A search is some milliseconds of SQLite, FAISS and one small matrix product: two keep two cores busy."""

MOST_TOGETHER = 16
"""Items of one call: so many questions take some 30 ms, and more would be no cheaper each."""


class Together(Generic[T, R]):
    """Works on everything that has come while its last calls ran in one call.

    In a crowd a thread that is handed one item after another spends as long on being handed them.
    """

    def __init__(self, work: Callable[[list[T]], Awaitable[Sequence[R | Exception]]]) -> None:
        """`work` gives what each item comes to, or what it raised."""
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._running: set[asyncio.Task[None]] = set()

    async def __call__(self, item: T) -> R:
        """Return what working on `item` gave, or raise what it raised."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if len(self._running) < SEARCH_THREADS:
            self._running.add(asyncio.create_task(self._drain()))
        return await done

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            outcomes: Sequence[R | Exception]
            try:
                outcomes = await self._work([item for item, _ in batch])
            # As with any future: what a call raises is for those who wait for it.
            except Exception as error:
                outcomes = [error] * len(batch)
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                _settle(done, outcome)
        # At once and not by a callback: what comes before that would find both lines taken, and wait for ever.
        self._running.discard(cast("asyncio.Task[None]", asyncio.current_task()))


def _settle(done: asyncio.Future[R], outcome: R | Exception) -> None:
    if done.done():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)


class Workers:
    """Three lines: short questions, looks at pictures, and long imports; none holds up a shorter one."""

    def __init__(self) -> None:
        self._short = ThreadPoolExecutor(SEARCH_THREADS, thread_name_prefix="search")
        self._looks = ThreadPoolExecutor(1, thread_name_prefix="look")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="learn")

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run something that takes milliseconds."""
        call = asyncio.get_running_loop().run_in_executor
        return await call(self._short, lambda: function(*args, **kwargs))

    async def look(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run something that takes tenths of a second, as comparing pictures: no words wait for it."""
        call = asyncio.get_running_loop().run_in_executor
        return await call(self._looks, lambda: function(*args, **kwargs))

    async def run_long(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run something that takes seconds or minutes; such jobs go one after another."""
        call = asyncio.get_running_loop().run_in_executor
        return await call(self._long, lambda: function(*args, **kwargs))

    def close(self) -> None:
        """Drop what has not begun; what runs is left to finish its transaction."""
        self._short.shutdown(wait=False, cancel_futures=True)
        self._looks.shutdown(wait=True, cancel_futures=True)
        self._long.shutdown(wait=True, cancel_futures=True)
