"""How many messages may leave, and when the next one may: for one chat, and for all of them.

Pure arithmetic over times that are handed in; it neither waits nor knows what is sent.
"""

from collections import deque
from dataclasses import dataclass, field

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Telegram's flood limits, as its own FAQ states them, and what is kept in reserve."""

    chat_interval_seconds: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20
    overall_per_second: int = 30
    in_flight: int = 32
    """More simultaneous calls only lengthen each one's way (measured with 16, 32 and 64)."""
    group_reserve: int = 8
    """Of a group's minute, what previews must leave to final messages."""


@dataclass(slots=True)
class Bucket:
    """Tokens that come back evenly; a preview leaves one for whatever is final."""

    capacity: float
    per_second: float
    reserve: float = 1.0
    tokens: float = field(init=False)
    updated: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.capacity

    def delay(self, now: float, preview: bool) -> float:
        """Return the seconds until one call may leave."""
        self._refill(now)
        needed = 1.0 + (self.reserve if preview else 0.0)
        return max(0.0, (min(needed, self.capacity) - self.tokens) / self.per_second)

    def take(self, now: float, messages: int) -> None:
        """Count calls that leave now; an album of several goes into debt."""
        self._refill(now)
        self.tokens -= messages

    def full(self, now: float) -> bool:
        """Tell whether nothing has left for a while."""
        self._refill(now)
        return self.tokens >= self.capacity

    def _refill(self, now: float) -> None:
        earned = max(0.0, now - self.updated) * self.per_second
        self.tokens = min(self.capacity, self.tokens + earned)
        self.updated = max(now, self.updated)


class ChatRate:
    """One chat's share: an even pace with a small burst, a minute's quota in groups, and 429s."""

    def __init__(self, rates: Rates, group: bool) -> None:
        self._bucket = Bucket(rates.chat_burst, 1 / max(rates.chat_interval_seconds, 1e-6))
        self._quota = rates.group_per_minute if group else 0
        self._reserve = min(rates.group_reserve, max(0, rates.group_per_minute - 1))
        self._minute: deque[float] = deque()
        self.blocked_until = 0.0

    def delay(self, now: float, preview: bool) -> float:
        """Return the seconds until a call may leave for this chat."""
        waits = (
            self.blocked_until - now,
            self._bucket.delay(now, preview),
            self._group_delay(now, preview),
        )
        return max(0.0, *waits)

    def take(self, now: float, messages: int) -> None:
        """Count a call that leaves now."""
        self._bucket.take(now, messages)
        if self._quota:
            self._minute.extend([now] * messages)

    def block(self, until: float) -> None:
        """Let nothing leave before `until`, as a 429 told."""
        self.blocked_until = max(self.blocked_until, until)

    def idle(self, now: float) -> bool:
        """Tell whether forgetting this chat would change nothing."""
        self._expire(now)
        return self.blocked_until <= now and not self._minute and self._bucket.full(now)

    def _group_delay(self, now: float, preview: bool) -> float:
        self._expire(now)
        room = self._quota - (self._reserve if preview else 0)
        if not self._quota or len(self._minute) < room:
            return 0.0
        return self._minute[len(self._minute) - room] + MINUTE - now

    def _expire(self, now: float) -> None:
        while self._minute and self._minute[0] <= now - MINUTE:
            self._minute.popleft()
