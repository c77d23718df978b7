"""The seams of the bot: each has several implementations and one contract test over all."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.records import Evidence, Finding, Question, Turn, Usage

Lane = Literal["cloud", "local"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything that a model is given for one answer."""

    question: Question
    evidence: Evidence
    history: tuple[Turn, ...] = ()
    language: str = "en"


class VisionModel(Protocol):
    """Put the evidence into words."""

    name: str
    lane: Lane

    def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield pieces of Markdown as they come, then one `Usage`.

        Raises `ModelFailed` when nothing, or nothing more, comes. Closing the iterator cancels the call.
        """

    async def close(self) -> None:
        """Let connections go; a later call opens them anew."""


class SafetyCheck(Protocol):
    """Judge one question by one kind of sign; never acts."""

    name: str

    async def check(self, question: Question) -> Finding:
        """Return what was found. Whatever it raises becomes `Finding.error` one level up."""
