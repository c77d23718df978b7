"""Run every safety check on a question and collect what they say: at once what is cheap, then what is asked elsewhere.

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
    """All checks, side by side, then a second look at what they are unsure of where there is one.

    `slow` are those that ask somebody else, over the network.
    """

    def __init__(
        self,
        checks: Sequence[SafetyCheck],
        *,
        slow: Sequence[SafetyCheck] = (),
        second: SecondLook | None = None,
        seconds_per_check: float = CHECK_SECONDS,
    ) -> None:
        self._checks = tuple(checks)
        self._slow = tuple(slow)
        self._second = second
        self._seconds = seconds_per_check

    @property
    def names(self) -> frozenset[str]:
        """Which checks there are, the second look among them."""
        second = (self._second.name,) if self._second is not None else ()
        return frozenset((*(check.name for check in (*self._checks, *self._slow)), *second))

    @property
    def asks_elsewhere(self) -> bool:
        """Whether a whole inspection may take seconds even of a few words."""
        return bool(self._slow) or self._second is not None

    async def glance(self, question: Question) -> Verdict:
        """Return what the checks find that ask nobody else, in the order of the checks."""
        return Verdict(await self._all(self._checks, question))

    async def inspect(self, question: Question, seen: Verdict | None = None) -> Verdict:
        """Return every check's findings, in the order of the checks; `seen` is a glance at the very same."""
        quick = self._checks if seen is None else ()
        found = (seen.findings if seen else ()) + await self._all((*quick, *self._slow), question)
        if self._second is not None:
            found += await self._one(self._second.name, partial(self._second.look, question, found))
        return Verdict(found)

    async def _all(self, checks: Sequence[SafetyCheck], question: Question) -> tuple[Finding, ...]:
        looks = (self._one(check.name, partial(check.check, question)) for check in checks)
        return tuple(chain.from_iterable(await asyncio.gather(*looks)))

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
