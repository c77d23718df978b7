"""Answer without a language model: read the picture, quote the passages that fit best.

The floor of the ladder: it needs no weights, no key and no network, takes milliseconds, and every
word of it stands in a document or a picture.
"""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Final

from bot import language
from bot.answer import phrases
from bot.answer.quotes import Quote, choose
from bot.language import Language
from bot.ports import Lane, Prompt
from bot.records import Picture, Usage

READ_LINES = 4
"""Lines of a picture that are read out; the asker sees the picture too."""

_MARKS: Final = re.compile(r"[\[【]\^?\d+(?:†[^\]】]*)?[\]】]")
_MARKUP: Final = re.compile(r"([\\`*_\[\]~])")


class Extractive:
    """A `VisionModel` that has no opinion."""

    name = "extractive"
    lane: Lane = "local"

    async def close(self) -> None:
        """Do nothing: it holds no connection."""

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield what the pictures read, what the documents say, and that it cost nothing."""
        spoken = language.of(prompt.question.text, prompt.language)
        quotes = choose(prompt)
        missing = phrases.not_found(spoken, phrases.nearest(prompt.evidence))
        said = [_quoted(quotes, spoken) if quotes else missing]
        if prompt.question.pictures:
            if quotes:
                said.insert(0, phrases.documents_say(spoken))
            said.insert(0, phrases.reads(spoken, _lines(prompt.question.pictures)))
        for number, paragraph in enumerate(said):
            yield paragraph if number == 0 else f"\n\n{paragraph}"
        yield Usage(self.name, self.lane)


def _quoted(quotes: Sequence[Quote], spoken: Language) -> str:
    lines = [f"{_words(quote, spoken)} [{quote.passage.number}]" for quote in quotes]
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)


def _words(quote: Quote, spoken: Language) -> str:
    said = plain(quote.piece.text)
    return phrases.see_picture(spoken, said) if quote.picture else said


def _lines(pictures: Sequence[Picture]) -> str:
    """Return the first lines of each picture, as one line of text."""
    read = []
    for picture in pictures:
        # A single character is a button's cross or the edge of something.
        lines = [text for line in picture.sight.lines if len(text := line.text.strip()) > 1]
        if lines:
            more = " …" if len(lines) > READ_LINES else ""
            read.append(plain(" / ".join(lines[:READ_LINES])) + more)
    return " | ".join(read)


def plain(text: str) -> str:
    """Return foreign words so that they read as they stand: no markup, no citation marks."""
    return _MARKUP.sub(r"\\\1", _MARKS.sub("", text)).strip()
