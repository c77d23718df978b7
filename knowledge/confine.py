"""Turn a call on strangers' bytes into a call in a child process that can be ended at any moment.

The child has a memory limit, a clock per call, no way to write files, open connections or start
programs, and goes when its parent goes. Knows nothing of what is called: any importable function
whose arguments and result can be pickled.
"""

import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

from knowledge.child import LightContext, end_with_parent
from knowledge.errors import KnowledgeError, TookTooLong, Unreadable

if TYPE_CHECKING:
    from pebble import ProcessPool

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

CALLS_PER_CHILD = 200
"""A child is replaced after so many calls, so that what a decoder leaks does not add up."""

START_SECONDS = 60.0
"""Longest wait for a child to start, on top of the time its call may take."""

OPEN_FILES = 64
"""Enough for the libraries that are loaded; not enough to exhaust the system."""

STOPPING = "groundglass is stopping; try again when it runs"

FORBIDDEN = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
    }
)
"""Audit events (PEP 578) that no decoder has a reason to raise."""


class Confined:
    """One child process that takes calls in turn. It starts with the first call."""

    def __init__(self, memory_bytes: int, seconds: float, nice: int = 10) -> None:
        """Allow each call `seconds`, and the child `memory_bytes` beyond what it starts with.

        `nice` is how far behind the bot itself it stands in the queue for a processor (0 to 19).
        """
        self._memory_bytes = memory_bytes
        self._nice = nice
        self._seconds = seconds
        # One call at a time is handed to the pool: when a child dies, nobody else's call is in it.
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="confined")
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None
        self._closed = False
        self._cancel: Callable[[], bool] | None = None

    def submit(self, function: Callable[[*Ts], T], *args: *Ts) -> Future[T]:
        """Queue a call; its future raises errors of `knowledge.errors` only."""
        try:
            return self._turns.submit(lambda: self._take_turn(function, *args))
        except RuntimeError:
            # The executor was shut down by `close`.
            closed: Future[T] = Future()
            closed.set_exception(TookTooLong(STOPPING))
            return closed

    def run(self, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """Call and wait."""
        return self.submit(function, *args).result()

    def close(self) -> None:
        """End the child now; the running call and all that wait fail."""
        with self._lock:
            self._closed = True
        self._turns.shutdown(wait=False)
        self._end_child()

    def _take_turn(self, function: Callable[[*Ts], T], *args: *Ts) -> T:
        future = self._waited(function, *args)
        if isinstance(future.exception(), BrokenProcessPool):
            # The child had died while no call was in it (the system ran out of memory): this one never began.
            self._end_child()
            future = self._waited(function, *args)
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, KnowledgeError):
            raise error
        if isinstance(error, TimeoutError):
            raise TookTooLong(
                f"reading it took longer than {self._seconds:g} seconds and was stopped; "
                "send a smaller or simpler file"
            ) from error
        # The child died (memory, a crash in a decoder) and may have left a lock or half a message.
        self._end_child()
        raise TookTooLong(
            "reading it ended the process that tried; send a smaller or simpler file"
        ) from error

    def _waited(self, function: Callable[[*Ts], T], *args: *Ts) -> Future[T]:
        """Return the future of a call once it is done; raise `TookTooLong` where that never comes."""
        future = self._schedule(function, *args)
        wait([future], timeout=self._seconds + START_SECONDS)
        if future.cancelled() or not future.done():
            self._end_child()
            raise TookTooLong(STOPPING if self._closed else "no answer came; try again in a minute")
        return future

    def _schedule(self, function: Callable[[*Ts], T], *args: *Ts) -> Future[T]:
        with self._lock:
            if self._closed:
                raise TookTooLong(STOPPING)
            pool = self._pool = self._pool or self._new_pool()
            call = (function, *args)
            try:
                future: Future[T] = pool.schedule(_guard, call, timeout=self._seconds)
            except RuntimeError:
                # A pool whose only child died between two calls takes no more of them.
                _end(pool)
                self._pool = self._new_pool()
                future = self._pool.schedule(_guard, call, timeout=self._seconds)
            self._cancel = future.cancel
            return future

    def _new_pool(self) -> "ProcessPool":
        from pebble import ProcessPool

        return ProcessPool(
            max_workers=1,
            max_tasks=CALLS_PER_CHILD,
            initializer=_enter,
            initargs=(self._memory_bytes, self._nice),
            context=LightContext(),
        )

    def _end_child(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
            if self._cancel is not None:
                self._cancel()
        if pool is not None:
            _end(pool)


def _end(pool: "ProcessPool") -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble left it unannotated
    pool.join()


def _guard(function: Callable[[*Ts], T], *args: *Ts) -> T:
    """Call in the child; give every failure a class and a sentence that the parent can unpickle."""
    try:
        return function(*args)
    except KnowledgeError:
        raise
    except MemoryError as error:
        raise TookTooLong(
            "reading it needs more memory than is allowed; send a smaller or simpler file"
        ) from error
    except Exception as error:
        # Decoders fail on broken bytes in numberless ways; here each becomes the one answer.
        raise Unreadable(
            f"it is damaged ({type(error).__name__}); save it again in another program and retry"
        ) from error


def _enter(memory_bytes: int, nice: int) -> None:
    """Give up in the child, before it sees a stranger's byte, everything that it does not need."""
    # What later code reads from the environment; the tokens among it have no business here.
    os.environ.clear()
    sys.dont_write_bytecode = True
    # The default action ends the process even while a decoder holds the interpreter.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    os.nice(nice)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    # Only Linux tells what is mapped, and only Linux holds a process to this limit.
    if sys.platform == "linux":
        _limit(resource.RLIMIT_AS, _mapped_bytes() + memory_bytes)
    sys.addaudithook(_refuse)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _mapped_bytes() -> int:
    pages = Path("/proc/self/statm").read_text().split()[0]
    return int(pages) * resource.getpagesize()


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in FORBIDDEN:
        raise PermissionError(f"{event} is not allowed while a stranger's file is open")
