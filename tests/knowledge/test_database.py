"""The catalog's file: connections that end with their threads, and transactions on a disk that is full."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.database import Database
from knowledge.derived import Derived
from knowledge.errors import StoreBroken
from tests.knowledge.fakes import WordEmbedder


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the files of a process")
def test_learning_for_a_long_time_leaves_no_file_open(base: KnowledgeBase) -> None:
    opened = []
    for number in range(8):
        base.learn_upload(f"{number}.md", f"# {number}\n\nalpha{number}\n".encode(), "team")
        links = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
        opened.append(sum(link.name.startswith("catalog.sqlite3") for link in links))
    assert opened[-1] == opened[1]


def test_on_a_full_disk_nothing_is_written_and_the_reason_is_told(tmp_path: Path) -> None:
    database = Database(tmp_path / "catalog.sqlite3")
    sql = "INSERT INTO page_reading VALUES (?, 1, ?)"
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(StoreBroken, match=r"is full.*make room"), database.transaction() as writing:
        for number in range(1_000):
            writing.execute(sql, (str(number), os.urandom(2_000).hex()))
    with database.transaction() as writing:
        writing.execute(sql, ("after", "[]"))
    rows = database.connection.execute("SELECT sha256 FROM page_reading").fetchall()
    assert rows == [("after",)]
    database.close()


def steps(database: Database, call: Callable[[], object]) -> int:
    """Count what SQLite does for `call`, in hundreds of its instructions."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    database.connection.set_progress_handler(count, 100)
    call()
    database.connection.set_progress_handler(None, 0)
    return counted


def test_what_a_space_lacks_is_asked_of_its_own_units_alone(
    base: KnowledgeBase, home: Path, embedder: WordEmbedder
) -> None:
    base.learn_upload("a.md", b"# A\n\nalpha\n", "team")
    base.close()
    database = Database(home / "knowledge" / "catalog.sqlite3")
    derived = Derived(database, home)
    for lacking in (
        lambda: derived.texts_without("team", embedder),
        lambda: derived.pictures_without("team", embedder.name),
    ):
        before = steps(database, lacking)
        with database.transaction() as writing:
            rows = [(os.urandom(8).hex(), embedder.name, b"") for _ in range(5_000)]
            writing.executemany("INSERT INTO vector VALUES (?, ?, ?)", rows)
        assert steps(database, lacking) <= before + 1
    database.close()
