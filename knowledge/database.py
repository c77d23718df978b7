"""Open the catalog's SQLite file: one connection a thread, migrations applied, whole transactions.

Knows no table but `PRAGMA user_version`.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from knowledge.errors import StoreBroken

_BUSY_SECONDS = 30.0
"""A reader waits this long for a writer's commit; a document takes milliseconds."""


class Database:
    """A SQLite file in WAL mode; readers never wait for the writer. It is created on first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._opened: dict[threading.Thread, sqlite3.Connection] = {}
        self._guard = threading.Lock()
        self._epoch = 0

    @property
    def exists(self) -> bool:
        """Whether the file is there; asking creates nothing."""
        return bool(self._opened) or self._path.exists()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        if getattr(self._local, "epoch", -1) != self._epoch:
            self._local.connection, self._local.epoch = self._open()
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _open(self) -> tuple[sqlite3.Connection, int]:
        """Open a connection; return it, and the epoch up to whose end it stays open."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._guard:
            self._close_dead()
            # Closed by `close` from another thread than the one that used it.
            connection = sqlite3.connect(
                self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute("PRAGMA foreign_keys = ON")
                # What is forgotten is overwritten with zeros, not only marked as free.
                connection.execute("PRAGMA secure_delete = ON")
                _migrate(connection)
            except sqlite3.DatabaseError as error:
                connection.close()
                raise StoreBroken(
                    f"the catalog {str(self._path)!r} cannot be opened ({error}); restore it from a backup,"
                    " or move it away and learn again"
                ) from error
            except StoreBroken:
                connection.close()
                raise
            self._opened[threading.current_thread()] = connection
            return connection, self._epoch

    def _close_dead(self) -> None:
        """Close the connections of threads that have ended: each learning brings threads of its own."""
        for thread in [one for one in self._opened if not one.is_alive()]:
            self._opened.pop(thread).close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all of the block or, on any error or crash, nothing of it.

        Raises `StoreBroken` where SQLite cannot write: the disk is full, or another writer does not end.
        """
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException as error:
            # On a full disk SQLite has rolled back by itself.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise StoreBroken(
                    f"the catalog {str(self._path)!r} cannot be written ({error}); make room on its disk, or"
                    " wait until the other process has written, and try again"
                ) from error
            raise

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Read the block's rows as they were at its first one, whatever is written meanwhile."""
        connection = self.connection
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")

    def close(self) -> None:
        """Close every thread's connection; a later use opens anew."""
        with self._guard:
            self._epoch += 1
            for connection in self._opened.values():
                connection.close()
            self._opened.clear()


def _migrate(connection: sqlite3.Connection) -> None:
    scripts = sorted(
        (int(item.name.split("_")[0]), item)
        for item in resources.files("knowledge.migrations").iterdir()
        if item.name.endswith(".sql")
    )
    if _version(connection) > scripts[-1][0]:
        raise StoreBroken(
            "the catalog was written by a newer groundglass; upgrade this one, or set another GROUNDGLASS_HOME"
        )
    for number, script in scripts:
        if _version(connection) >= number:
            continue
        connection.execute("BEGIN IMMEDIATE")
        # Asked again inside: another process may have migrated while this one waited.
        if _version(connection) < number:
            for statement in script.read_text(encoding="utf-8").split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
