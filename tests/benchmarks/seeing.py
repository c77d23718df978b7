"""How often the tiny LLaVA is right about drawings it never saw, asked through the whole bot.

    python -m tests.benchmarks.seeing [FOLDER] [--singles 200] [--pairs 100]

A photo goes into the sandbox, the bot's answer is read from its page: colour and shape of one drawing, the same or
not of two. FOLDER is another LLaVA than the tests' own. Prints whether each limit holds; exits 1 when one does not.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Sequence
from pathlib import Path

import httpx

from bot.app import core
from bot.sandbox.records import Person
from bot.sandbox.server import serving
from bot.sandbox.world import World
from bot.settings import Settings
from tests.drawn.llava.shapes import SAME, WHAT, Shape, every, said
from tests.way.conftest import TOKEN, Stage, raised
from tests.way.stories_seeing import LLAVA, somebody
from tests.way.town import Silent, Town

NAMED, COMPARED = 0.95, 0.90
"""Least shares of right answers."""
AT_ONCE = 6
"""People who ask at a time."""
PATIENCE_SECONDS = 600.0


async def answered(bot: Stage, shapes: Sequence[Shape], words: str, seed: int) -> str:
    """Show drawings in a chat of their own; return the answer."""
    chat = await bot.newcomer(somebody())
    files = [(f"{at}.png", shape.draw(seed + at)) for at, shape in enumerate(shapes)]
    await chat.send(*files, text=words)
    try:
        answer = await chat.hears(lambda message: message["text"], patience=PATIENCE_SECONDS)
    except Silent as silent:
        return str(silent)
    return str(answer["text"])


async def shares(bot: Stage, singles: int, pairs: int) -> tuple[float, float]:
    """Return the shares of right answers about one drawing and about two."""
    rng, seed = random.Random(), random.SystemRandom().randrange(3_000_000, 2**40)
    shapes = every()
    asked = [([shapes[at % len(shapes)]], rng.choice(WHAT[:8])) for at in range(singles)]
    for at in range(pairs):
        one = rng.choice(shapes)
        other = one if at % 2 else rng.choice([shape for shape in shapes if shape != one])
        asked.append(([one, other], rng.choice(SAME[:4])))
    free = asyncio.Semaphore(AT_ONCE)

    async def one(at: int) -> bool:
        async with free:
            shown, words = asked[at]
            told = await answered(bot, shown, words, seed + 10 * at)
        right = told.startswith(said(*shown))
        if not right:
            sys.stdout.write(f"{words!r}, {said(*shown)!r}: {told!r}\n")
        return right

    asking: list[Awaitable[bool]] = [one(at) for at in range(len(asked))]
    right = await asyncio.gather(*asking)
    return sum(right[:singles]) / max(singles, 1), sum(right[singles:]) / max(pairs, 1)


async def measured(llava: Path, singles: int, pairs: int) -> tuple[float, float]:
    """Raise sandbox and bot, and ask."""
    me = Person(4242, "Groundglass", "groundglass_bot", is_bot=True)
    world = World(TOKEN, first_id=1_000, bot=me)
    with tempfile.TemporaryDirectory() as home, core(Settings(home=Path(home))) as parts:
        async with (
            serving(world, port=0) as url,
            httpx.AsyncClient(base_url=url, timeout=60) as http,
        ):
            settings = {"llava": f"local-dir:{llava}", "model_timeout_seconds": PATIENCE_SECONDS}
            async with raised(Town(http), parts, Path(home) / "state", **settings) as bot:
                return await shares(bot, singles, pairs)


def main() -> int:
    """Measure, and say which limits hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=LLAVA)
    parser.add_argument("--singles", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=100)
    given = parser.parse_args()
    named, compared = asyncio.run(measured(given.folder, given.singles, given.pairs))
    held = True
    for share, least, what, count in (
        (named, NAMED, "colour and shape named", given.singles),
        (compared, COMPARED, "two pictures compared", given.pairs),
    ):
        held = held and share >= least
        verdict = "holds" if share >= least else "MISSED"
        sys.stdout.write(f"{verdict}: {what} right in {share:.1%} of {count}, least {least:.0%}\n")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
