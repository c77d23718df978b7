"""Decide whether one more message may go out now, as Telegram's flood limits would.

Knows chats only by id, and time only by the numbers it is given.
"""

from collections import deque
from dataclasses import dataclass, field
from math import ceil

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Flood:
    """The limits; what Telegram's FAQ for bots names."""

    per_chat_per_second: float = 1.0
    per_chat_burst: int = 5
    """Messages that may follow each other at once before the rate counts."""
    per_group_per_minute: int = 20
    overall_per_second: float = 30.0


TELEGRAM_LIMITS = Flood()


@dataclass(slots=True)
class _Bucket:
    """A token bucket: fills at `rate`, holds `capacity`."""

    rate: float
    capacity: float
    level: float
    since: float

    def wait(self, now: float) -> float:
        self.level = min(self.capacity, self.level + (now - self.since) * self.rate)
        self.since = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


@dataclass(slots=True)
class FloodMeter:
    """Counts what was sent against the limits."""

    limits: Flood
    _chats: dict[int, _Bucket] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _overall: _Bucket | None = None

    def retry_after(self, chat_id: int, is_group: bool, now: float) -> int:
        """Count one message; return 0, or the whole seconds to wait if it is refused."""
        chat = self._chats.get(chat_id)
        if chat is None:
            burst = float(self.limits.per_chat_burst)
            chat = _Bucket(self.limits.per_chat_per_second, burst, burst, now)
            self._chats[chat_id] = chat
        if self._overall is None:
            overall = self.limits.overall_per_second
            self._overall = _Bucket(overall, overall, overall, now)
        group = self._groups.setdefault(chat_id, deque()) if is_group else deque()
        wait = max(chat.wait(now), self._overall.wait(now), self._group_wait(group, now))
        if wait > 0:
            return max(1, ceil(wait))
        chat.level -= 1
        self._overall.level -= 1
        group.append(now)
        return 0

    def _group_wait(self, sent: deque[float], now: float) -> float:
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        if len(sent) < self.limits.per_group_per_minute:
            return 0.0
        return sent[0] + MINUTE - now
