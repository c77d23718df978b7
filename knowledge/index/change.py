"""Mark with a file that an index is being changed: what is found marked was left in the middle."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Change:
    """Marks with a file that something is being changed, one thread at a time; a crash leaves the file."""

    def __init__(self, mark: Path | None) -> None:
        """Take the file; None where what is changed survives a crash by itself."""
        self._mark = mark
        self._guard = threading.Lock()
        self.still = threading.Lock()
        """Held while vectors are written or searched: beside a writer, embedded Chroma misses what it has."""

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Mark the length of a `with` block."""
        if self._mark is None:
            yield
            return
        with self._guard:
            self._mark.touch()
            yield
            self._mark.unlink()
