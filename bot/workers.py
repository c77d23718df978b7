"""Run synchronous work of `knowledge` beside the event loop, without letting it pile up.

Knows threads only. Bytes from strangers do not come here: they are opened in the confined
processes of `knowledge.vision`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

SEARCH_THREADS = 2
"""A search is some milliseconds of SQLite, FAISS and one small matrix product: two keep two cores busy."""

MOST_TOGETHER = 16
"""Items of one call: so many questions take about 15 ms, and more would be no cheaper each."""


class Together(Generic[T]):
    """Calls a function once for everything that came while its last call ran."""

    def __init__(
        self, function: Callable[[list[T]], None], call: Callable[..., Awaitable[None]]
    ) -> None:
        self._function = function
        self._call = call
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> None:
        """Return when `item` was in a call that ended; raise what that call raised."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._drain())
        await done

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            call = self._call(self._function, [item for item, _ in batch])
            (error,) = await asyncio.gather(call, return_exceptions=True)
            for _, done in batch:
                if done.done():
                    continue
                if isinstance(error, BaseException):
                    done.set_exception(error)
                else:
                    done.set_result(None)


class Workers:
    """Two lines: short questions, and long imports that must not hold them up."""

    def __init__(self) -> None:
        self._short = ThreadPoolExecutor(SEARCH_THREADS, thread_name_prefix="search")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="learn")

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run something that takes milliseconds."""
        call = asyncio.get_running_loop().run_in_executor
        return await call(self._short, lambda: function(*args, **kwargs))

    async def run_long(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run something that takes seconds or minutes; such jobs go one after another."""
        call = asyncio.get_running_loop().run_in_executor
        return await call(self._long, lambda: function(*args, **kwargs))

    def together(self, function: Callable[[list[T]], None]) -> Callable[[T], Awaitable[None]]:
        """Return what brings single items to `function`, which takes many at the price of few."""
        return Together(function, self.run)

    def close(self) -> None:
        """Drop what has not begun; what runs is left to finish its transaction."""
        self._short.shutdown(wait=False, cancel_futures=True)
        self._long.shutdown(wait=True, cancel_futures=True)
