"""Run the sandbox alone: `python -m bot.sandbox`; prints its address and serves until it is stopped."""

import argparse
import asyncio
import importlib.util
import signal
import sys
from collections.abc import Callable

from bot.sandbox.flood import TELEGRAM_LIMITS
from bot.sandbox.records import Person
from bot.sandbox.server import serving
from bot.sandbox.world import World


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="0 takes any free port")
    parser.add_argument("--token", help="the bot's token; else the first one that calls is adopted")
    parser.add_argument("--name", default="Sandbox Bot", help="what the bot is called")
    parser.add_argument("--username", default="sandbox_bot", help="how the bot is mentioned")
    parser.add_argument("--no-flood-limits", action="store_true", help="never answer 429")
    parser.add_argument("--first-id", type=int, default=1, help="start of message and update ids")
    return parser.parse_args()


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop where it exists: a call costs a quarter less with it."""
    if importlib.util.find_spec("uvloop") is None:
        return None
    import uvloop

    return uvloop.new_event_loop


async def _run(world: World, port: int) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    async with serving(world, port) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await stopped.wait()


def main() -> int:
    """Serve one world; exit 2 where it cannot be started as asked."""
    wish = _arguments()
    try:
        world = World(
            wish.token,
            None if wish.no_flood_limits else TELEGRAM_LIMITS,
            wish.first_id,
            bot=Person(1, wish.name, wish.username, is_bot=True),
        )
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            runner.run(_run(world, wish.port))
    except (ValueError, OSError, OverflowError) as error:
        sys.stderr.write(f"the sandbox cannot start: {error}; choose another --port or --token\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
