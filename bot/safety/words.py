"""Look for scams, false jobs and adult offers in what a person wrote or photographed.

Groups only: this is what a group is kept clean of. In a private chat somebody who shows such a
message wants to know what it is, and an answer harms nobody.
"""

from functools import lru_cache

from bot.categories import category_of
from bot.records import Finding, Question
from bot.safety.phrases import Weighed, weigh
from bot.safety.rules import apply, load
from bot.safety.said import heard, names

_SEAM = 80
"""Characters on either side of the border between two pictures, where a word may be cut."""


class Words:
    """Phrase rules over the sender's own words, typed or drawn, and over the name they come under."""

    name = "words"

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Judge the album as one; a picture that was replied to is somebody else's."""
        if question.incoming.origin.private:
            return (Finding(self.name, ""),)
        text, called = own_words(question), names(question)
        return (await apply(self._judge, (text, called), len(text) + len(called)),)

    def _judge(self, texts: tuple[str, str]) -> Finding:
        """Read the rules and weigh the text: milliseconds, and a file the first time."""
        text, called = texts
        heaviest = max(weigh(text, load().abuse), _name(called), key=lambda found: found.score)
        return finding(self.name, heaviest, load().threshold)


@lru_cache(maxsize=4096)
def _name(called: str) -> Weighed:
    """Weigh a name, which comes with every message again."""
    return weigh(called, load().abuse)


def own_words(question: Question) -> str:
    """Return what the sender wrote or photographed."""
    pictures = (p.sight.words for p in question.pictures if not p.from_reply)
    return together([question.text, heard(question), *question.incoming.aside.texts, *pictures])


def together(texts: list[str]) -> str:
    """Join texts so that a phrase, even a word, that is cut over some of them is whole again."""
    full = [text.strip() for text in texts if text.strip()]
    glued = "".join(
        text if len(text) <= 2 * _SEAM else f"{text[:_SEAM]}\n{text[-_SEAM:]}" for text in full
    )
    return "\n".join([*full, glued] if len(full) > 1 else full)


def finding(check: str, weighed: Weighed, threshold: float) -> Finding:
    """Report what weighs most, flagged where it is heavy enough."""
    return Finding(
        check=check,
        category=category_of(weighed.kind) if weighed.kind else "",
        kind=weighed.kind,
        flagged=weighed.score >= threshold,
        score=weighed.score,
        detail="; ".join(weighed.matches),
    )
