"""An update is on disk before anybody is told, is handed on once, and outlives a kill."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.store.database import Database
from bot.update.inbox import KEPT_SECONDS, LAST_ATTEMPT, SWEEP_EVERY, Inbox

if TYPE_CHECKING:
    from conftest import Wire

BOT = Bot("1:offline")


def handed_on(inbox: Inbox) -> list[object]:
    return [inbox.get_nowait() for _ in range(inbox.qsize())]


def restart(database: Database) -> Inbox:
    return Inbox(database)


async def test_what_was_put_comes_out_and_is_on_disk(database: Database, wire: "Wire") -> None:
    inbox = Inbox(database)
    update = wire.message(text="hello 😀", hologram={"new": "field"})
    await inbox.put(update)
    assert handed_on(inbox) == [update]
    (pending,) = restart(database).restore(BOT)
    assert pending.update.to_dict() == update.to_dict()
    assert (pending.attempts, pending.dead) == (1, False)


async def test_a_replay_is_dropped_whether_pending_or_done(
    database: Database, wire: "Wire"
) -> None:
    inbox = Inbox(database)
    first, second = wire.message(text="one"), wire.message(text="two")
    inbox.accept([first, second, first])
    inbox.done([first.update_id])
    await inbox.put(first)
    restart(database).accept([first, second])
    assert handed_on(inbox) == [first, second]
    assert [p.update for p in restart(database).restore(BOT)] == [second]


def test_a_finished_update_keeps_no_words(database: Database, wire: "Wire") -> None:
    inbox = Inbox(database)
    update = wire.message(text="a secret")
    inbox.accept([update])
    inbox.done([update.update_id])
    rows = database.rows("SELECT update_id, body, state FROM inbox")
    assert [tuple(row) for row in rows] == [(update.update_id, "", "done")]


def test_one_poll_is_one_transaction(database: Database, wire: "Wire") -> None:
    committed: list[str] = []
    database.execute("SELECT 1").connection.set_trace_callback(committed.append)
    Inbox(database).accept([wire.message(text=str(n)) for n in range(100)])
    assert committed.count("COMMIT") == 1
    # It waits for the disk, because Telegram is told next.
    assert committed[committed.index("BEGIN IMMEDIATE") - 1] == "PRAGMA synchronous = FULL"


def test_what_cannot_be_stored_is_not_handed_on(database: Database, wire: "Wire") -> None:
    inbox = Inbox(database)
    inbox.accept([wire.message(text="one")])
    # The disk is full: SQLite may not grow the file by one more page.
    pages = next(iter(database.rows("PRAGMA page_count")[0]))
    database.execute(f"PRAGMA max_page_count = {pages}")
    many = [wire.message(text="x" * 4_000) for _ in range(50)]
    with pytest.raises(TelegramError, match="free some disk space"):
        inbox.accept(many)
    assert inbox.qsize() == 1
    database.execute("PRAGMA max_page_count = 100000")
    inbox.accept(many)
    assert inbox.qsize() == 51


def test_ids_are_forgotten_after_a_week_unless_pending(database: Database, wire: "Wire") -> None:
    now = [1_800_000_000.0]
    inbox = Inbox(database, clock=lambda: now[0])
    done, pending = wire.message(text="done"), wire.message(text="pending")
    inbox.accept([done, pending])
    inbox.done([done.update_id])
    now[0] += KEPT_SECONDS + 1
    inbox.accept([Update(n) for n in range(10_000, 10_000 + SWEEP_EVERY)])
    kept = {row["update_id"] for row in database.rows("SELECT update_id FROM inbox")}
    assert done.update_id not in kept
    assert pending.update_id in kept


def test_what_ended_the_process_three_times_is_given_up(database: Database, wire: "Wire") -> None:
    poison, waiting = wire.message(text="poison"), wire.message(text="waits behind it")
    Inbox(database).accept([poison, waiting])
    for _ in range(LAST_ATTEMPT - 1):
        inbox = restart(database)
        restored = inbox.restore(BOT)
        assert [p.dead for p in restored] == [False, False]
        inbox.begin([poison.update_id])
    dead, alive = restart(database).restore(BOT)
    assert (dead.update, dead.dead, dead.attempts) == (poison, True, LAST_ATTEMPT)
    assert (alive.update, alive.dead, alive.attempts) == (waiting, False, 1)
    assert [p.update for p in restart(database).restore(BOT)] == [waiting]


def test_a_clean_end_counts_against_nobody(database: Database, wire: "Wire") -> None:
    update = wire.message(text="slow")
    Inbox(database).accept([update])
    for _ in range(5):
        inbox = restart(database)
        (pending,) = inbox.restore(BOT)
        assert not pending.dead
        inbox.begin([update.update_id])
        inbox.release()


def test_an_unreadable_body_stops_nothing(
    database: Database, wire: "Wire", caplog: pytest.LogCaptureFixture
) -> None:
    good = wire.message(text="good")
    Inbox(database).accept([good])
    database.execute(
        "INSERT INTO inbox (update_id, body, received_at) VALUES (1, '{\"message\": 3}', 0)"
    )
    assert [p.update for p in restart(database).restore(BOT)] == [good]
    assert "update 1 cannot be read again" in caplog.text


KILLED = """
import asyncio, json, os, signal, sys
from pathlib import Path
from telegram import Update
from bot.store.database import Database
from bot.update.inbox import Inbox

async def main():
    inbox = Inbox(Database(Path(sys.argv[1])))
    for number in range(1, 1_000):
        await inbox.put(Update(number))
        # Only now may Telegram be told.
        print(number, flush=True)
        if number == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        if number % 3 == 0:
            inbox.done([number])

asyncio.run(main())
"""


def test_after_a_kill_everything_that_was_told_is_there(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), "50"], check=False, capture_output=True, text=True
    )
    assert ended.returncode == -9
    told = [int(line) for line in ended.stdout.split()]
    assert told == list(range(1, 51))
    database = Database(path)
    restored = [p.update.update_id for p in Inbox(database).restore(BOT)]
    assert restored == [number for number in told if number % 3]
    database.close()


def test_the_file_survives_another_reader(database: Database, wire: "Wire") -> None:
    # A backup reads while the bot writes.
    reader = sqlite3.connect(database.path)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM inbox").fetchone() == (0,)
    Inbox(database).accept([wire.message(text="meanwhile")])
    reader.close()
    assert len(database.rows("SELECT * FROM inbox")) == 1
