"""Answer without a language model: read the picture, quote the passages that fit best.

The floor of the ladder: it needs no weights, no key and no network, takes milliseconds, and every
word of it stands in a document or a picture.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot import language
from bot.answer import phrases
from bot.answer.match import Piece, fit, pieces, rarity, terms, windows
from bot.language import Language
from bot.ports import Lane, Prompt
from bot.records import Passage, Picture, Usage
from knowledge.records import Kind

QUOTES = 3
"""Places quoted at most; more would be reading aloud."""

SENTENCES = 3
"""Sentences in a row that are quoted as one, where each adds a word that was asked for."""

CLOSE = 0.55
"""A further sentence has to fit at least this well, compared with the best one."""

RANK_LOSS = 0.85
"""How much less a sentence counts for each passage that search ranked before its own."""

HEADING = 0.5
"""What a wanted word counts that stands in the heading above a sentence, not in it."""

ANSWERABLE = 0.15
"""Below this the documents hold no answer. Lower than even, since an estimate from words alone (Chinese
has no vectors without CLIP) is timid, and a quotation shows by itself whether it answers."""

READ_LINES = 4
"""Lines of a picture that are read out; the asker sees the picture too."""

VAGUE_TERMS = 1
"""A question with no more words of substance than this points at its picture (`what is this?`)."""

_MARKS: Final = re.compile(r"[\[【]\^?\d+(?:†[^\]】]*)?[\]】]")
_MARKUP: Final = re.compile(r"([\\`*_\[\]~])")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence worth quoting and where it stands."""

    passage: Passage
    piece: Piece
    score: float


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


def choose(prompt: Prompt) -> tuple[Quote, ...]:
    """Return the sentences that answer best, in the order of their passages; none is a refusal."""
    evidence = prompt.evidence
    if not evidence.passages or evidence.answerable < ANSWERABLE:
        return ()
    cut = [(passage, pieces(passage.text)) for passage in evidence.passages]
    weights = rarity(piece.terms for _, pieces_of_one in cut for piece in pieces_of_one)
    wanted = _wanted(prompt)
    quotes = [
        Quote(passage, piece, _score(wanted, passage, piece, weights))
        for passage, pieces_of_one in cut
        for piece in windows(pieces_of_one, SENTENCES)
    ]
    best = max((quote.score for quote in quotes), default=0.0)
    if best <= 0.0:
        # Found by likeness of meaning alone: the first sentence of the best passage stands for it.
        return tuple(quotes[:1])
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda quote: -quote.score):
        if quote.score >= best * CLOSE and not any(_overlap(quote, other) for other in kept):
            kept.append(quote)
    return tuple(sorted(kept[:QUOTES], key=lambda quote: (quote.passage.number, quote.piece.start)))


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.passage.number == other.passage.number
    return same and one.piece.start < other.piece.end and other.piece.start < one.piece.end


def _wanted(prompt: Prompt) -> Mapping[str, float]:
    """Return the terms to look for: what was asked, and more softly what the pictures read."""
    asked = terms(prompt.question.text)
    read = terms(" ".join(picture.sight.text for picture in prompt.question.pictures))
    quoted = terms(prompt.question.quoted)
    vague = len(asked) <= VAGUE_TERMS
    softly = {term: 1.0 if vague else 0.3 for term in read | quoted}
    return {**softly, **dict.fromkeys(asked, 1.0)}


def _score(
    wanted: Mapping[str, float], passage: Passage, piece: Piece, weights: Mapping[str, float]
) -> float:
    above = terms(" ".join((passage.hit.title, *passage.hit.unit.heading))) - piece.terms
    shared = sum(
        share * HEADING * weights.get(term, 1.0) for term, share in wanted.items() if term in above
    )
    # The heading alone answers nothing; it decides between sentences that fit.
    own = fit(wanted, piece, weights)
    lost: float = RANK_LOSS ** (passage.number - 1)
    return (own + (shared if own else 0.1 * shared)) * lost


def _quoted(quotes: Sequence[Quote], spoken: Language) -> str:
    lines = [f"{_words(quote, spoken)} [{quote.passage.number}]" for quote in quotes]
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)


def _words(quote: Quote, spoken: Language) -> str:
    """Return the sentence, and of a picture first what it is."""
    unit, said = quote.passage.hit.unit, plain(quote.piece.text)
    if unit.kind is not Kind.PICTURE:
        return said
    caption = plain(" ".join(unit.text.splitlines()[:1])) or said
    pointer = phrases.see_picture(spoken, caption)
    return pointer if said in caption else f"{pointer} ({said})"


def _lines(pictures: Sequence[Picture]) -> str:
    """Return the first lines of each picture, as one line of text."""
    read = [
        " / ".join(line.text.strip() for line in picture.sight.lines[:READ_LINES])
        + (" …" if len(picture.sight.lines) > READ_LINES else "")
        for picture in pictures
        if picture.sight.lines
    ]
    return " | ".join(plain(text) for text in read)


def plain(text: str) -> str:
    """Return foreign words so that they read as they stand: no markup, no citation marks."""
    return _MARKUP.sub(r"\\\1", _MARKS.sub("", text)).strip()
