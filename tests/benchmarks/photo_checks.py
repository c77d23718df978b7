"""How long the checks take on a photo (opening, hashes, CLIP, OCR), and whether words in its chat wait for it.

    python -m tests.benchmarks.photo_checks [--photos 12] [--folder FOLDER]

Photos of 1,280 pixels are drawn, half of them with words, or come from FOLDER; the picture model is the tiny CLIP of
the tests, and the group has banned a hundred pictures. Words are judged all the while, as the group's talk. Prints
the figures and whether each limit holds; exits 1 where one does not.
"""

import argparse
import asyncio
import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from bot import checks, guard
from bot.app import core
from bot.records import Aside, ChatKind, Incoming, Origin, Person, Picture, Question
from bot.safety.inspect import Inspector
from bot.safety.spam.course import written
from bot.settings import Settings
from bot.store.banned import Banned, NewBan, Taken
from bot.store.database import Database
from knowledge.vision.eyes import Eyes
from knowledge.vision.prints import taken
from tests.benchmarks.bank import caption, jpeg
from tests.benchmarks.street import percentile
from tests.drawn.train import FOLDER
from tests.knowledge.test_bank import scene

GROUP = -100
PHOTO_SECONDS = 1.5
TEXT_MS = 100.0
"""Most that 99 of 100 messages of words may take while photos are judged: nobody notices."""
BANNED, DIFFERENT = 100, 20
EVERY_SECONDS = 0.05
SIDES = (1280, 960)


def photos(count: int, folder: Path | None = None) -> list[bytes]:
    """Return photos as Telegram sends them; every second drawn one has a line of words."""
    if folder is not None:
        files = [one for one in sorted(folder.rglob("*")) if one.suffix in (".jpg", ".png")]
        return [one.read_bytes() for one in files[:count]]
    drawn = []
    for seed in range(count):
        with Image.open(io.BytesIO(scene(100 + seed))) as opened:
            picture = opened.convert("RGB").resize(SIDES)
        drawn.append(jpeg(caption(picture) if seed % 2 else picture))
    return drawn


def ban(database: Database) -> None:
    """Let the group have banned pictures, each several times under numbers of its own."""
    banned = Banned(database)
    for seed in range(DIFFERENT):
        known = Taken(taken(scene(seed)))
        for _ in range(BANNED // DIFFERENT):
            banned.add(GROUP, NewBan("act:1", 9), [known])


def asked(number: int, text: str, *pictures: Picture) -> Question:
    origin = Origin(GROUP, ChatKind.SUPERGROUP, number, Person(number % 20 + 1, "Somebody"))
    told = Incoming((number,), origin, text, aside=Aside(sent_at=10_000 + 60 * number))
    return Question(told, text, pictures)


def family() -> Iterator[int]:
    """Yield this process and those below it, in which strangers' bytes are opened."""
    waiting = [os.getpid()]
    while waiting:
        number = waiting.pop()
        yield number
        for tasks in Path(f"/proc/{number}/task").iterdir():
            waiting += map(int, (tasks / "children").read_text().split())


def processor_seconds() -> float:
    """Return the processor time that they have used."""
    ticks = 0
    for number in family():
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def talk(inspector: Inspector, took: list[float]) -> None:
    """Judge words, one message every twentieth of a second, until cancelled."""
    texts, number = written("ham"), 1_000
    while True:
        began = time.perf_counter()
        await inspector.inspect(asked(number, texts[number % len(texts)]))
        took.append((time.perf_counter() - began) * 1000)
        number += 1
        await asyncio.sleep(EVERY_SECONDS)


async def look(inspector: Inspector, eyes: Eyes, number: int, content: bytes) -> tuple[float, bool]:
    """Open and judge one photo; return the seconds, and whether every check could look."""
    began = time.perf_counter()
    sight = await asyncio.wrap_future(eyes.submit(content))
    picture = Picture(sight, "photo.jpg", f"u{number}", number)
    verdict = await inspector.inspect(asked(number, "", picture))
    return time.perf_counter() - began, not any(one.error for one in verdict.findings)


@contextmanager
def watching(home: Path) -> Iterator[tuple[Inspector, Eyes]]:
    """Put the checks of a running bot together."""
    settings = Settings(home=home, clip=f"local-dir:{FOLDER}")
    with core(settings) as parts:
        database = Database(home / "bot.sqlite3")
        ban(database)
        border = checks.border(settings, parts.eyes, database)
        means = checks.Means(settings, parts.eyes, parts.knowledge, parts.workers, border)
        watch = checks.with_memory(means, database, guard.books(database))
        yield watch.inspector, parts.eyes
        database.close()


async def measure(home: Path, contents: list[bytes]) -> int:
    """Judge photos beside words; return 1 where a limit is missed."""
    with watching(home) as (inspector, eyes):
        first, *rest = contents
        # The models are loaded for the first photo; until then a check says that it could not look.
        while not (await look(inspector, eyes, 1, first))[1]:
            await asyncio.sleep(1)
        alone: list[float] = []
        words = asyncio.create_task(talk(inspector, alone))
        await asyncio.sleep(3)
        words.cancel()
        beside: list[float] = []
        words = asyncio.create_task(talk(inspector, beside))
        used = processor_seconds()
        looked = [await look(inspector, eyes, 2 + at, one) for at, one in enumerate(rest)]
        used = processor_seconds() - used
        words.cancel()
    seconds = [took for took, _ in looked]
    median = percentile(sorted(seconds), 0.5)
    apart = percentile(sorted(alone), 0.99)
    p99 = percentile(sorted(beside), 0.99)
    lines = [
        (
            median <= PHOTO_SECONDS and all(seen for _, seen in looked),
            f"a photo: {median:.2f} s (median), {max(seconds):.2f} s (slowest); "
            f"{used / len(seconds):.2f} s of processor each, words beside it included",
        ),
        (
            p99 <= TEXT_MS,
            f"words beside photos: {p99:.0f} ms (p99 of {len(beside)}), without {apart:.0f} ms",
        ),
    ]
    for holds, text in lines:
        sys.stdout.write(f"{'holds ' if holds else 'MISSED'}  {text}\n")
    return 0 if all(holds for holds, _ in lines) else 1


def main() -> int:
    """Run it in a home of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=int, default=12)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    contents = photos(given.photos + 1, given.folder)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder), contents))


if __name__ == "__main__":
    sys.exit(main())
