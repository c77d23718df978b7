"""Run every safety check on a question and collect what they say.

Judges nothing itself: it makes sure that a check that broke is told apart from one that saw nothing.
"""

import asyncio
import logging
from collections.abc import Sequence

from bot.ports import SafetyCheck
from bot.records import Finding, Question, Verdict

logger = logging.getLogger(__name__)

CHECK_SECONDS = 10.0
"""After this long a check counts as not run: it blocks the answer and punishes nobody."""


class Inspector:
    """All checks, side by side."""

    def __init__(
        self, checks: Sequence[SafetyCheck], *, seconds_per_check: float = CHECK_SECONDS
    ) -> None:
        self._checks = tuple(checks)
        self._seconds = seconds_per_check

    async def inspect(self, question: Question) -> Verdict:
        """Return every check's finding, in the order of the checks."""
        return Verdict(
            tuple(await asyncio.gather(*(self._one(check, question) for check in self._checks)))
        )

    async def _one(self, check: SafetyCheck, question: Question) -> Finding:
        try:
            async with asyncio.timeout(self._seconds):
                return await check.check(question)
        # The one broad catch of the project: whatever breaks inside a check must end as a finding,
        # for an unchecked question may be neither answered nor punished.
        except Exception as error:
            logger.exception("safety check %s could not look", check.name)
            reason = "took too long" if isinstance(error, TimeoutError) else type(error).__name__
            return Finding(check=check.name, category="", error=reason)
