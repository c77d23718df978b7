"""What happened, told to every open page as server-sent events.

Knows the form of the stream and nothing of chats.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import orjson

from bot.sandbox.records import Json

PING_SECONDS = 15.0
"""A silent stream gets a comment this often, so that a dead page is noticed."""
BACKLOG = 10_000
"""A page that reads nothing loses its stream after this many events and connects again."""


@dataclass(slots=True, eq=False)
class Events:
    """The open streams."""

    _streams: set[asyncio.Queue[bytes | None]] = field(default_factory=set)
    _closed: bool = False

    def tell(self, event: Callable[[], Json]) -> None:
        """Send an event to every open stream; `event` is made only if anybody listens."""
        if not self._streams:
            return
        line = b"data: " + orjson.dumps(event(), option=orjson.OPT_NON_STR_KEYS) + b"\n\n"
        for stream in tuple(self._streams):
            if stream.qsize() < BACKLOG:
                stream.put_nowait(line)
            else:
                self._streams.discard(stream)
                stream.put_nowait(None)

    async def listen(self) -> AsyncIterator[bytes]:
        """Yield events as they come, until the sandbox closes."""
        stream: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._streams.add(stream)
        try:
            yield b": open\n\n"
            while not self._closed:
                try:
                    line = await asyncio.wait_for(stream.get(), PING_SECONDS)
                except TimeoutError:
                    line = b": ping\n\n"
                if line is None:
                    return
                yield line
        finally:
            self._streams.discard(stream)

    def open(self) -> None:
        """Let streams begin again."""
        self._closed = False

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for stream in self._streams:
            stream.put_nowait(None)
