"""When an answer in the making shows a sign of life."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

NAPS = 8
LONGEST = 4
"""So many times as long as planned a nap takes at most, however busy the process is."""

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Times:
    """When something is shown before the answer is there, in seconds."""

    typing_after: float = 0.4
    typing_every: float = 4.5
    draft_after: float = 0.5
    draft_every: float = 1.0
    placeholder_after: float = 1.2
    edit_every: float = 3.0
    whole_within: float = 0.1
    """So soon after its first words an answer may be whole, and then needs no preview."""
    look_after: float = 2.0
    """An answer that takes so long may be one whose question was deleted meanwhile."""
    look_every: float = 2.5
    look_at_most: float = 10.0


async def nap(seconds: float, sleep: Sleep) -> None:
    """Sleep in small naps, after each of which a busy process is late.

    So the busier it is, the later come signs of life, which then would cost the answers themselves time.
    """
    clock = asyncio.get_running_loop().time
    latest = clock() + LONGEST * seconds
    for _ in range(NAPS):
        await sleep(seconds / NAPS)
        if clock() > latest:
            return
