"""Let a second model say whether the evidence bears out what the first one made of it.

Asks once for all cited sentences of an answer, and only where the chat's policy lets that model be asked. Whatever
goes wrong leaves the answer as it was: this is one more look at it, not a gate. Knows no protocol.
"""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Final, cast

from bot.answer.checks.sources import Claim
from bot.errors import ModelFailed
from bot.ports import Prompt, Task, VisionModel
from bot.records import Evidence

logger = logging.getLogger(__name__)

SECONDS: Final = 20.0
"""The words stand in the chat already; nobody waits longer for a mark on them."""

MOST: Final = 20
"""Statements of one answer that are looked at; few have so many."""

_VERDICT: Final = re.compile(r"^\W*(\d{1,2})\W+(yes|no)\b", re.IGNORECASE | re.MULTILINE)


class Verifier:
    """A second model, and how it is asked."""

    def __init__(self, model: VisionModel) -> None:
        self._model = model

    def through(self, wrap: Callable[[VisionModel], VisionModel]) -> "Verifier":
        """Return the same with its model inside what `wrap` makes of it."""
        return Verifier(wrap(self._model))

    async def close(self) -> None:
        """Let the model's connections go."""
        await self._model.close()

    async def denied(self, prompt: Prompt, claims: Sequence[Claim]) -> frozenset[str]:
        """Return the texts of those claims that the model finds not borne out by what they cite."""
        claims = claims[:MOST]
        if not claims or self._model.lane not in prompt.lanes:
            return frozenset()
        try:
            async with asyncio.timeout(SECONDS):
                said = await self._ask(_asked(prompt, claims))
        except (ModelFailed, TimeoutError) as error:
            logger.info("the second model said nothing (%s)", type(error).__name__)
            return frozenset()
        verdicts = {int(number): verdict.lower() for number, verdict in _VERDICT.findall(said)}
        return frozenset(
            claim.text for at, claim in enumerate(claims, start=1) if verdicts.get(at) == "no"
        )

    async def _ask(self, prompt: Prompt) -> str:
        stream = cast("AsyncGenerator[object, None]", self._model.stream(prompt))
        async with aclosing(stream) as items:
            return "".join([item async for item in items if isinstance(item, str)])


def _asked(prompt: Prompt, claims: Sequence[Claim]) -> Prompt:
    """Return a prompt with the statements and what they cite, and nothing else of the first one."""
    cited = {passage.number: passage for claim in claims for passage in claim.cited}
    statements = "\n".join(
        f"{at}. {' '.join(claim.text.split())} "
        + "".join(f"[{passage.number}]" for passage in claim.cited)
        for at, claim in enumerate(claims, start=1)
    )
    question = replace(prompt.question, text=statements, pictures=(), clips=(), quoted="")
    evidence = Evidence(tuple(cited[number] for number in sorted(cited)))
    return replace(
        prompt, task=Task.VERIFY, question=question, evidence=evidence, history=(), kinds=(), differences=()
    )  # fmt: skip
