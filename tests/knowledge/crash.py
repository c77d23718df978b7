"""Kill a process at a random moment of its work on a store, and say what is wrong with what it left.

    python -m tests.knowledge.crash HOME SEED     the worker: random work without end, a line for each step

The work is learn, forget, rebuild and the change of the text model, over pages whose words tell how many
units each has. `tests/benchmarks/crash.py` kills a hundred times, `test_crash.py` a few.
"""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from knowledge import KnowledgeBase
from knowledge.base import Options
from knowledge.errors import NotFound
from knowledge.records import Query, Scope
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import WordEmbedder, draw, write

SPACE = "team"
PAGES = 24
SECTIONS = 4
MODELS = ("words@1", "words@2")
MOST_STEPS = 12
LONGEST_SECONDS = 0.3
"""A kill comes after some steps and this much later at most: within any of the operations."""


def page(number: int, version: int) -> str:
    """Write a page of `SECTIONS` units and a picture; every unit names its page and version."""
    parts = [
        f"## Part {part}\n\npage{number} version{version} part{part} alpha beta gamma delta"
        for part in range(SECTIONS)
    ]
    return f"# Page {number}\n\n" + "\n\n".join(parts) + f"\n\n![drawing](p{number % 5}.png)\n"


def keep(home: Path, eyes: Eyes) -> str:
    """Learn a page that no worker touches, into a store that is new; return its name."""
    files = {"99.md": page(99, 0), "p4.png": draw(4)}
    base = open_store(home, eyes, MODELS[0])
    base.learn([write(home / "kept", files)], SPACE)
    base.close()
    return "99.md"


def open_store(home: Path, eyes: Eyes, model: str) -> KnowledgeBase:
    """Open the store with `model` wanted."""
    return KnowledgeBase(
        home, eyes, embedder=WordEmbedder(model), options=Options(load=WordEmbedder)
    )


def work(home: Path, seed: int) -> None:
    """Do random things to the store below `home` until the process ends."""
    chance = random.Random(seed)
    folder = home / "pages"
    eyes = Eyes()
    pictures: dict[str, str | bytes] = {f"p{number}.png": draw(number) for number in range(5)}
    write(folder, pictures)
    base = open_store(home, eyes, chance.choice(MODELS))

    def learn() -> None:
        for number in chance.sample(range(PAGES), 6):
            # Whole or not at all: here the store is killed, not whoever writes its sources.
            write(home / "new", {"page": page(number, chance.randrange(1000))})
            (home / "new" / "page").replace(folder / f"{number}.md")
        base.learn([folder], SPACE, progress=lambda _: print("step", flush=True))  # noqa: T201

    def forget() -> None:
        with contextlib.suppress(NotFound):
            base.forget(f"{chance.randrange(PAGES)}.md", SPACE)

    def rebuild() -> None:
        with contextlib.suppress(NotFound):
            base.rebuild(SPACE)

    def search() -> None:
        base.search(Query(f"page{chance.randrange(PAGES)} alpha"), Scope((SPACE,)))

    steps: list[Callable[[], None]] = [learn, learn, forget, rebuild, search, base.tidy]
    print("ready", flush=True)  # noqa: T201
    while True:
        chance.choice(steps)()
        print("step", flush=True)  # noqa: T201
        if chance.random() < 0.3:
            base.close()
            base = open_store(home, eyes, chance.choice(MODELS))


def killed(home: Path, seed: int) -> int:
    """Let a worker work on `home`, kill it at a moment that `seed` decides; return how many steps it made."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.knowledge.crash", str(home), str(seed)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    chance = random.Random(-seed)
    if process.stdout.readline() != "ready\n":
        process.kill()
        raise AssertionError("the worker did not start")
    # Counted in steps, so that a slow machine is killed amid its work as well.
    steps = sum(1 for _ in zip(range(chance.randrange(MOST_STEPS)), process.stdout, strict=False))
    wait = chance.uniform(0, LONGEST_SECONDS)
    timer = threading.Timer(wait, process.send_signal, (signal.SIGKILL,))
    timer.start()
    steps += sum(1 for _ in process.stdout)
    process.wait()
    timer.join()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL, (
        f"the worker ended by itself: {process.returncode}"
    )
    return steps


def wrong(home: Path, eyes: Eyes, kept: str) -> list[str]:
    """Open what a killed worker left; return a sentence for each thing that is not as it should be."""
    found: list[str] = []
    base = open_store(home, eyes, MODELS[0])
    try:
        scope = Scope((SPACE,))
        # A picture that no page shows at the moment is a document of its own.
        documents = [one for one in base.documents(scope) if one.name.endswith(".md")]
        if kept not in {one.name for one in documents}:
            found.append(f"{kept} is lost")
        found += [
            f"{one.name} is half there: {one.units} units"
            for one in documents
            if one.units != SECTIONS + 1
        ]
        for one in documents:
            hits = base.search(Query(f"page{one.name.removesuffix('.md')} part1"), scope, 3).hits
            if one.name not in {hit.unit.document for hit in hits}:
                found.append(f"{one.name} is not found by its words")
            found += _pictures(base, one.name)
        found += _agree(base, home)
        # What was cut off is made good by doing it again.
        if failed := base.learn([home / "pages"], SPACE).failed:
            found.append(f"not learned again: {failed}")
        files = {path.name for path in (home / "pages").glob("*.md")}
        if missing := files - {one.name for one in base.documents(scope)}:
            found.append(f"still missing: {sorted(missing)}")
        found += _agree(base, home, complete=True)
    finally:
        base.close()
    return found


def _pictures(base: KnowledgeBase, name: str) -> list[str]:
    scope = Scope((SPACE,))
    hits = base.search(Query(f"drawing {name}"), scope, 30).hits
    shown = [hit for hit in hits if hit.unit.document == name and hit.image]
    try:
        return [
            f"{name}: an empty picture" for hit in shown if not base.picture(hit.image or "", scope)
        ]
    except NotFound as error:
        return [f"{name}: {error}"]


def _agree(base: KnowledgeBase, home: Path, *, complete: bool = False) -> list[str]:
    """Compare the tables of the catalog with each other, and the vectors with what has to have one."""
    found = []
    with contextlib.closing(sqlite3.connect(home / "knowledge" / "catalog.sqlite3")) as catalog:
        check = catalog.execute("PRAGMA integrity_check").fetchone()[0]
        if check != "ok":
            found.append(f"the catalog is damaged: {check}")
        words = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE words%fts5(%'"
        (table,) = catalog.execute(words).fetchone() or ("unit",)
        strangers = f"SELECT count(*) FROM {table} WHERE rowid NOT IN (SELECT id FROM unit)"
        if catalog.execute(strangers).fetchone()[0]:
            found.append("words of units that are gone")
        lacking = f"""SELECT count(*) FROM unit WHERE kind <> 'page'
            AND id NOT IN (SELECT rowid FROM {table})"""
        if catalog.execute(lacking).fetchone()[0]:
            found.append("units without words")
        keys = catalog.execute("SELECT count(DISTINCT text_key) FROM unit").fetchone()[0]
    for one in base.stats(SPACE).spaces[0].vectors:
        if complete and one.model.state == "present" and one.count != keys:
            found.append(f"{one.count} vectors for {keys} texts")
    return found


if __name__ == "__main__":
    os.environ["PYTHONUNBUFFERED"] = "1"
    work(Path(sys.argv[1]), int(sys.argv[2]))
