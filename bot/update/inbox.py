"""Put every update on disk before Telegram is told that it arrived, and keep it until it is answered.

Knows updates as JSON with a number; what they say is not read here.
"""

import asyncio
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import orjson
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.errors import BotError
from bot.store.database import Database

logger = logging.getLogger(__name__)

KEPT_SECONDS = 7 * 86_400
"""How long a finished id is known. Telegram itself forgets unfetched updates after a day."""

LAST_ATTEMPT = 3
"""An update that was in work this many times when the process ended is not tried again."""

SWEEP_EVERY = 1_000
"""Updates between two deletions of expired ids."""


class NotStored(TelegramError):
    """The update could not be written (disk full): Telegram is not told and sends it again.

    A `TelegramError`, because that is what polling retries after and what a webhook answers with 500.
    """


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that was not finished when the process ended; a `dead` one is only apologised for."""

    update: Update
    attempts: int
    dead: bool


class Inbox(asyncio.Queue[object]):
    """A queue for `telegram.ext.Updater` whose `put` returns once the update is on disk."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._arrived = 0
        self._retried: set[int] = set()

    async def put(self, item: object) -> None:
        """Store one update, then hand it on; one that is known already is dropped."""
        if isinstance(item, Update):
            self.accept([item])

    def accept(self, updates: Sequence[Update]) -> None:
        """Store all updates of one poll with a single commit, then hand on those that are new."""
        now = int(self._clock())
        fresh = []
        try:
            with self._database.transaction(durable=True):
                for update in updates:
                    stored = self._database.execute(
                        "INSERT OR IGNORE INTO inbox (update_id, body, received_at) VALUES (?, ?, ?)",
                        (update.update_id, _written(update), now),
                    )
                    if stored.rowcount:
                        fresh.append(update)
                self._sweep(len(fresh), now)
        except (BotError, sqlite3.Error) as error:
            raise NotStored(f"updates cannot be stored ({error}); free some disk space") from error
        for update in fresh:
            self.put_nowait(update)

    def _sweep(self, arrived: int, now: int) -> None:
        self._arrived += arrived
        if self._arrived >= SWEEP_EVERY:
            self._arrived = 0
            self._database.execute(
                "DELETE FROM inbox WHERE state <> 'pending' AND received_at < ?",
                (now - KEPT_SECONDS,),
            )

    def restore(self, bot: Bot) -> tuple[Pending, ...]:
        """Return what was unfinished when the process ended, oldest first.

        Each was perhaps in work then, which counts as an attempt. What was tried `LAST_ATTEMPT` times
        is given up here and now: its very apology might be what ends the process.
        """
        with self._database.transaction():
            self._database.execute(
                "UPDATE inbox SET attempts = attempts + 1 WHERE state = 'pending' AND attempts < 1"
            )
            rows = self._database.rows(
                "SELECT update_id, body, attempts FROM inbox WHERE state = 'pending'"
                " ORDER BY update_id"
            )
            dead = [row["update_id"] for row in rows if row["attempts"] >= LAST_ATTEMPT]
            self._close("dead", dead)
        self._retried = {row["update_id"] for row in rows} - set(dead)
        pending = []
        for row in rows:
            try:
                update = Update.de_json(json.loads(row["body"]), bot)
            except (AttributeError, KeyError, TypeError, ValueError):
                logger.exception("update %d cannot be read again and is dropped", row["update_id"])
                self._close("dead", [row["update_id"]])
                continue
            pending.append(Pending(update, row["attempts"], row["update_id"] in dead))
        return tuple(pending)

    def begin(self, update_ids: Iterable[int]) -> None:
        """Count an attempt on updates that outlived a process; a fresh one costs nothing here."""
        retried = self._retried.intersection(update_ids)
        if not retried:
            return
        with self._database.transaction():
            for update_id in retried:
                self._database.execute(
                    "UPDATE inbox SET attempts = attempts + 1 WHERE update_id = ?", (update_id,)
                )

    def done(self, update_ids: Iterable[int]) -> None:
        """Mark updates as finished and erase what they said; only their ids stay."""
        ids = tuple(update_ids)
        self._close("done", ids)
        self._retried.difference_update(ids)

    def _close(self, state: str, update_ids: Iterable[int]) -> None:
        with self._database.transaction():
            for update_id in update_ids:
                self._database.execute(
                    "UPDATE inbox SET state = ?, body = '' WHERE update_id = ?"
                    " AND state = 'pending'",
                    (state, update_id),
                )

    def release(self) -> None:
        """Take back one attempt from all that is unfinished: a clean end is nobody's fault."""
        self._database.execute("UPDATE inbox SET attempts = attempts - 1 WHERE state = 'pending'")


def _written(update: Update) -> str:
    body = update.to_dict()
    try:
        return orjson.dumps(body).decode()
    except TypeError:
        # It refuses halves of surrogate pairs, which somebody may have sent.
        return json.dumps(body)
