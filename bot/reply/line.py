"""Calls that wait in one line for a rate to let them go: final ones first, then previews.

Knows times and tickets; neither endpoints nor what is sent.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Generic, Protocol, TypeVar

from telegram.error import TelegramError

TOLERANCE_SECONDS = 0.001
"""A shorter wait is rounding: sleeping for it could go on without end."""


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
    note: Callable[[bool], None] | None = None
    """Called with True right before the bytes leave, and with False when a 429 sent them back."""


class Rate(Protocol):
    """When the next call may leave."""

    def delay(self, now: float, preview: bool) -> float:
        """Return the seconds until one call may leave."""

    def take(self, now: float, messages: int) -> None:
        """Count a call that leaves now."""


RateT = TypeVar("RateT", bound=Rate)


@dataclass(slots=True, eq=False)
class _Waiting:
    ticket: Ticket
    messages: int
    number: int
    turn: asyncio.Future[None]


class Line(Generic[RateT]):
    """One line in front of one rate."""

    def __init__(
        self,
        rate: RateT,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.rate = rate
        self._clock = clock
        self._sleep = sleep
        self._waiting: list[_Waiting] = []
        self._pump: asyncio.Task[None] | None = None
        self._numbers = count()

    @property
    def empty(self) -> bool:
        """Tell whether nobody waits."""
        return not self._waiting

    async def turn(self, ticket: Ticket, messages: int) -> None:
        """Wait until this call may leave, and count it."""
        now = self._clock()
        if not self._waiting and self.rate.delay(now, ticket.preview) <= TOLERANCE_SECONDS:
            self.rate.take(now, messages)
            return
        turn = asyncio.get_running_loop().create_future()
        waiting = _Waiting(ticket, messages, next(self._numbers), turn)
        first = self._first()
        self._waiting.append(waiting)
        # Whoever comes to the front may be allowed earlier than the one the pump is asleep for.
        if self._pump is None or self._pump.done() or self._first() is not first:
            self._restart()
        try:
            await turn
        finally:
            if waiting in self._waiting:
                self._waiting.remove(waiting)

    def overtake(self, key: str) -> None:
        """Turn away the previews of a message that something newer is to show."""
        for waiting in self._waiting if key else ():
            old = waiting.ticket.preview and waiting.ticket.key == key
            if old and not waiting.turn.done():
                waiting.turn.set_exception(Superseded("a newer version is on its way"))

    def close(self) -> None:
        """Cancel everybody who waits."""
        if self._pump is not None:
            self._pump.cancel()
        for waiting in self._waiting:
            waiting.turn.cancel()

    def _restart(self) -> None:
        if self._pump is not None:
            self._pump.cancel()
        self._pump = asyncio.create_task(self._run())

    def _first(self) -> _Waiting | None:
        alive = (waiting for waiting in self._waiting if not waiting.turn.done())
        return min(alive, key=lambda w: (w.ticket.preview, w.number), default=None)

    async def _run(self) -> None:
        while (first := self._first()) is not None:
            delay = self.rate.delay(self._clock(), first.ticket.preview)
            if delay > TOLERANCE_SECONDS:
                await self._sleep(delay)
                continue
            self._waiting.remove(first)
            self.rate.take(self._clock(), first.messages)
            first.turn.set_result(None)
