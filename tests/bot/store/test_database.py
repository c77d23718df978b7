"""The state file: it opens, keeps what was committed, and says clearly what is wrong with it."""

import sqlite3
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.acts import Acts
from bot.store.database import MIGRATIONS, Database, StoreBroken


def setting(database: Database, name: str) -> object:
    return next(iter(database.rows(f"PRAGMA {name}")[0]))


def test_a_new_file_is_private_and_set_up_for_crashes(tmp_path: Path) -> None:
    database = Database(tmp_path / "state" / "bot.sqlite")
    assert stat.S_IMODE((tmp_path / "state" / "bot.sqlite").stat().st_mode) == 0o600
    assert setting(database, "journal_mode") == "wal"
    assert setting(database, "foreign_keys") == 1
    database.close()


def test_only_a_durable_transaction_waits_for_the_disk(database: Database) -> None:
    full, normal = 2, 1
    with database.transaction():
        assert setting(database, "synchronous") == normal
    with database.transaction(durable=True):
        assert setting(database, "synchronous") == full
    assert setting(database, "synchronous") == normal
    with pytest.raises(RuntimeError), database.transaction(durable=True):
        raise RuntimeError("half way")
    assert setting(database, "synchronous") == normal


def test_opening_again_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    first = Database(path)
    first.execute("INSERT INTO bindings (chat_id, space) VALUES (-5, 'a')")
    version = first.version
    first.close()
    second = Database(path)
    assert (second.version, second.rows("SELECT chat_id FROM bindings")[0][0]) == (
        version,
        -5,
    )
    second.close()


def test_a_transaction_happens_whole_or_not_at_all(database: Database) -> None:
    with pytest.raises(RuntimeError, match="half way"), database.transaction():
        database.execute("INSERT INTO bindings (chat_id, space) VALUES (1, 'a')")
        with database.transaction():
            database.execute("INSERT INTO bindings (chat_id, space) VALUES (2, 'b')")
        raise RuntimeError("half way")
    assert database.rows("SELECT * FROM bindings") == []
    with database.transaction():
        database.execute("INSERT INTO bindings (chat_id, space) VALUES (3, 'c')")
    assert [row["chat_id"] for row in database.rows("SELECT * FROM bindings")] == [3]


def test_processes_that_open_a_new_file_in_the_same_moment_bring_it_up_to_date_once(
    tmp_path: Path,
) -> None:
    many = 4
    together = threading.Barrier(many)

    def opens(path: Path) -> int:
        together.wait()
        database = Database(path)
        database.close()
        return database_version(path)

    with ThreadPoolExecutor(many) as threads:
        for attempt in range(3):
            versions = threads.map(opens, [tmp_path / f"{attempt}.sqlite"] * many)
            assert len(set(versions)) == 1


def database_version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])


def test_a_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    Database(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 999")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreBroken, match=r"newer version.*update groundglass"):
        Database(path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StoreBroken, match=r"bot\.sqlite.*restore it from a backup"):
        Database(path)


def test_damage_found_later_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    database = Database(path)
    for number in range(8_000):
        database.execute("INSERT INTO bindings (chat_id, space) VALUES (?, ?)", (number, "x" * 100))
    database.close()
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half:] = b"\xff" * (len(content) - half)
    path.write_bytes(content)
    damaged = Database(path)
    with pytest.raises(StoreBroken, match="cannot be read"):
        damaged.rows("SELECT count(*), max(space) FROM bindings")
    damaged.close()


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    with pytest.raises(StoreBroken, match="check that its folder is writable"):
        Database(blocker / "bot.sqlite")


KILLED = """
import os, signal, sys
from pathlib import Path
from bot.store.database import Database
database = Database(Path(sys.argv[1]))
database.execute("INSERT INTO bindings (chat_id, space) VALUES (1, 'kept')")
with database.transaction():
    database.execute("INSERT INTO bindings (chat_id, space) VALUES (2, 'torn')")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_keeps_what_was_committed_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert ended.returncode == -9
    database = Database(path)
    assert [row["space"] for row in database.rows("SELECT space FROM bindings")] == ["kept"]
    database.close()


def test_each_step_of_the_schema_has_a_number_of_its_own() -> None:
    numbers = sorted(int(file.name[:4]) for file in MIGRATIONS.glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_state_of_the_fifteenth_version_learns_how_long_words_of_acts_may_stay(
    tmp_path: Path,
) -> None:
    day, done = 86_400, 1_000_000
    path = tmp_path / "bot.sqlite"
    raw = sqlite3.connect(path)
    for file in sorted(MIGRATIONS.glob("*.sql"))[:15]:
        raw.executescript(file.read_text())
    raw.execute("PRAGMA user_version = 15")
    for message, text in ((4, "judged and kept for a week"), (5, "never judged")):
        raw.execute(
            "INSERT INTO acts (chat_id, person_id, person_name, person_language, message_ids, text, reason,"
            " action, done_at) VALUES (-5, 7, 'Eve', 'en', ?, ?, 'scam', 'delete', ?)",
            (f"[{message}]", text, done),
        )
    raw.execute(
        "INSERT INTO judged (chat_id, message_id, update_id, person_id, person_name, text, media, findings,"
        " newcomer, spared, judged_at, text_until) VALUES (-5, 4, 1, 7, 'Eve', '', '[]', '[]', 0, '', ?, ?)",
        (done, done + 7 * day),
    )
    raw.commit()
    raw.close()
    database = Database(path)

    Acts(database, lambda: done + 8 * day).sweep()

    kept = [row["text"] for row in database.rows("SELECT text FROM acts ORDER BY id")]
    assert kept == ["", "never judged"]
    Acts(database, lambda: done + 31 * day).sweep()
    assert [row["text"] for row in database.rows("SELECT text FROM acts")] == ["", ""]
    database.close()
