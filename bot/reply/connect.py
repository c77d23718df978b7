"""A token and an address into a bot that can send.

The one place that builds it. The token is inside every address that is
called; what carries the calls logs none of them.
"""

import os
from collections.abc import Callable
from typing import TypeAlias

from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.reply.limiter import Pace, Ticket
from bot.reply.request import AiohttpRequest

Json: TypeAlias = dict[str, object]

POOL = 96
"""Three times what `Rates.in_flight` lets out, because downloads do not pass the limiter."""


class Bot(ExtBot[Ticket]):
    """python-telegram-bot's bot, which can also be called without its objects."""

    async def call(self, endpoint: str, form: Json, ticket: Ticket) -> Json:
        """Call a method that answers with an object, and return that as it came.

        To make objects of an answer of which one number is read takes as long as to send it.
        """
        answer: Json = await self._post(
            endpoint, api_kwargs=self._merge_api_rl_kwargs(form, ticket)
        )
        return answer


def connect(
    token: str, url: str, pace: Pace, carrier: Callable[[int], BaseRequest] = AiohttpRequest
) -> Bot:
    """Build the bot; nothing is called yet. `carrier` makes a pool of so many connections."""
    # Without it the library warns each time a 429 is read, and its next version takes it as given.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    address = url.rstrip("/")
    return Bot(
        token=token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=carrier(POOL),
        get_updates_request=carrier(2),
        rate_limiter=pace,
    )
