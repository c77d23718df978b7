"""A token and an address into a bot that can send.

The one place that builds python-telegram-bot's `ExtBot`. The token is inside every address that is
called, so the HTTP libraries, which log addresses, are kept quiet from here on.
"""

import logging
import os
from typing import TypeAlias

import httpx
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.reply.limiter import Pace, Ticket

Bot: TypeAlias = ExtBot[Ticket]

POOL = 96
"""Three times what `Rates.in_flight` lets out, because downloads do not pass the limiter."""


def connect(
    token: str, url: str, pace: Pace, transport: httpx.AsyncBaseTransport | None = None
) -> Bot:
    """Build the bot; nothing is called yet."""
    # Without it the library warns each time a 429 is read, and its next version takes it as given.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    extra = {"transport": transport} if transport is not None else None
    calls = HTTPXRequest(
        connection_pool_size=POOL,
        read_timeout=20.0,
        write_timeout=20.0,
        connect_timeout=10.0,
        pool_timeout=20.0,
        media_write_timeout=60.0,
        httpx_kwargs=extra,
    )
    polling = HTTPXRequest(connection_pool_size=2, connect_timeout=10.0, httpx_kwargs=extra)
    address = url.rstrip("/")
    return ExtBot(
        token=token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=calls,
        get_updates_request=polling,
        rate_limiter=pace,
    )
