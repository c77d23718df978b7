"""Run every safety check on a question and collect what they say.

Judges nothing itself: it makes sure that a check that broke is told apart from one that saw nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import chain

from bot.ports import SafetyCheck, SecondLook
from bot.records import Finding, Question, Verdict

logger = logging.getLogger(__name__)

CHECK_SECONDS = 10.0
"""After this long a check counts as not run: it blocks the answer and punishes nobody."""


class Inspector:
    """All checks, side by side, then a second look at what they are unsure of where there is one."""

    def __init__(
        self,
        checks: Sequence[SafetyCheck],
        *,
        second: SecondLook | None = None,
        seconds_per_check: float = CHECK_SECONDS,
    ) -> None:
        self._checks = tuple(checks)
        self._second = second
        self._seconds = seconds_per_check

    async def inspect(self, question: Question) -> Verdict:
        """Return every check's findings, in the order of the checks."""
        looks = (self._one(check.name, partial(check.check, question)) for check in self._checks)
        found = tuple(chain.from_iterable(await asyncio.gather(*looks)))
        if self._second is not None:
            found += await self._one(self._second.name, partial(self._second.look, question, found))
        return Verdict(found)

    async def _one(
        self, name: str, look: Callable[[], Awaitable[tuple[Finding, ...]]]
    ) -> tuple[Finding, ...]:
        try:
            async with asyncio.timeout(self._seconds):
                return await look()
        # The one broad catch of the project: whatever breaks inside a check must end as a finding,
        # for an unchecked question may be neither answered nor punished.
        except Exception as error:
            logger.exception("safety check %s could not look", name)
            reason = "took too long" if isinstance(error, TimeoutError) else type(error).__name__
            return (Finding(check=name, category="", error=reason),)
