"""Look for scams, false jobs and adult offers in what a person wrote or photographed.

Groups only: this is what a group is kept clean of. In a private chat somebody who shows such a
message wants to know what it is, and an answer harms nobody.
"""

from bot.records import Finding, Question
from bot.safety.phrases import Weighed, weigh
from bot.safety.rules import apply, load

_SEAM = 80
"""Characters on either side of the border between two pictures, where a word may be cut."""


class Words:
    """Phrase rules over the sender's own words, typed or drawn."""

    name = "words"

    async def check(self, question: Question) -> Finding:
        """Judge the album as one; a picture that was replied to is somebody else's."""
        if question.incoming.origin.private:
            return Finding(self.name, "")
        text = own_words(question)
        return await apply(self._judge, text, len(text))

    def _judge(self, text: str) -> Finding:
        """Read the rules and weigh the text: milliseconds, and a file the first time."""
        rules = load()
        return finding(self.name, weigh(text, rules.abuse), rules.threshold)


def own_words(question: Question) -> str:
    """Return what the sender wrote or photographed."""
    return together([question.text, *(p.sight.text for p in question.pictures if not p.from_reply)])


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
        category=weighed.category,
        flagged=weighed.score >= threshold,
        score=weighed.score,
        detail="; ".join(weighed.matches),
    )
