"""What our whole way costs above a bare echo bot, on the same sandbox, in one run.

    python -m tests.benchmarks.overhead

Sandbox, bot and this script are processes of their own. The language model answers at once: in one
row it is in the bot's process, so that only our own work is measured; in the other it is behind HTTP,
spoken to by the `openai` package. Prints the figures and whether each limit holds; exits 1 when one
does not.
"""

import asyncio
import contextlib
import io
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from bot.app import core
from bot.settings import Settings
from bot.store.database import Database
from bot.store.spaces import Spaces
from tests.benchmarks.street import Street, opened, percentile
from tests.way.drawing import photo, write_handbook
from tests.way.endpoint import endpoint

TOKEN = "4242:a-token-for-the-benchmark-alone"
CHATS = 64
ALONE_ROUNDS = 120
CROWD_ROUNDS = 12
QUESTION = "Which port does the VPN gateway use?"
LIMIT_MS = 15.0
"""Most that the median answer may take above the echo bot's."""
SHARE = 0.5
"""Least share of the echo bot's throughput."""
FAIR = 1.5
"""Most that one chat's mean answer may take above the mean of all: beyond that it is starved."""
PICTURES = 48
"""More than are worked on while the text chats are measured."""
STRETCH = 3.0
"""Most that the p99 of text chats may grow while pictures are worked on."""


@dataclass(frozen=True)
class Figures:
    """One bot's figures; times in milliseconds."""

    median: float
    p99: float
    per_second: float
    slowest_answer: float
    starved: float
    """The slowest chat's mean answer, as a multiple of all chats' mean."""
    calls_per_answer: float


@asynccontextmanager
async def process(*arguments: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a Python program until the block ends."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=os.environ | environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            started.terminate()
        await started.wait()


@asynccontextmanager
async def street() -> AsyncIterator[tuple[Street, str]]:
    """Start a sandbox without flood limits, and listen to it."""
    arguments = ("-m", "bot.sandbox", "--port", "0", "--token", TOKEN, "--no-flood-limits")
    async with process(*arguments) as sandbox:
        assert sandbox.stdout is not None
        url = (await sandbox.stdout.readline()).decode().strip()
        async with opened(url, 2 * CHATS) as place:
            yield place, url


async def measured(place: Street) -> Figures:
    """Measure one bot, alone with one chat and with all at once."""
    chats = [await place.chat(person) for person in range(1, CHATS + 1)]
    await warm(place, chats[0])
    alone = [await place.ask(chats[0], f"{QUESTION} {turn}") for turn in range(ALONE_ROUNDS)]
    # What a crowd brings about once, as a process that starts, is no part of what it costs.
    await place.talk(chats, CROWD_ROUNDS // 2, f"{QUESTION} warm")
    before = await place.calls()
    clock = asyncio.get_running_loop().time
    started = clock()
    crowd = await place.talk(chats, CROWD_ROUNDS, QUESTION)
    took = clock() - started
    answers = CHATS * CROWD_ROUNDS
    return Figures(
        median=statistics.median(alone) * 1000,
        p99=percentile(alone, 0.99) * 1000,
        per_second=answers / took,
        slowest_answer=max(max(times) for times in crowd) * 1000,
        starved=max(map(statistics.mean, crowd)) / statistics.mean(map(statistics.mean, crowd)),
        calls_per_answer=(await place.calls() - before) / answers,
    )


async def warm(place: Street, chat: int) -> None:
    """Let everything be loaded that is loaded once."""
    for turn in range(10):
        await place.ask(chat, f"{QUESTION} warm {turn}")


async def echo() -> Figures:
    """Measure the peer."""
    async with street() as (place, url), process("-m", "tests.benchmarks.echo_bot", TOKEN, url):
        return await measured(place)


def mean(one: Figures, other: Figures) -> Figures:
    """Return the mean of two runs."""
    pairs = zip(astuple(one), astuple(other), strict=True)
    return Figures(*(statistics.mean(pair) for pair in pairs))


async def ours(home: Path, pictures: Sequence[bytes]) -> tuple[Figures, float, float]:
    """Measure our bot; also the p99 of text chats alone and beside four chats with pictures."""
    async with (
        street() as (place, url),
        process("-m", "tests.benchmarks.instant_bot", str(home), TOKEN, url),
    ):
        figures = await measured(place)
        return figures, *await beside_pictures(place, pictures)


async def over_http(home: Path) -> Figures:
    """Measure our bot with its model behind HTTP, which the `openai` package speaks."""
    async with street() as (place, url), endpoint() as model:
        model.says("The gateway listens on UDP port 51820 [1].")
        environment = {
            "GROUNDGLASS_HOME": str(home),
            "GROUNDGLASS_TELEGRAM_URL": url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "OPENAI_BASE_URL": model.url,
            "GROUNDGLASS_SENDS_PER_SECOND": "10000",
            "GROUNDGLASS_CHAT_INTERVAL_SECONDS": "0",
            "GROUNDGLASS_QUESTIONS_PER_MINUTE": "0",
            "GROUNDGLASS_LOG_LEVEL": "WARNING",
        }
        async with process("-m", "bot", "run", **environment):
            return await measured(place)


async def beside_pictures(place: Street, pictures: Sequence[bytes]) -> tuple[float, float]:
    """Return the p99 of eight text chats without and with four chats that send 12 megapixels."""
    readers = list(range(1, 9))
    first, *large = pictures
    await place.ask(20, "What is this?", first)
    alone = await place.talk(readers, 40, QUESTION)
    senders = [asyncio.create_task(send_pictures(place, 20 + at, large[at::4])) for at in range(4)]
    beside = await place.talk(readers, 40, QUESTION)
    for sender in senders:
        sender.cancel()
    await asyncio.gather(*senders, return_exceptions=True)
    flat = [[value for times in chats for value in times] for chats in (alone, beside)]
    return percentile(flat[0], 0.99) * 1000, percentile(flat[1], 0.99) * 1000


async def send_pictures(place: Street, chat: int, pictures: Sequence[bytes]) -> None:
    """Send one large picture after the other, all new to the bot."""
    for picture in pictures:
        await place.ask(chat, "What is this?", picture)
    raise RuntimeError(f"the pictures ran out; draw more than {PICTURES}")


def prepare(home: Path) -> None:
    """Learn a small handbook and let every chat read it."""
    models = Path(tempfile.gettempdir()) / "groundglass-models"
    models.mkdir(exist_ok=True)
    (home / "models").symlink_to(models)
    with core(Settings(home=home)) as parts:
        parts.knowledge.learn([write_handbook(home / "handbook")], "team")
    database = Database(home / "bot.sqlite3")
    for person in range(1, CHATS + 1):
        Spaces(database).bind(person, "team")
    database.close()


def patience(name: str, row: Figures, bare: Figures) -> dict[str, bool]:
    """Return what one person waits above the echo bot, and whether any chat is starved."""
    above = row.median - bare.median
    return {
        f"{name}, median above the echo bot: {above:.1f} ms (at most {LIMIT_MS:.0f})": (
            above <= LIMIT_MS
        ),
        f"{name}, slowest of {CHATS} chats: {row.starved:.2f} of their mean (at most {FAIR})": (
            row.starved <= FAIR
        ),
    }


async def main() -> int:
    """Measure both, print, judge."""
    # A home each: both sandboxes number their updates from 1, and a number that is known is dropped.
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        prepare(Path(first))
        prepare(Path(second))
        # Drawn before anything is timed: these two cores are the bot's.
        pictures = [photo(number, (4000, 3000)) for number in range(1 + PICTURES)]
        # Before and after ours: on a shared machine the same bot may differ by a third from run to run.
        before = await echo()
        own, alone, beside = await ours(Path(first), pictures)
        remote = await over_http(Path(second))
        bare = mean(before, await echo())
    checks = patience("in process", own, bare) | patience("over HTTP", remote, bare)
    share, beyond = (row.per_second / bare.per_second for row in (own, remote))
    # Over HTTP half of the work is the model client's and, here, the model's own: told, not judged.
    checks[f"in process, throughput: {share:.2f} of the echo bot's (at least {SHARE})"] = (
        share >= SHARE
    )
    checks[f"text p99 beside pictures: {beside / alone:.2f} of alone (at most {STRETCH})"] = (
        beside <= STRETCH * alone
    )
    out = io.StringIO()
    for name, row in (("echo bot", bare), ("in process", own), ("over HTTP", remote)):
        out.write(
            f"{name:12} median {row.median:6.1f} ms  p99 {row.p99:6.1f} ms  "
            f"{CHATS} chats {row.per_second:6.0f}/s  slowest answer {row.slowest_answer:6.0f} ms  "
            f"calls an answer {row.calls_per_answer:.2f}\n"
        )
    out.write(f"over HTTP, throughput: {beyond:.2f} of the echo bot's\n")
    out.write(f"text chats: p99 alone {alone:.0f} ms, beside four picture chats {beside:.0f} ms\n")
    for line, holds in checks.items():
        out.write(f"{'holds' if holds else 'MISSED'}  {line}\n")
    sys.stdout.write(out.getvalue())
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
