"""Faults on order: the next calls of a method fail in a chosen way.

* `429`, `500`: the call is refused before any work, with Telegram's text.
* `"timeout"`: the work is done, but no answer ever comes; the connection closes after 30 s.
* `"drop"`: the connection closes before any work.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.errors import PersonError
from bot.sandbox.records import Json

FaultKind = Literal["429", "500", "timeout", "drop"]
KINDS: Sequence[FaultKind] = ("429", "500", "timeout", "drop")
HANG_SECONDS = 30.0
"""How long a `timeout` leaves the caller waiting."""


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` matching calls."""

    method: str
    """Lower case; empty matches every method."""
    chat: int | None
    times: int
    kind: FaultKind
    retry_after: int
    skip: int = 0
    """So many matching calls go well before the first fails."""


@dataclass(slots=True)
class Faults:
    """The faults still to come, oldest first."""

    waiting: list[Fault] = field(default_factory=list)

    def order(self, wish: Json) -> None:
        """Add a fault described in JSON."""
        kind = next((kind for kind in KINDS if kind == str(wish.get("error"))), None)
        if kind is None:
            raise PersonError(
                400, f"error must be one of 429, 500, timeout, drop, not {wish.get('error')!r}"
            )
        method = str(wish.get("method") or "").strip("*").lower()
        chat = _whole(wish, "chat", 0)
        times = _whole(wish, "times", 1)
        retry_after = _whole(wish, "retry_after", 1)
        skip = _whole(wish, "skip", 0)
        self.waiting.append(Fault(method, chat or None, times, kind, retry_after, skip))

    def take(self, method: str, chat: int | None) -> Fault | None:
        """Return the fault that this call meets, and count it."""
        for fault in self.waiting:
            if fault.method in ("", method) and fault.chat in (None, chat):
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None


def _whole(wish: Json, name: str, default: int) -> int:
    value = wish.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise PersonError(400, f"{name} must be a whole number, not {value!r}")
    return value
