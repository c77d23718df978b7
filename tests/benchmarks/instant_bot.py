"""Our bot as it is, with a language model in the process that answers at once.

What is left between a message and its answer is our own: everything but the model.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from uvloop import new_event_loop

from bot.answer.extractive import Extractive
from bot.answer.router import Answers
from bot.app import core, running
from bot.ports import Lane, Prompt
from bot.records import Usage
from bot.settings import Settings


class Instant:
    """A `VisionModel` that knows one sentence."""

    name = "instant"
    lane: Lane = "local"

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield the sentence."""
        yield "The gateway listens on UDP port 51820 [1]."
        yield Usage(self.name, self.lane)

    async def close(self) -> None:
        """Do nothing."""


async def main(home: str, token: str, url: str) -> None:
    """Serve until killed."""
    settings = Settings(
        home=Path(home),
        telegram_token=token,
        telegram_url=url,
        sends_per_second=100_000,
        chat_interval_seconds=0,
        questions_per_minute=0,
    )
    with core(settings) as parts:
        quick = replace(parts, answers=Answers((Instant(),), Extractive()))
        async with running(settings, quick, settings.home):
            await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(main(*sys.argv[1:4]))
