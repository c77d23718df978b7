"""Run synchronous work of `knowledge` beside the event loop, without letting it pile up.

Knows threads only. Bytes from strangers do not come here: they are opened in the confined
processes of `knowledge.vision`.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

SEARCH_THREADS = 2
"""A search is some milliseconds of SQLite, FAISS and one small matrix product: two keep two cores busy."""


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

    def close(self) -> None:
        """Drop what has not begun; what runs is left to finish its transaction."""
        self._short.shutdown(wait=False, cancel_futures=True)
        self._long.shutdown(wait=True, cancel_futures=True)
