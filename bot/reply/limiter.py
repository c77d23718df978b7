"""Bot API calls into calls at a pace that Telegram bears.

A final message goes before any preview, a preview that was overtaken is never sent, and a chat that
Telegram told to wait makes only itself wait. Knows endpoints and times, not what is said.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TypeAlias

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.reply.rates import Bucket, ChatRate, Rates

Json: TypeAlias = dict[str, object]

logger = logging.getLogger(__name__)

PACED = ("send", "edit", "copy", "forward")
"""Endpoints whose names begin so put something into a chat; only these count against the limits."""

MANY_CHATS = 2_000
"""Beyond so many remembered chats the idle ones are forgotten."""


class Superseded(TelegramError):
    """A preview was not sent because something newer takes its place."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the sender says about one call (`rate_limit_args`)."""

    preview: bool = False
    key: str = ""
    """The message it shows: a newer preview, or the final message, of the same key replaces it."""
    probe: bool = False
    """A question about what is there already, which adds nothing to the chat."""
    started: Callable[[], None] | None = None
    """Called right before the bytes leave, so that the sender can note it."""


@dataclass(slots=True, eq=False)
class _Waiting:
    ticket: Ticket
    messages: int
    number: int
    turn: asyncio.Future[None]


@dataclass(slots=True, eq=False)
class _Line:
    """Calls that wait for one chat's turn."""

    rate: ChatRate
    waiting: list[_Waiting] = field(default_factory=list)
    pump: asyncio.Task[None] | None = None


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
        self._overall = Bucket(per_second, per_second, reserve=min(5.0, per_second - 1.0))
        self._wire = asyncio.Semaphore(self._rates.in_flight)
        self._lines: dict[int | str, _Line] = {}
        self._numbers = count()

    async def initialize(self) -> None:
        """Do nothing: it starts empty."""

    async def shutdown(self) -> None:
        """End the waiting; what waited is cancelled and stays planned in the outbox."""
        for line in self._lines.values():
            if line.pump is not None:
                line.pump.cancel()
            for waiting in line.waiting:
                waiting.turn.cancel()
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
        hint = endpoint == "sendChatAction"
        if hint and chat in self._lines and self._lines[chat].rate.blocked_until > self._clock():
            return True
        paced = endpoint.startswith(PACED) and not hint and not ticket.probe
        while True:
            if paced and chat is not None:
                await self._turn(chat, ticket, _messages(data))
            try:
                async with self._wire:
                    if ticket.started is not None:
                        ticket.started()
                    return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds(error)
                logger.warning("%s to chat %s must wait %.0f s", endpoint, chat, wait)
                if chat is not None:
                    self._line(chat).rate.block(self._clock() + wait)
                if ticket.preview or hint:
                    raise
                if not paced:
                    await self._sleep(wait)

    async def _turn(self, chat: int | str, ticket: Ticket, messages: int) -> None:
        line = self._line(chat)
        _drop_overtaken(line, ticket)
        if not line.waiting and self._delay(line, ticket) <= 0:
            self._take(line, messages)
            return
        turn = asyncio.get_running_loop().create_future()
        waiting = _Waiting(ticket, messages, next(self._numbers), turn)
        line.waiting.append(waiting)
        # The newcomer may be allowed earlier than the one that the pump is asleep for.
        if line.pump is not None:
            line.pump.cancel()
        line.pump = asyncio.create_task(self._pump(line))
        try:
            await turn
        finally:
            if waiting in line.waiting:
                line.waiting.remove(waiting)

    async def _pump(self, line: _Line) -> None:
        while line.waiting:
            first = min(line.waiting, key=lambda waiting: (waiting.ticket.preview, waiting.number))
            delay = self._delay(line, first.ticket)
            if delay > 0:
                await self._sleep(delay)
                continue
            line.waiting.remove(first)
            if not first.turn.done():
                self._take(line, first.messages)
                first.turn.set_result(None)

    def _delay(self, line: _Line, ticket: Ticket) -> float:
        now = self._clock()
        return max(line.rate.delay(now, ticket.preview), self._overall.delay(now, ticket.preview))

    def _take(self, line: _Line, messages: int) -> None:
        now = self._clock()
        line.rate.take(now, messages)
        self._overall.take(now, messages)

    def _line(self, chat: int | str) -> _Line:
        line = self._lines.get(chat)
        if line is None:
            if len(self._lines) >= MANY_CHATS:
                self._forget_idle()
            group = not isinstance(chat, int) or chat < 0
            line = self._lines[chat] = _Line(ChatRate(self._rates, group))
        return line

    def _forget_idle(self) -> None:
        now = self._clock()
        idle = [k for k, line in self._lines.items() if not line.waiting and line.rate.idle(now)]
        for chat in idle:
            del self._lines[chat]


def _drop_overtaken(line: _Line, ticket: Ticket) -> None:
    for waiting in line.waiting if ticket.key else ():
        if waiting.ticket.preview and waiting.ticket.key == ticket.key and not waiting.turn.done():
            waiting.turn.set_exception(Superseded("a newer version of this message is on its way"))


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
