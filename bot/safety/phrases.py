"""Weigh the phrases that occur in a text: several weak signs of one kind make a strong one.

Knows phrases and readings, not who wrote the text nor what follows from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.safety.fold import readings
from bot.safety.rules import Phrase

NEAR = 40
"""Characters on either side in which `never`, `beware` and their like take a match back."""

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Weighed:
    """The kind with the most evidence against a text."""

    kind: str = ""
    score: float = 0.0
    matches: tuple[str, ...] = ()


def weigh(text: str, phrases: Sequence[Phrase]) -> Weighed:
    """Return the heaviest kind; scores add up as chances of independent signs do."""
    seen = readings(text)
    doubt: dict[str, float] = {}
    matches: dict[str, list[str]] = {}
    for phrase in phrases:
        found = next(filter(None, (_find(phrase, reading) for reading in seen)), None)
        if found is not None:
            doubt[phrase.kind] = doubt.get(phrase.kind, 1.0) * (1 - phrase.score)
            matches.setdefault(phrase.kind, []).append(found)
    if not doubt:
        return Weighed()
    kind = min(doubt, key=lambda name: doubt[name])
    return Weighed(kind, round(1 - doubt[kind], 3), tuple(matches[kind]))


def _find(phrase: Phrase, text: str) -> str | None:
    for match in phrase.find.finditer(text):
        start, end = match.span()
        around = text[max(0, start - NEAR) : end + NEAR]
        if phrase.unless is None or not phrase.unless.search(around):
            return " ".join(match.group().split())[:_SHOWN]
    return None
