"""Keep removed messages for three days, encrypted, so that an undo can post them again.

The key lies in a file of its own beside the database, readable by the owner alone: a copy of the
database tells nobody what was removed. Knows bytes, not what a message is.
"""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.database import Database

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

KEPT_SECONDS = 72 * 3600
"""How long an undo brings the message back whole."""


class Removed:
    """Encrypted parts by act and number (Fernet: AES-128-CBC and HMAC-SHA256)."""

    def __init__(
        self, database: Database, key_file: Path, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._key_file = key_file
        self._clock = clock

    def keep(self, act_id: int, part: int, body: bytes) -> None:
        """Keep one part, in place of what was kept under its number."""
        sealed = self._cipher.encrypt(body)
        self._database.execute(
            "INSERT OR REPLACE INTO removed (act_id, part, body, kept_at) VALUES (?, ?, ?, ?)",
            (act_id, part, sealed, int(self._clock())),
        )

    def parts(self, act_id: int) -> tuple[bytes, ...]:
        """Return the parts of an act in order, none where they expired or the key was lost."""
        from cryptography.fernet import InvalidToken

        rows = self._database.rows(
            "SELECT body FROM removed WHERE act_id = ? AND kept_at >= ? ORDER BY part",
            (act_id, int(self._clock()) - KEPT_SECONDS),
        )
        try:
            return tuple(self._cipher.decrypt(row["body"]) for row in rows)
        except InvalidToken:
            return ()

    def drop(self, act_id: int) -> None:
        """Forget the parts of an act."""
        self._database.execute("DELETE FROM removed WHERE act_id = ?", (act_id,))

    def sweep(self) -> None:
        """Delete what is older than three days."""
        self._database.execute(
            "DELETE FROM removed WHERE kept_at < ?", (int(self._clock()) - KEPT_SECONDS,)
        )

    @cached_property
    def _cipher(self) -> "Fernet":
        from cryptography.fernet import Fernet

        return Fernet(_key(self._key_file, Fernet.generate_key))


def _key(file: Path, generate: Callable[[], bytes]) -> bytes:
    """Read the key, or make one that only its owner can read; an empty file holds none."""
    with suppress(FileNotFoundError):
        if key := file.read_bytes():
            return key
    # Under its name the file is whole or not there at all: half a key would open nothing, for ever.
    handle, name = tempfile.mkstemp(prefix=file.name, dir=file.parent)
    with os.fdopen(handle, "wb") as opened:
        opened.write(generate())
        opened.flush()
        os.fsync(opened.fileno())
    Path(name).replace(file)
    return file.read_bytes()
