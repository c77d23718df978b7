"""Answer without a language model: read the picture, quote the passages that fit best.

The floor of the ladder: it needs no weights, no key and no network, takes milliseconds, and every
word of it stands in a document or a picture.
"""

from collections.abc import AsyncIterator, Sequence

from bot import language
from bot.answer import floor, phrases, readings
from bot.answer.citations import FULL_STOPS
from bot.answer.literal import plain
from bot.answer.quotes import Quote, choose
from bot.answer.task import QUOTED
from bot.answer.timeline import told as timeline_of
from bot.answer.wanted import unknown_codes
from bot.language import Language
from bot.ports import Lane, Prompt, Task
from bot.records import Picture, Usage

EVEN = 0.5
"""Where the picture answers by itself the documents are quoted only if they answer more likely than not."""

READ_LINES = 4
"""Lines of a picture that are read out; the asker sees the picture too."""


class Extractive:
    """A `VisionModel` that has no opinion."""

    name = "extractive"
    lane: Lane = "local"

    async def close(self) -> None:
        """Do nothing: it holds no connection."""

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield what the pictures read, what the documents say, and that it cost nothing."""
        spoken = language.of(prompt.question.text, prompt.language)
        answering = _answering(prompt)
        quotes = choose(prompt) if not answering or prompt.evidence.answerable > EVEN else ()
        said = [_quoted(quotes, spoken) if quotes else _missing(prompt, spoken)]
        if answering and not quotes:
            # What was asked for stands in the picture, so that nobody misses the documents.
            said = []
        seen = _seen(prompt, spoken, answering)
        by_itself = not prompt.question.clips and not answering
        done = floor.done(prompt, spoken) if by_itself else None
        if done is not None:
            # What was asked for is done; what came near it in the documents is beside the point.
            said = [done, *([phrases.documents_say(spoken), *said] if quotes else ())]
        elif seen:
            said = [*seen, *([phrases.documents_say(spoken)] if quotes else []), *said]
        for number, paragraph in enumerate(said):
            yield paragraph if number == 0 else f"\n\n{paragraph}"
        yield Usage(self.name, self.lane)


def _answering(prompt: Prompt) -> tuple[str, ...]:
    """Return what in the asker's pictures answers the question."""
    if prompt.task not in (*QUOTED, Task.COUNT):
        return ()
    question = prompt.question
    pictures = [one for one in question.pictures if not one.clip]
    lines = (line for one in pictures for line in readings.answering(question.text, one))
    # `How many were there in May?` asks to read a number, `How many cats?` to count them.
    counts = prompt.task is Task.COUNT
    return tuple(line for line in lines if not counts or any(map(str.isdigit, line)))


def _missing(prompt: Prompt, spoken: Language) -> str:
    question, codes = prompt.question, unknown_codes(prompt)
    if question.pictures and not question.text.strip() and not codes:
        return phrases.NOTHING_ABOUT[spoken]
    return phrases.not_found(spoken, phrases.nearest(prompt.evidence), codes)


def _seen(prompt: Prompt, spoken: Language, answering: Sequence[str]) -> list[str]:
    """Return what the asker's pictures and clips show."""
    pictures = [one for one in prompt.question.pictures if not one.clip]
    read = " / ".join(map(plain, answering)) or _lines(pictures)
    seen = [phrases.reads(spoken, read)] if pictures else []
    timeline = plain(timeline_of(prompt.question, spoken, prompt.evidence.still))
    return [*seen, timeline] if timeline else seen


def _quoted(quotes: Sequence[Quote], spoken: Language) -> str:
    told = [quote for quote in quotes if not _on_card(quote)] or quotes
    # A picture's passage holds the sentence above it, too: that is said once, with both numbers.
    numbers: dict[str, list[int]] = {}
    for quote in told:
        numbers.setdefault(_words(quote, spoken), []).append(quote.passage.number)
    # The card says what its picture is called, so that its number alone is enough here.
    cited = {number for one in numbers.values() for number in one}
    numbers[next(reversed(numbers))] += [
        q.passage.number for q in quotes if q.passage.number not in cited
    ]
    lines = [_cited(words, one) for words, one in numbers.items()]
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)


def _on_card(quote: Quote) -> bool:
    """Tell whether the picture is sent below the answer with the words that would point at it."""
    hit = quote.passage.hit
    return quote.picture and hit.image is not None and bool(hit.unit.fields.get("caption"))


def _cited(words: str, numbers: Sequence[int]) -> str:
    gap = "" if words.endswith(FULL_STOPS) else " "
    return words + gap + "".join(f"[{number}]" for number in dict.fromkeys(numbers))


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
