"""Choose what to quote: the sentences of the evidence that answer best, and the picture that fits.

Knows words and passages. How a quotation is put into an answer is `extractive`'s business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answer.citations import FULL_STOPS
from bot.answer.expects import favour, pointed_at
from bot.answer.match import Piece, fit, joined, pieces, rarity, terms, windows
from bot.answer.wanted import SENTENCES, all_codes, codes, shares_code, strange, terms_wanted, vague
from bot.ports import Prompt
from bot.records import Passage
from knowledge.records import Kind

QUOTES = 3
"""Places quoted at most; more would be reading aloud."""

FURTHER = 0.9
"""How much less a run counts for each sentence after its first: words that were asked for in one sentence belong
together, in three of them perhaps not."""

NAMES = 40
"""Characters of a sentence that is hardly more than a name (`NL-4012, profile expired.`)."""

CLOSE = 0.55
"""A further quotation has to fit at least this well, compared with the best one."""

RANK_LOSS = 0.85
"""How much less a sentence counts for each passage that search ranked before its own."""

HEADING = 0.5
"""What a wanted word counts that stands in the heading above a sentence, not in it."""

HEADING_ALONE, OPENING = 0.1, 0.5
"""What part of that counts where the sentence has none of the words; the first one below a heading goes on from it."""

ANSWERABLE = 0.15
"""Below this the documents hold no answer. Lower than even, since an estimate from words alone (Chinese
has no vectors without CLIP) is timid, and a quotation shows by itself whether it answers."""

MOST_CALLED = 80
"""Characters of what is read in a picture that it is called by."""

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
    if not evidence.passages or (evidence.answerable < ANSWERABLE and not shares_code(prompt)):
        return ()
    cut = [(passage, pieces(_text(passage))) for passage in evidence.passages]
    names = [(passage, _name(passage)) for passage in evidence.passages if _is_picture(passage)]
    weights = rarity(
        [piece.terms for _, one in cut for piece in one] + [name.terms for _, name in names]
    )
    if strange(prompt, [one for _, one in cut], weights):
        return ()
    asked, wanted = prompt.question.text, terms_wanted(prompt)
    sentences = [
        Quote(passage, piece, _score(wanted, passage, piece, weights) * _in_words(asked, piece))
        for passage, one in cut
        for piece in _telling(passage, one, wanted)
    ]
    pictures = [
        Quote(passage, name, _score(wanted, passage, name, weights), picture=True)
        for passage, name in names
        if name.terms & wanted.keys()
    ]
    others = [passage.number for passage, _ in names if _other(all_codes(prompt), passage)]
    pictures = [quote for quote in pictures if quote.passage.number not in others]
    chosen = _best(asked, _without(sentences, others), pictures)
    if vague(prompt) or codes(asked):
        whole = {passage.number: one for passage, one in cut}
        chosen = [_longer(quote, whole[quote.passage.number]) for quote in chosen]
    return tuple(sorted(chosen, key=lambda one: (one.picture, one.passage.number, one.piece.start)))


def _best(asked: str, sentences: Sequence[Quote], pictures: Sequence[Quote]) -> Sequence[Quote]:
    """Return the best few sentences and the best picture, or what stands for them."""
    best = max((quote.score for quote in sentences), default=0.0)
    picture = max(pictures, key=lambda quote: quote.score, default=None)
    if picture is not None and pointed_at(asked) and picture.score >= max(best, 0.01):
        return [picture]
    chosen = _apart([quote for quote in sentences if quote.score > max(0.0, best * CLOSE)])
    chosen = _with_codes(asked, chosen, sentences)
    if picture is not None and picture.score > best * CLOSE:
        chosen = [*chosen[: QUOTES - 1], picture]
    # Found by likeness of meaning alone: the beginning of the best passage stands for it.
    return chosen or (sentences or pictures)[:1]


def _other(asked: Sequence[str], passage: Passage) -> bool:
    """Tell whether a picture shows codes, but none of those that are asked for."""
    shown = codes(" ".join(_known(passage)))
    return bool(asked and shown) and not set(asked) & set(shown)


def _without(quotes: Sequence[Quote], others: Sequence[int]) -> list[Quote]:
    """Leave out what stands beside a picture of something else, if it stands elsewhere, too."""
    told = {quote.piece.text for quote in quotes if quote.passage.number not in others}
    return [
        quote
        for quote in quotes
        if quote.passage.number not in others or quote.piece.text not in told
    ]


def _longer(quote: Quote, cut: Sequence[Piece]) -> Quote:
    """Let what only names a problem go on to what is to be done about it."""
    following = cut[quote.piece.end : quote.piece.end + 1]
    told = (quote.piece, *following)
    if quote.picture or len(quote.piece.text) > NAMES or any(one.row for one in told):
        return quote
    words = frozenset().union(*(one.terms for one in told))
    piece = Piece(joined(one.text for one in told), words, quote.piece.start, told[-1].end)
    return replace(quote, piece=piece)


def _in_words(asked: str, piece: Piece) -> float:
    """Return how much more or less a sentence, or a run of them, counts by its form."""
    return favour(asked, piece.text) * FURTHER ** (piece.end - piece.start - 1)


def _telling(passage: Passage, cut: Sequence[Piece], wanted: Mapping[str, float]) -> list[Piece]:
    """Return the pieces and runs that can tell something: no heading, no row that shares only its column names."""
    above = {passage.hit.title, *passage.hit.unit.heading}
    named = any(piece.cells & wanted.keys() for piece in cut)
    silent = {
        piece.start
        for piece in cut
        if (piece.row and named and not piece.cells & wanted.keys())
        or (not piece.row and piece.terms <= wanted.keys() and not _is_sentence(piece))
        or piece.text in above
    }
    runs = [run for run in windows(cut, SENTENCES) if silent.isdisjoint(range(run.start, run.end))]
    return runs or list(cut)


def _is_sentence(piece: Piece) -> bool:
    return piece.text.endswith((*".!?", *FULL_STOPS))


def _with_codes(asked: str, chosen: Sequence[Quote], sentences: Sequence[Quote]) -> list[Quote]:
    """Quote something for each code that is asked for: who names two wants to read of both."""
    kept = list(chosen)
    for code in codes(asked):
        holding = [quote for quote in sentences if code in quote.piece.text]
        if holding and not any(code in quote.piece.text for quote in kept):
            kept = [*kept[: QUOTES - 1], max(holding, key=lambda quote: quote.score)]
    return kept


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
    alone = HEADING_ALONE if piece.start else OPENING
    return (own + (shared if own else alone * shared)) * lost


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
    # Without a name it is called by the first line that stands in it, mostly its title.
    read = next(iter(unit.text.splitlines()), "")[:MOST_CALLED]
    called = unit.fields.get("caption") or unit.fields.get("alt") or read or unit.document
    return Piece(" ".join(called.split()), terms(" ".join(_known(passage))), 0, 0)


def _known(passage: Passage) -> tuple[str, ...]:
    """Return everything that can be read in a picture and about it."""
    unit = passage.hit.unit
    return (unit.text, *(unit.fields.get(name, "") for name in (*_SHOWN_WORDS, "file_name")))
