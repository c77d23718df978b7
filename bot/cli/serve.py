"""`run` and `sandbox`: start the bot and keep it until it is told to stop."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine

from bot import serve
from bot.cli.parser import Arguments
from bot.logs import configure
from bot.settings import Settings

logger = logging.getLogger(__name__)


def run(arguments: Arguments, settings: Settings) -> int:
    """Serve Telegram when a token is set, else the sandbox."""
    if not settings.telegram_token:
        return sandbox(arguments, settings)
    configure(settings)
    _run(serve.telegram(settings))
    return 0


def sandbox(arguments: Arguments, settings: Settings) -> int:
    """Serve the bot inside a local Telegram in the browser."""
    configure(settings)
    port = settings.sandbox_port if arguments.port is None else arguments.port
    _run(serve.sandbox(settings, port))
    return 0


def _run(service: Coroutine[None, None, None]) -> None:
    """Run on uvloop, which takes a tenth off what an answer costs; on Windows, without it."""
    factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
    if sys.platform != "win32":
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(service)
