"""The queue of updates for the bot: long polling, confirmation by offset, one reader at a time.

Knows what an update is called and nothing of what is in it; webhooks read from here too.
"""

import asyncio
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice

from bot.sandbox.errors import conflict
from bot.sandbox.records import Json

UPDATE_TYPES = frozenset(
    (
        *("message", "edited_message", "channel_post", "edited_channel_post", "callback_query"),
        *("inline_query", "chosen_inline_result", "my_chat_member", "chat_member", "poll"),
        *("poll_answer", "chat_join_request", "message_reaction", "message_reaction_count"),
    )
)
NOT_BY_DEFAULT = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
"""Sent only to a bot that asks for them by name."""
MAX_BATCH = 100
MAX_TIMEOUT = 50.0
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
"""The characters that a webhook's secret may have."""


@dataclass(slots=True)
class Webhook:
    """Where updates go instead of to a poll, and how the last failure read."""

    url: str
    secret: str
    error: str = ""
    error_date: int = 0
    task: "asyncio.Task[None] | None" = None


@dataclass(slots=True)
class UpdateQueue:
    """Updates not yet confirmed, oldest first."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    allowed: frozenset[str] = UPDATE_TYPES - NOT_BY_DEFAULT
    webhook_set: bool = False
    pending: dict[int, Json] = field(default_factory=dict)
    _arrival: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: int = 0
    _closed: bool = False

    def put(self, kind: str, payload: Json) -> None:
        """Add an update, if the bot asked for its kind."""
        if kind not in self.allowed:
            return
        number = next(self.numbers)
        self.pending[number] = {"update_id": number, kind: payload}
        self._wake()

    def _wake(self) -> None:
        self._arrival.set()
        self._arrival = asyncio.Event()

    def allow(self, kinds: Sequence[object]) -> None:
        """Choose the kinds of update from now on; none chosen means Telegram's default."""
        named = frozenset(str(kind) for kind in kinds)
        self.allowed = named or UPDATE_TYPES - NOT_BY_DEFAULT

    def confirm(self, offset: int) -> None:
        """Forget the updates before `offset`; a negative one keeps that many from the end."""
        known = list(self.pending)
        if offset < 0:
            forgotten: Collection[int] = known[:offset]
        else:
            forgotten = [number for number in known if number < offset]
        for number in forgotten:
            del self.pending[number]

    def forget_all(self) -> None:
        """Drop everything that waits."""
        self.pending.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Return the waiting updates, or what comes within so many seconds.

        A second poll ends the first one, which is told of the conflict.
        """
        if self.webhook_set:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._poll += 1
        mine = self._poll
        self._wake()
        if offset:
            self.confirm(offset)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(max(seconds, 0.0), MAX_TIMEOUT)
        while not self.pending and not self._closed and loop.time() < deadline:
            await self.changed(deadline - loop.time())
            if mine != self._poll:
                raise conflict(
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running"
                )
            if self.webhook_set:
                raise conflict("terminated by setWebhook request")
        return list(islice(self.pending.values(), min(max(limit, 1), MAX_BATCH)))

    async def changed(self, seconds: float) -> None:
        """Wait until something arrives or the readers change, at most so long."""
        arrival = self._arrival
        try:
            await asyncio.wait_for(arrival.wait(), seconds)
        except TimeoutError:
            return

    def set_webhook(self, active: bool) -> None:
        """Note that updates leave by webhook, or no longer; ends a poll that waits."""
        self.webhook_set = active
        self._wake()

    def open(self) -> None:
        """Let polls wait again."""
        self._closed = False

    def close(self) -> None:
        """Let every waiting poll return."""
        self._closed = True
        self._wake()
