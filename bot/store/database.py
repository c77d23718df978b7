"""Open the bot's SQLite file, bring its tables up to date, and group writes into transactions.

Knows SQL's mechanics and no table. One connection, used on the event loop's thread, which needs no
locks: a commit was measured at 0.015 ms, and at 0.2 to 8 ms where it waits for the disk. kill -9 takes
neither; only a power failure takes commits that did not wait, and any later one that waits saves them.
So `durable` is for what somebody outside is told: that an update has arrived.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BotError

MIGRATIONS = Path(__file__).parent / "migrations"
"""`NNNN_name.sql`, applied in order; the number of the last one is the file's `user_version`."""

BUSY_MS = 5_000
"""How long a write waits for another process, such as a backup, before it fails."""

PAUSE_SECONDS = 0.02
"""Between two tries where SQLite does not wait by itself."""

CHECKPOINT_PAGES = 4_000
"""Commits are copied from the log into the file each 16 MB: that waits for the disk, and pages that change often
are copied once for all their changes."""

Value = str | int | float | bytes | None
Values = Sequence[Value] | Mapping[str, Value]
"""By position for `?`, by name for `:name`."""


class StoreBroken(BotError):
    """The state file is damaged, in use, cannot be opened, or was written by a newer version."""


class Database:
    """The one open connection; families of tables share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._depth = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # It holds what people wrote, so only its owner may read it.
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise StoreBroken(
                f"cannot open {str(path)!r} ({error}); check that its folder is writable"
            ) from error
        try:
            self._prepare()
        except (StoreBroken, sqlite3.Error) as error:
            self._connection.close()
            if isinstance(error, StoreBroken):
                raise
            raise self._broken(error) from error

    def _prepare(self) -> None:
        self._connection.row_factory = sqlite3.Row
        self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        self._write_ahead()
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._migrate()

    def _write_ahead(self) -> None:
        # Alone of all statements this one fails at once where another process is in the way.
        last = time.monotonic() + BUSY_MS / 1_000
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > last:
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                return

    def _migrate(self) -> None:
        steps = {int(file.name[:4]): file for file in MIGRATIONS.glob("[0-9]*.sql")}
        version = self.version
        newest = max(steps)
        if version > newest:
            raise StoreBroken(
                f"{str(self.path)!r} was written by a newer version (state {version}, this one "
                f"knows {newest}); update groundglass or choose another GROUNDGLASS_HOME"
            )
        for number in sorted(step for step in steps if step > version):
            # One transaction with its own version number: a crash leaves the step undone, not half done.
            with self.transaction():
                # Another process, opened in the same moment, may have taken the step while this one waited.
                if self.version >= number:
                    continue
                for statement in _statements(steps[number].read_text(encoding="utf-8")):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {number}")

    @property
    def version(self) -> int:
        """The number of the last migration that was applied."""
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Run one statement; outside a transaction it commits by itself."""
        try:
            return self._connection.execute(sql, values)
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                raise self._broken(error) from error
            raise

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """Return every row of a query."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                raise self._broken(error) from error
            raise

    def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        """Return the first row of a query, None where there is none."""
        found = self.rows(sql, values)
        return found[0] if found else None

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """Make the writes inside all happen or none; inside another one it joins that one.

        A `durable` one is on the disk itself when this returns, and must be the outermost. Never await
        inside: another task's writes would join, too.
        """
        if self._depth:
            yield
            return
        if durable:
            self.execute("PRAGMA synchronous = FULL")
        try:
            self.execute("BEGIN IMMEDIATE")
            self._depth = 1
            yield
            self.execute("COMMIT")
        finally:
            self._depth = 0
            # SQLite has rolled back by itself after some errors, but not after a commit that failed.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if durable:
                self._connection.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._connection.close()

    def _broken(self, error: sqlite3.Error) -> StoreBroken:
        if _is_busy(error):
            return StoreBroken(
                f"{str(self.path)!r} is in use by another process ({error}); try again in a moment"
            )
        return StoreBroken(
            f"{str(self.path)!r} cannot be read ({error}); restore it from a backup, or move it away "
            "to start without history"
        )


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script, each of which ends with a line."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    # SQLite's damage comes as the base class itself; subclasses are full disks, locks and wrong SQL.
    return type(error) is sqlite3.DatabaseError
