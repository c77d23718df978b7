"""Serve Telegram, or a local one with a team in it, until a signal says stop."""

import asyncio
import logging
import secrets
import shutil
import signal
import sys
import time
from dataclasses import replace

from bot.app import core, running
from bot.library import Learning
from bot.settings import Settings

logger = logging.getLogger(__name__)


async def telegram(settings: Settings) -> None:
    """Serve Telegram until SIGINT or SIGTERM."""
    stopped = _stop_on_signal()
    with core(settings) as parts:
        async with running(settings, parts, settings.home) as here:
            logger.info("serving as @%s", here.bot.username)
            await stopped.wait()


async def sandbox(settings: Settings, port: int) -> None:
    """Serve a local Telegram with the demo team in it, and the bot inside, until told to stop."""
    from bot.demo.stage import staged
    from bot.sandbox.records import Person
    from bot.sandbox.server import serving
    from bot.sandbox.world import World

    stopped = _stop_on_signal()
    token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)}"
    me = Person(1, "Groundglass", "groundglass_bot", is_bot=True)
    # Ids that grow with the clock: what the bot remembers of an earlier sandbox never matches.
    world = World(token, first_id=int(time.time()), bot=me)
    state = settings.home / "sandbox"
    learning = Learning()
    with core(settings) as parts:
        async with serving(world, port) as url:
            # Only now: where the port is taken, another sandbox may be at work in there.
            await asyncio.to_thread(shutil.rmtree, state, ignore_errors=True)
            local = replace(settings, telegram_token=token, telegram_url=url, webhook_url="")
            async with (
                running(local, parts, state, learning) as here,
                staged(url, here.desk, learning, settings.space),
            ):
                sys.stdout.write(f"groundglass is ready at {url}\n")
                sys.stdout.flush()
                await stopped.wait()


def _stop_on_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped
