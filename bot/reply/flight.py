"""Calls that a cancellation must not tear in the middle.

Once its bytes have left, a call either took effect or did not, and only its answer tells. Knows
nothing of Telegram.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")

GRACE_SECONDS = 10.0
"""How long a cancelled sender waits for the answer of a call that has left."""


async def land(
    call: Callable[[Callable[[bool], None]], Coroutine[object, object, T]],
    keep: Callable[[T], K],
) -> K:
    """Make `call` and `keep` its result, even when cancelled; before it has left it is dropped.

    Returns what `keep` does. `call` gets the function that it tells whether its bytes are on the way.
    """
    away = False

    def note(leaving: bool) -> None:
        nonlocal away
        away = leaving

    task = asyncio.create_task(call(note))
    try:
        result = await asyncio.shield(task)
    except asyncio.CancelledError:
        if not away:
            task.cancel()
        await asyncio.wait({task}, timeout=GRACE_SECONDS)
        if not task.done():
            task.cancel()
        elif not task.cancelled() and task.exception() is None:
            keep(task.result())
        raise
    return keep(result)
