"""Choose what to quote: the sentences of the evidence that answer best, and the picture that fits.

Knows words and passages. How a quotation is put into an answer is `extractive`'s business.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer.match import Piece, fit, pieces, rarity, terms, windows
from bot.ports import Prompt
from bot.records import Passage
from knowledge.records import Kind

QUOTES = 3
"""Places quoted at most; more would be reading aloud."""

SENTENCES = 3
"""Sentences in a row that are quoted as one, where each adds a word that was asked for."""

CLOSE = 0.55
"""A further quotation has to fit at least this well, compared with the best one."""

RANK_LOSS = 0.85
"""How much less a sentence counts for each passage that search ranked before its own."""

HEADING = 0.5
"""What a wanted word counts that stands in the heading above a sentence, not in it."""

ANSWERABLE = 0.15
"""Below this the documents hold no answer. Lower than even, since an estimate from words alone (Chinese
has no vectors without CLIP) is timid, and a quotation shows by itself whether it answers."""

VAGUE_TERMS = 1
"""A question with no more words of substance than this points at its picture (`what is this?`)."""

SOFTLY = 0.3
"""What a word counts that is read from a picture under a question with words of its own."""

_CODE = re.compile(r"\b[A-Z]{1,8}[-_]?\d{3,}\b|\b0x[0-9A-Fa-f]{4,}\b")
"""An error code or a part number. Who shows one asks for that one, whatever else is on the screen."""

_SHOWN_WORDS = ("caption", "alt", "ocr")
"""Fields of a picture that the reader sees with it, so that quoting them says nothing more."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence worth quoting and where it stands; of a picture, what it is called."""

    passage: Passage
    piece: Piece
    score: float
    picture: bool = False


def choose(prompt: Prompt) -> tuple[Quote, ...]:
    """Return what answers best, in the order of the passages, a picture last; none is a refusal."""
    evidence = prompt.evidence
    if not evidence.passages or (evidence.answerable < ANSWERABLE and not _shares_code(prompt)):
        return ()
    wanted = _wanted(prompt)
    cut = [(passage, pieces(_text(passage))) for passage in evidence.passages]
    names = [(passage, _name(passage)) for passage in evidence.passages if _is_picture(passage)]
    weights = rarity(
        [piece.terms for _, one in cut for piece in one] + [name.terms for _, name in names]
    )
    sentences = [
        Quote(passage, piece, _score(wanted, passage, piece, weights))
        for passage, one in cut
        for piece in windows(one, SENTENCES)
    ]
    pictures = [
        Quote(passage, name, _score(wanted, passage, name, weights), picture=True)
        for passage, name in names
    ]
    best = max((quote.score for quote in sentences), default=0.0)
    picture = max(pictures, key=lambda quote: quote.score, default=None)
    chosen = _apart([quote for quote in sentences if quote.score > max(0.0, best * CLOSE)])
    if picture is not None and picture.score > best * CLOSE:
        chosen = [*chosen[: QUOTES - 1], picture]
    if not chosen:
        # Found by likeness of meaning alone: the beginning of the best passage stands for it.
        chosen = (sentences or pictures)[:1]
    return tuple(sorted(chosen, key=lambda one: (one.picture, one.passage.number, one.piece.start)))


def _shares_code(prompt: Prompt) -> bool:
    """Tell whether a code that was written or photographed stands in the evidence."""
    question = prompt.question
    words = "\n".join((question.text, _read(prompt)))
    codes = set(_CODE.findall(words))
    return any(code in passage.text for passage in prompt.evidence.passages for code in codes)


def _apart(quotes: Sequence[Quote]) -> list[Quote]:
    """Keep the best ones that do not share a sentence."""
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda quote: -quote.score):
        if not any(_overlap(quote, other) for other in kept):
            kept.append(quote)
    return kept[:QUOTES]


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.passage.number == other.passage.number
    return same and one.piece.start < other.piece.end and other.piece.start < one.piece.end


def _read(prompt: Prompt) -> str:
    """Return the words of the asker's pictures; of a clip, those of the moment that the search chose."""
    still = prompt.evidence.still
    pictures = [one for one in prompt.question.pictures if not one.clip or still in (None, one)]
    heard = [clip.transcript for clip in prompt.question.clips]
    return "\n".join([*(one.sight.words for one in pictures), *heard])


def _wanted(prompt: Prompt) -> Mapping[str, float]:
    """Return the terms to look for: what was asked, and more softly what the pictures read."""
    asked = terms(prompt.question.text)
    read = terms(_read(prompt))
    around = read | terms(prompt.question.quoted)
    softly = 1.0 if len(asked) <= VAGUE_TERMS else SOFTLY
    return {**dict.fromkeys(around, softly), **dict.fromkeys(asked, 1.0)}


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


def _is_picture(passage: Passage) -> bool:
    return passage.hit.unit.kind is Kind.PICTURE


def _text(passage: Passage) -> str:
    """Return the words that can be quoted: of a picture, those that stand around it."""
    text = passage.text
    if _is_picture(passage):
        unit = passage.hit.unit
        for said in (unit.text, *(unit.fields.get(name, "") for name in _SHOWN_WORDS)):
            text = text.replace(said, "\n", 1) if said else text
    return text


def _name(passage: Passage) -> Piece:
    """Return what a picture is called, found by everything that can be read in and about it."""
    unit = passage.hit.unit
    known = (unit.fields.get(name, "") for name in (*_SHOWN_WORDS, "file_name"))
    called = unit.fields.get("caption") or unit.fields.get("alt") or unit.text or unit.document
    return Piece(" ".join(called.split()), terms(" ".join((unit.text, *known))), 0, 0)
