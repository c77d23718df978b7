"""Start child processes that import nothing of the parent's main module and go when their parent goes."""

import os
import signal
import sys
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess


def end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end this process whenever the parent has ended, however that came."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


class LightProcess(SpawnProcess):
    """A process that begins with an empty main module."""

    def start(self) -> None:
        """Start without running the parent's main module a second time in the child."""
        with _START, _bare_main():
            super().start()


class LightContext(SpawnContext):
    """What `multiprocessing` and pools of processes ask for a process."""

    Process = LightProcess


_START = threading.Lock()
"""Guards `__main__` while a child starts."""


@contextmanager
def _bare_main() -> Iterator[None]:
    # `spawn` tells the child to import what is `__main__` here: a test runner, a script without a
    # guard, standard input. Nothing that is called lives there, so the child gets an empty one.
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
