"""Two processes on one store, and one that is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.errors import StoreBusy
from knowledge.lease import Lease
from knowledge.records import Query, Scope
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, write

TEAM = Scope(("team",))
ROOT = Path(__file__).parents[2]

SCRIPT = """
import sys
import time
from pathlib import Path
from tests.knowledge.fakes import WordEmbedder
from knowledge import KnowledgeBase
from knowledge.errors import StoreBusy
from knowledge.lease import Lease
from knowledge.records import Query, Scope
from knowledge.vision.eyes import Eyes

def write_in_turns(home, who):
    # Waits for the lease as a person would: by trying again.
    eyes = Eyes()
    base = KnowledgeBase(home, eyes, embedder=WordEmbedder())
    def patient(call, *arguments):
        while True:
            try:
                return call(*arguments)
            except StoreBusy:
                time.sleep(0.01)
    for number in range(12):
        name = f"{who}{number}"
        content = f"# {name}\\n\\n{name}a {name}b {name}c {name}d\\n".encode()
        patient(base.learn_upload, f"{who}{number}.md", content, "team")
        base.search(Query(f"{name}a {name}b"), Scope(("team",)))
        if number % 3 == 2:
            patient(base.forget, f"{who}{number - 1}.md", "team")
    base.close()
    eyes.close()

def main():
    home, what, *rest = sys.argv[1:]
    if what == "write":
        write_in_turns(Path(home), rest[0])
        return
    if what == "hold":
        with Lease(Path(home) / "knowledge" / "writer.lock").held():
            print("held", flush=True)
            sys.stdin.read()
        return
    eyes = Eyes()
    base = KnowledgeBase(Path(home), eyes, embedder=WordEmbedder())
    base.learn([Path(rest[0])], "team", progress=lambda step: print(step.done, flush=True))
    base.close()
    eyes.close()

if __name__ == "__main__":
    main()
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "other_process.py"
    path.write_text(SCRIPT)
    return path


def start(script: Path, *arguments: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(script), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def holder(script: Path, home: Path) -> Iterator["subprocess.Popen[str]"]:
    process = start(script, home, "hold")
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.communicate()


def test_only_one_process_writes_and_the_other_is_told_at_once(
    base: KnowledgeBase, tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    folder = write(tmp_path / "a", {"a.md": "# A\n\nalpha\n"})
    with pytest.raises(StoreBusy, match="wait until it has finished"):
        base.learn([folder], "team")
    assert base.search(Query("alpha"), TEAM).hits == ()
    holder.communicate()
    assert base.learn([folder], "team").added == ("a.md",)


def test_threads_of_one_process_wait_for_each_other(tmp_path: Path) -> None:
    lease = Lease(tmp_path / "lock")
    with lease.held(), lease.held():
        pass
    assert lease.try_take()
    lease.give_back()
    lease.give_back()
    with Lease(tmp_path / "lock").held():
        assert not lease.try_take()


def test_a_running_reader_sees_what_another_process_learned(
    base: KnowledgeBase, tmp_path: Path, script: Path, home: Path
) -> None:
    folder = write(tmp_path / "a", {"a.md": "# A\n\nalpha beta gamma delta\n"})
    base.learn([folder], "team")
    assert base.search(Query("alpha beta gamma"), TEAM).lists["dense"] == "ran"
    write(folder, {"b.md": "# B\n\nepsilon zeta eta theta\n"})
    (folder / "a.md").unlink()
    process = start(script, home, "learn", folder)
    process.communicate()
    assert process.returncode == 0
    found = base.search(Query("epsilon zeta eta theta"), TEAM)
    assert [hit.unit.document for hit in found.hits] == ["b.md"]
    assert {vote.list for vote in found.hits[0].lists} >= {"bm25", "dense"}
    assert base.search(Query("alpha beta gamma"), TEAM).hits == ()


def test_a_kill_leaves_whole_documents_and_the_next_run_finishes(
    home: Path, tmp_path: Path, script: Path, eyes: KnowingEyes, embedder: WordEmbedder
) -> None:
    pages = {
        f"{n:03}.md": "".join(
            f"# Part {n}.{part}\n\nword{n} number{part}\n\n" for part in range(10)
        )
        for n in range(60)
    }
    folder = write(tmp_path / "a", pages)
    process = start(script, home, "learn", folder)
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 10:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    base = KnowledgeBase(home, eyes, embedder=embedder)
    learned = base.documents(TEAM)
    assert 10 <= len(learned) < 60
    assert {document.units for document in learned} == {10}
    report = base.learn([folder], "team")
    assert (len(report.unchanged), len(report.added)) == (len(learned), 60 - len(learned))
    hits = base.search(Query("word59 number9"), TEAM, 3).hits
    assert (hits[0].unit.document, hits[0].unit.heading[-1]) == ("059.md", "Part 59.9")
    base.close()


def test_processes_that_write_in_turns_lose_no_vector(
    base: KnowledgeBase, script: Path, home: Path
) -> None:
    # Owns the index files, and is asked throughout; the writers read vectors from the catalog.
    base.learn_upload("own.md", b"# Own\n\nown alpha beta gamma\n", "team")
    base.search(Query("own alpha"), TEAM)
    writers = [start(script, home, "write", who) for who in ("ann", "bob")]
    while any(writer.poll() is None for writer in writers):
        # With a pause: what parses stands behind everybody else in the queue for a processor.
        time.sleep(0.01)
        assert base.search(Query("own alpha"), TEAM).hits[0].unit.document == "own.md"
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0]
    kept = {
        f"{who}{number}.md" for who in ("ann", "bob") for number in range(12) if number % 3 != 1
    }
    assert {one.name for one in base.documents(TEAM)} == kept | {"own.md"}
    assert [one.count for one in base.stats("team").spaces[0].vectors] == [len(kept) + 1]
    for name in kept:
        word = name.removesuffix(".md")
        question = f"{word}a {word}b {word}c {word}d"
        best = base.search(Query(question), TEAM, 1).hits[0]
        assert best.unit.document == name
        assert {vote.list for vote in best.lists} >= {"bm25", "dense"}
