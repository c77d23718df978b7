"""Look for instructions nobody is given: weapons, drugs, self-harm, crime.

Everywhere, private chats included, and over everything a model would read, since the request may be
drawn as a picture (FigStep), cut over an album, or stand in the message that is replied to.
"""

from bot.records import Finding, Question
from bot.safety.phrases import weigh
from bot.safety.rules import apply, load
from bot.safety.said import typed
from bot.safety.words import finding, together


class Requests:
    """Phrase rules over all words of a question."""

    name = "requests"

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Judge typed, quoted, photographed and spoken words as one text."""
        drawn = (picture.sight.words for picture in question.pictures)
        spoken = (clip.transcript for clip in question.clips)
        text = together([typed(question), *drawn, *spoken, question.quoted])
        return (await apply(self._judge, text, len(text)),)

    def _judge(self, text: str) -> Finding:
        """Read the rules and weigh the text: milliseconds, and a file the first time."""
        rules = load()
        return finding(self.name, weigh(text, rules.dangerous), rules.threshold)
