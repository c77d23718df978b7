"""Bot API calls into calls at a pace that Telegram bears.

A final message goes before any preview, a preview that was overtaken is never sent, and a chat that
Telegram told to wait makes only itself wait. Knows endpoints and times, not what is said.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import TypeAlias

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.reply.line import Line, Superseded, Ticket
from bot.reply.rates import Bucket, ChatRate, Rates

__all__ = ["Pace", "Superseded", "Ticket", "seconds"]

Json: TypeAlias = dict[str, object]

logger = logging.getLogger(__name__)

PACED = ("send", "edit", "copy", "forward")
"""Endpoints whose names begin so put something into a chat; only these count against the limits."""

HINTS = frozenset({"sendChatAction", "setMessageReaction"})
"""What is left out, as if it had been done, while a chat is to be left alone: signs of life, looks for a question."""

MANY_CHATS = 2_000
"""Beyond so many remembered chats the idle ones are forgotten."""


class Pace(BaseRateLimiter[Ticket]):
    """The limiter that `ExtBot` asks before every call but getUpdates."""

    def __init__(
        self,
        rates: Rates | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rates = rates or Rates()
        self._clock = clock
        self._sleep = sleep
        per_second = self._rates.overall_per_second
        overall = Bucket(per_second, per_second, reserve=min(5.0, per_second - 1.0))
        self._overall = Line(overall, clock, sleep)
        self._wire = asyncio.Semaphore(self._rates.in_flight)
        self._lines: dict[int | str, Line[ChatRate]] = {}

    async def initialize(self) -> None:
        """Do nothing: it starts empty."""

    async def shutdown(self) -> None:
        """End the waiting; what waited is cancelled and stays planned in the outbox."""
        for line in self._lines.values():
            line.close()
        self._overall.close()
        self._lines.clear()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[object, object, bool | Json | list[Json]]],
        args: tuple[object, ...],
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: Ticket | None,
    ) -> bool | Json | list[Json]:
        """Make the call when its turn has come; after a 429 wait as told and make it again."""
        ticket = rate_limit_args or Ticket()
        chat = _chat(data)
        hint = endpoint in HINTS
        if hint and chat in self._lines and self._lines[chat].rate.blocked_until > self._clock():
            return True
        paced = endpoint.startswith(PACED) and not hint and not ticket.probe
        while True:
            if paced and chat is not None:
                await self._turn(chat, ticket, _messages(data))
            try:
                async with self._wire:
                    if ticket.note is not None:
                        ticket.note(True)
                    return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds(error)
                logger.warning("%s to chat %s must wait %.0f s", endpoint, chat, wait)
                if chat is not None:
                    self._line(chat).rate.block(self._clock() + wait)
                if ticket.preview or hint:
                    raise
                if ticket.note is not None:
                    ticket.note(False)
                if not paced:
                    await self._sleep(wait)

    async def _turn(self, chat: int | str, ticket: Ticket, messages: int) -> None:
        line = self._line(chat)
        line.overtake(ticket.key)
        self._overall.overtake(ticket.key)
        await line.turn(ticket, messages)
        await self._overall.turn(ticket, messages)

    def _line(self, chat: int | str) -> Line[ChatRate]:
        line = self._lines.get(chat)
        if line is None:
            if len(self._lines) >= MANY_CHATS:
                self._forget_idle()
            group = not isinstance(chat, int) or chat < 0
            line = Line(ChatRate(self._rates, group), self._clock, self._sleep)
            self._lines[chat] = line
        return line

    def _forget_idle(self) -> None:
        now = self._clock()
        idle = [k for k, line in self._lines.items() if line.empty and line.rate.idle(now)]
        for chat in idle:
            del self._lines[chat]


def _chat(data: Json) -> int | str | None:
    chat = data.get("chat_id")
    return chat if isinstance(chat, int | str) else None


def _messages(data: Json) -> int:
    media = data.get("media")
    return len(media) if isinstance(media, list | tuple) else 1


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
