"""Let one process at a time write; the others are told so at once.

Knows a lock file and nothing of what it protects.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import StoreBusy


class Lease:
    """The right to write. Threads of one process wait for each other, other processes are refused."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.RLock()
        self._lock = FileLock(path, thread_local=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lease for the length of a `with` block; raise `StoreBusy` where another process has it."""
        with self._thread:
            self._take()
            try:
                yield
            finally:
                self._lock.release()

    def _take(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise StoreBusy(
                "another groundglass process is learning; wait until it has finished"
            ) from None

    def try_take(self) -> bool:
        """Take the lease without a `with` block, until `give_back`; False where another process has it."""
        with self._thread:
            try:
                self._take()
            except StoreBusy:
                return False
            return True

    def give_back(self) -> None:
        """End what `try_take` began; harmless where nothing is held."""
        with self._thread:
            if self._lock.is_locked:
                self._lock.release()
