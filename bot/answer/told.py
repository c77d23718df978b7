"""Collect what a model says, and keep a refusal from being shown word by word.

A reply of not knowing is replaced by the bot's own sentence, so its first words wait until they can
be nothing else.
"""

from dataclasses import replace

from bot import language
from bot.answer import phrases
from bot.answer.citations import settle
from bot.answer.discreet import Discreet
from bot.answer.prompt import version
from bot.answer.wanted import unknown_codes
from bot.ports import Prompt
from bot.records import Answer, Usage
from bot.say import Notice, Say

MAX_CHARACTERS = 20_000
"""Five Telegram messages; a model that goes on for longer has lost its way and is hung up on."""

MORE = 40
"""Characters beyond the agreed sentence from which on a reply says something else as well."""


class Told:
    """What one model has said so far."""

    def __init__(self, instructions: str = "") -> None:
        self.text = ""
        self.shown = False
        """Whether any word of it was given out."""
        self._usage: Usage | None = None
        self._held = ""
        self._discreet = Discreet(instructions)

    @property
    def ends(self) -> bool:
        """Whether nothing more of it is wanted: it is too long, or reads its instructions out."""
        return len(self.text) > MAX_CHARACTERS or self._discreet.leaked

    def add(self, item: str | Usage) -> str:
        """Take in one item; return the words that may be shown now."""
        if isinstance(item, Usage):
            self._usage = item
            return ""
        item = self._discreet.add(item)
        self.text += item
        self._held += item
        if not self.shown and phrases.could_be_unknown(self.text):
            return ""
        self.shown = True
        ready, self._held = self._held, ""
        return ready

    def answer(self, prompt: Prompt, model: str) -> Answer:
        """Return the whole of it, with only the numbers that lead somewhere."""
        self.text += self._discreet.rest()
        text, citations = settle(_mended(self.text), prompt.evidence.passages)
        answer = Answer(text, citations, model, version(prompt.task), self._usage)
        if self._discreet.leaked:
            return replace(answer, notices=(Notice(Say.INSTRUCTIONS_KEPT),))
        if citations or not phrases.says_unknown(text):
            return answer
        if (prompt.question.pictures or prompt.question.clips) and len(text) > len(
            phrases.UNKNOWN["en"]
        ) + MORE:
            # The documents are silent, but there is something to say about the picture.
            return answer
        spoken = language.of(prompt.question.text, prompt.language)
        own = phrases.not_found(spoken, phrases.nearest(prompt.evidence), unknown_codes(prompt))
        return replace(answer, text=own, refused=True)


def _mended(text: str) -> str:
    """Join surrogate pairs that a server cut apart, and replace halves, which nothing can store."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
