"""Search for a crowd in a process of its own, so that the bot's loop has an interpreter for itself.

Python runs one thread at a time: while one question is searched for, no other is received, judged or answered.
Alone nobody notices that. When questions come together a second reader of the store is started; it takes over
once it is ready, and goes when it has had nothing to do for a while, so a quiet bot needs no memory for it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection
from typing import Final

from bot.records import Evidence
from bot.retrieve.search import Asked, Library, Search
from knowledge.child import LightContext, LightProcess, end_with_parent
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)

CROWD: Final = 4
"""Questions that wait together from which on a process is worth its second of starting and its 300 MB."""

IDLE_SECONDS: Final = 300.0
"""After so long without a question the process ends."""

ANSWER_SECONDS: Final = 60.0
"""A reader that has not answered by then is ended, and its questions are searched for here."""

START_SECONDS: Final = 120.0
"""Longest wait for a process that starts; nobody waits for it."""

Found = Sequence[Evidence | Exception]
Batch = Sequence[Asked]
Opener = Callable[[], AbstractContextManager[Library]]


class Crowd:
    """Searches in this process, or in one of its own where many ask at once."""

    def __init__(
        self,
        search: Callable[[Batch], Found],
        run: Callable[[Callable[[Batch], Found], Batch], Awaitable[Found]],
        library: Opener,
    ) -> None:
        """`run` runs `search` on a worker thread; `library` is called in the other process."""
        self._search = search
        self._run = run
        self._reader = Reader(library)

    async def __call__(self, batch: Batch) -> Found:
        """Return what each search finds or raises, in the order of `batch`."""
        if len(batch) >= CROWD:
            self._reader.start()
        if self._reader.is_ready:
            found = await self._reader.search(batch)
            if found is not None:
                return found
        return await self._run(self._search, batch)

    def close(self) -> None:
        """End the process, if there is one."""
        self._reader.close()


class Reader:
    """The other process. It reads the store only, so it may go at any moment."""

    def __init__(self, library: Opener) -> None:
        self._library = library
        # One thread speaks with the process, so questions and answers cannot be mixed up.
        self._line = ThreadPoolExecutor(1, thread_name_prefix="crowd")
        self._process: LightProcess | None = None
        self._pipe: Connection | None = None
        self._begun = False
        self._closed = False
        self.is_ready = False

    def start(self) -> None:
        """Begin to start the process, unless there is one or none could be started."""
        if not self._begun:
            self._begun = True
            self._line.submit(self._start)

    async def search(self, batch: Batch) -> Found | None:
        """Return what each search finds or raises; None where the process is gone."""
        return await asyncio.get_running_loop().run_in_executor(self._line, self._ask, batch)

    def close(self) -> None:
        """End the process now; a question that is on its way gets None."""
        self._closed = True
        self._line.shutdown(wait=False, cancel_futures=True)
        process = self._process
        if process is not None:
            process.terminate()
            process.join()

    def _start(self) -> None:
        pipe, other = LightContext().Pipe()
        process = LightProcess(target=serve, args=(other, self._library), daemon=True)
        try:
            process.start()
            other.close()
            self._pipe, self._process = pipe, process
            self.is_ready = not self._closed and pipe.poll(START_SECONDS) and pipe.recv() is None
        except (OSError, EOFError) as error:
            # Not tried again: a machine that has no room for it now has none for many tries.
            logger.warning("no second reader could be started (%s); one process does it all", error)
        if not self.is_ready:
            self._end()

    def _ask(self, batch: Batch) -> Found | None:
        if self._pipe is None:
            return None
        try:
            self._pipe.send(batch)
            if self._pipe.poll(ANSWER_SECONDS):
                found: Found = self._pipe.recv()
                return found
        except (OSError, EOFError):
            # It had nothing to do and went, or something has ended it.
            logger.info("the second reader is gone")
        self._end()
        self._begun = False
        return None

    def _end(self) -> None:
        self.is_ready = False
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        self._pipe = self._process = None


def serve(pipe: Connection, opener: Opener) -> None:
    """Answer batches until nobody asks any more; the first message says that all is loaded."""
    end_with_parent()
    with opener() as library:
        search = Search(library)
        library.ahead(["warm"])
        pipe.send(None)
        with suppress(EOFError):
            while pipe.poll(IDLE_SECONDS):
                pipe.send([_portable(found) for found in search.all(pipe.recv())])


def _portable(found: Evidence | Exception) -> Evidence | Exception:
    # Errors of libraries may hold what cannot be sent, or come from modules that are not loaded there.
    if isinstance(found, Evidence | KnowledgeError):
        return found
    return RuntimeError(f"{type(found).__name__}: {found}")
