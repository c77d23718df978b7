"""Repeat a call to Telegram until it succeeds, and tell of each outage once, without the token.

Knows what the errors of python-telegram-bot ask for, not what is called.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.update.redact import conceal

logger = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 30.0

_T = TypeVar("_T")


class Patience:
    """Retries for ever, with growing pauses."""

    def __init__(
        self, token: str, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._token = token
        self._sleep = sleep
        self._trouble = ""
        self._pause = 0.0

    async def call(
        self, call: Callable[[], Awaitable[_T]], *, hopeless: tuple[type[TelegramError], ...] = ()
    ) -> _T:
        """Return what `call` gives; errors in `hopeless` are raised, all others waited out."""
        while True:
            try:
                result = await call()
            except hopeless:
                raise
            except TelegramError as error:
                await self._wait(error)
            else:
                if self._trouble:
                    logger.info("Telegram answers again")
                self._trouble, self._pause = "", 0.0
                return result

    async def _wait(self, error: TelegramError) -> None:
        trouble = self._told(error)
        if trouble != self._trouble:
            self._trouble = trouble
            logger.warning("%s; trying again until it works", trouble)
        if isinstance(error, RetryAfter):
            # Typed as a number or a timedelta by version; the number is asked for.
            await self._sleep(error._retry_after.total_seconds())
            return
        self._pause = min(LONGEST_PAUSE_SECONDS, max(1.0, 1.5 * self._pause))
        await self._sleep(self._pause)

    def _told(self, error: TelegramError) -> str:
        if isinstance(error, Conflict):
            return (
                "another process receives this bot's updates (Telegram says 409 Conflict); stop it, "
                "or remove its webhook"
            )
        if isinstance(error, InvalidToken):
            return "Telegram refuses the bot's token; was it revoked at @BotFather?"
        if isinstance(error, RetryAfter):
            return "Telegram asks to slow down"
        return f"Telegram cannot be reached ({conceal(str(error), self._token)})"
