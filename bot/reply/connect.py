"""A token and an address into a bot that can send.

The one place that builds python-telegram-bot's `ExtBot`. The token is inside every address that is
called; what carries the calls logs none of them.
"""

import os
from collections.abc import Callable
from typing import TypeAlias

from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.reply.limiter import Pace, Ticket
from bot.reply.request import AiohttpRequest

Bot: TypeAlias = ExtBot[Ticket]

POOL = 96
"""Three times what `Rates.in_flight` lets out, because downloads do not pass the limiter."""


def connect(
    token: str, url: str, pace: Pace, carrier: Callable[[int], BaseRequest] = AiohttpRequest
) -> Bot:
    """Build the bot; nothing is called yet. `carrier` makes a pool of so many connections."""
    # Without it the library warns each time a 429 is read, and its next version takes it as given.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    address = url.rstrip("/")
    return ExtBot(
        token=token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=carrier(POOL),
        get_updates_request=carrier(2),
        rate_limiter=pace,
    )
