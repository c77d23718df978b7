"""The record of every Bot API call, for tests and for the curious.

Never holds the token or the bytes of a file.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from bot.sandbox.records import Json

KEPT = 50_000


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call with its answer; `answer` is the JSON that went out."""

    n: int
    time: float
    method: str
    chat: int | None
    parameters: Json
    status: int
    """HTTP status; 0 where the connection was dropped or left hanging."""
    answer: bytes
    took_ms: float


@dataclass(slots=True)
class CallLog:
    """The last calls, numbered from 1."""

    _kept: deque[CallRecord] = field(default_factory=lambda: deque(maxlen=KEPT))
    count: int = 0

    def add(self, record: CallRecord) -> None:
        """Append a call; the oldest gives way."""
        self.count = record.n
        self._kept.append(record)

    def since(self, number: int) -> Iterator[Json]:
        """Yield the calls after `number`, as JSON objects."""
        for call in self._kept:
            if call.n > number:
                yield {
                    "n": call.n,
                    "time": call.time,
                    "method": call.method,
                    "chat": call.chat,
                    "parameters": call.parameters,
                    "status": call.status,
                    "answer": orjson.Fragment(call.answer or b"null"),
                    "took_ms": call.took_ms,
                }
