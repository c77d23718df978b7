"""How long people who only write wait while four films of a minute are being looked through, in one run.

    python -m tests.benchmarks.beside_films

Sandbox and bot are processes of their own; the language model answers at once. Exits 1 where the limit is missed.
"""

import asyncio
import itertools
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.overhead import QUESTION, TOKEN, prepare, process, street, warm
from tests.benchmarks.street import Street, percentile
from tests.drawn.films import dialogs, encode, slides

READERS = range(1, 9)
SENDERS = range(20, 24)
ROUNDS = 40
RATE = 25
STRETCH = 2.0
"""Most that the p99 of text chats may grow."""


def films(folder: Path) -> list[bytes]:
    """Draw four films of a little more than a minute, each another."""
    drawn = []
    for number in SENDERS:
        shots = itertools.chain(slides(RATE, number)[0], dialogs(RATE, number)[0])
        drawn.append(encode(folder / f"{number}.mp4", shots, RATE).read_bytes())
    return drawn


async def beside(place: Street, shown: list[bytes]) -> tuple[list[float], list[float]]:
    """Return what readers waited alone, and while the films were worked on."""
    await warm(place, READERS[0])
    alone = await place.talk(READERS, ROUNDS, QUESTION)
    watching = [
        asyncio.create_task(place.show(chat, "What is this?", ("video", film), 900))
        for chat, film in zip(SENDERS, shown, strict=True)
    ]
    meanwhile: list[list[float]] = []
    while not all(task.done() for task in watching):
        meanwhile += await place.talk(READERS, 5, QUESTION)
    for task in watching:
        sys.stdout.write(f"a film was answered after {await task:.0f} s\n")
    flat = ([value for times in chats for value in times] for chats in (alone, meanwhile))
    return next(flat), next(flat)


async def main() -> int:
    """Draw, measure, judge."""
    with tempfile.TemporaryDirectory() as drawn, tempfile.TemporaryDirectory() as home:
        shown = await asyncio.to_thread(films, Path(drawn))
        await asyncio.to_thread(prepare, Path(home))
        async with (
            street() as (place, url),
            process("-m", "tests.benchmarks.instant_bot", home, TOKEN, url),
        ):
            for person in (*READERS, *SENDERS):
                await place.chat(person)
            alone, meanwhile = await beside(place, shown)
    before, after = (1000 * percentile(times, 0.99) for times in (alone, meanwhile))
    holds = after <= STRETCH * before
    sys.stdout.write(
        f"text answers: p99 alone {before:.0f} ms of {len(alone)}, beside films {after:.0f} ms of {len(meanwhile)}\n"
        f"{'holds' if holds else 'MISSED'}  beside four films: {after / before:.2f} of alone (at most {STRETCH})\n"
    )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
