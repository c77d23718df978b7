"""`run` and `sandbox`: start the bot and keep it until it is told to stop."""

import asyncio
import logging

from bot import app
from bot.cli.parser import Arguments
from bot.logs import configure
from bot.settings import Settings

logger = logging.getLogger(__name__)


def run(arguments: Arguments, settings: Settings) -> int:
    """Serve Telegram when a token is set, else the sandbox."""
    if not settings.telegram_token:
        return sandbox(arguments, settings)
    configure(settings)
    asyncio.run(app.serve_telegram(settings))
    return 0


def sandbox(arguments: Arguments, settings: Settings) -> int:
    """Serve the bot inside a local Telegram in the browser."""
    configure(settings)
    port = settings.sandbox_port if arguments.port is None else arguments.port
    asyncio.run(app.serve_sandbox(settings, port))
    return 0
