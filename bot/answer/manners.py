"""What an endpoint has turned down so far, and is not sent again.

Servers that speak the protocol know different parts of it; what they do not know they name in their 400.
"""

from dataclasses import dataclass
from typing import Final

from bot.answer.shorter import shorter, within
from bot.answer.tokens import of_prompt
from bot.ports import Prompt

COUNTS: Final = ("stream_options", "include_usage")
SIGHT: Final = (
    "image",
    "vision",
    "multimodal",
    "multi-modal",
    "content must be a string",
    "modalit",
)
LENGTH: Final = (
    "context length",
    "context_length",
    "context size",
    "context window",
    "too many tokens",
    "prompt is too long",
)
"""Words by which a server names what it cannot take (OpenAI, vLLM, Ollama, llama.cpp, DeepSeek)."""

LESS = 0.7
"""Part of what was too long that is tried next; counting is not exact, and the answer needs room as well."""


@dataclass
class Manners:
    """How an endpoint wants to be asked."""

    sees: bool = True
    """Whether it takes pictures."""
    counts: bool = True
    """Whether it takes `stream_options`, which makes it tell the usage."""
    detail: bool = True
    """Whether it takes the `detail` of a picture."""
    room: int | None = None
    """Tokens that it reads, as they are counted here; None where nothing was too long so far."""

    def fitting(self, prompt: Prompt) -> Prompt:
        """Return as much of a prompt as it reads, at least the question."""
        return prompt if self.room is None else within(prompt, self.room)

    def learn(self, said: str, asked: Prompt) -> bool:
        """Take in what a rejection says; tell whether the question is worth asking in another way."""
        told, pictures = said.lower(), bool(asked.question.pictures)
        if too_long(told):
            if shorter(asked) is None:
                return False
            less = int(LESS * of_prompt(asked))
            # One that was on its way before the room was known must not widen it again.
            self.room = less if self.room is None else min(less, self.room)
            return True
        if self.counts and any(word in told for word in COUNTS):
            self.counts = False
            return True
        if not pictures:
            return False
        if self.sees and self.detail and any(f"{quote}detail" in told for quote in "'\"`."):
            self.detail = False
            return True
        if self.sees and any(word in told for word in SIGHT):
            self.sees = False
            return True
        return False


def too_long(said: str) -> bool:
    """Tell whether a rejection is about the length of what was asked."""
    return any(word in said.lower() for word in LENGTH)
