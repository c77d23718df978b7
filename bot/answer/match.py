"""Find the sentences of a passage that fit some words best.

Knows words and their rarity in the passages at hand: no index, no model.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.terms import query_terms

_BREAK = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)[\"')\]]*\s+(?=[^\sa-z])"
    # The name of a command or a product may begin a sentence in small letters.
    r"|(?<=[a-z]{4}[.!?])\s+(?=[a-z])|(?<=[。！？；])"
)
_SHORTENED = re.compile(
    r"(?:^|[\s(])(?:Drs?|Mrs?|Ms|Prof|St|Nos?|Nr|Figs?|Art|Sec|vs|approx|incl|excl|[A-Z]|ул|стр|рис|г)\.$"
)
"""A word at whose full stop no sentence ends, an initial included."""
_RULE = re.compile(r"^[\s|:+=-]+$")
_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_POINTS_BACK = re.compile(r"(?:It|This|That|They|These|Those|He|She)\b|[它这那其该]")
_HAN = re.compile(r"[\u3400-\u9fff，、（）]")
_HAN_GAP = re.compile(r"(?<=[。！？；，、：]) ")
_HEADING_MARK = re.compile(r"^\s*#{1,6}\s+")

_WRAPPED = 40
"""A line of at least this many characters that ends in no stop goes on in the next one."""

MAX_PIECE = 400
"""Characters of one piece; a longer sentence is cut at a word and marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, list row or table row, or some that follow each other."""

    text: str
    terms: frozenset[str]
    start: int
    """Its place among the pieces of its text; `end` is the place after its last one."""
    end: int
    row: bool = False
    """A table row stands for itself."""
    cells: frozenset[str] = frozenset()
    """Of a row, its terms without those of the column names, which all rows of the table share."""


def terms(text: str) -> frozenset[str]:
    """Return what a text is compared by: the terms that the word index would look up."""
    return frozenset(form for word in query_terms(text) for form in word.forms)


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a passage into what can be quoted by itself; a table row carries its column names."""
    cut: list[tuple[str, str | None]] = []
    for is_table, lines in groupby(_unwrapped(text), key=lambda line: "|" in line):
        group = list(lines)
        rows = [_cells(line) for line in group if not _RULE.match(line)]
        if is_table and len(rows) > 1 and len({len(row) for row in rows}) == 1:
            cut.extend((_row(rows[0], row), " ".join(row)) for row in rows[1:])
            continue
        if is_table:
            # A table that lost its columns: what stands in a line belongs together.
            told = ([cell for cell in row if cell] for row in rows)
            cut.extend((" | ".join(row), " ".join(row)) for row in told if row)
            continue
        for line in group:
            if line.strip() and not _HEADING_MARK.match(line):
                cut.extend((part, None) for part in _sentences(_LIST_MARK.sub("", line)))
    kept = [(joined(piece.split()), cells) for piece, cells in cut if piece.strip()]
    return tuple(
        Piece(_short(piece), terms(piece), at, at + 1, cells is not None, terms(cells or ""))
        for at, (piece, cells) in enumerate(kept)
    )


def _sentences(line: str) -> list[str]:
    """Cut a line into sentences; one that begins with a pronoun stays with what it points to."""
    cut: list[str] = []
    for sentence in _BREAK.split(line):
        goes_on = cut and (_POINTS_BACK.match(sentence) or _SHORTENED.search(cut[-1]))
        if goes_on and len(cut[-1]) + len(sentence) < MAX_PIECE:
            cut[-1] = joined((cut[-1], sentence))
        else:
            cut.append(sentence)
    return cut


def windows(cut: Sequence[Piece], longest: int) -> Iterator[Piece]:
    """Return every piece, and every run of up to `longest` sentences, since one may need the next."""
    for first in cut:
        yield first
        for count in range(2, longest + 1):
            run = cut[first.start : first.start + count]
            text = joined(piece.text for piece in run)
            if len(run) < count or any(piece.row for piece in run) or len(text) > MAX_PIECE:
                break
            words = frozenset().union(*(piece.terms for piece in run))
            yield Piece(text, words, first.start, run[-1].end)


def joined(parts: Iterable[str]) -> str:
    """Put words or sentences behind each other, Chinese ones without a gap."""
    return _HAN_GAP.sub("", " ".join(parts))


def rarity(texts: Iterable[Iterable[str]]) -> Mapping[str, float]:
    """Weigh each term by how few of the `texts` (as terms) hold it."""
    seen = [frozenset(text) for text in texts]
    counts = Counter(term for text in seen for term in text)
    return {term: math.log(1 + (len(seen) + 1) / count) for term, count in counts.items()}


def fit(wanted: Mapping[str, float], piece: Piece, weights: Mapping[str, float]) -> float:
    """Score a piece: the weight of the wanted terms in it, long pieces a little less."""
    hit = sum(
        share * weights.get(term, 0.0) for term, share in wanted.items() if term in piece.terms
    )
    return hit / (1 + 0.05 * math.sqrt(len(piece.terms)))


def best_sentence(text: str, claim: str) -> str:
    """Return the piece of `text` that fits `claim` best, the first one where none does."""
    cut = pieces(text)
    if not cut:
        return _short(" ".join(text.split()))
    wanted = dict.fromkeys(terms(claim), 1.0)
    weights = rarity(piece.terms for piece in cut)
    return max(cut, key=lambda piece: (fit(wanted, piece, weights), -piece.start)).text


def _unwrapped(text: str) -> Iterator[str]:
    """Join the lines of a paragraph that was wrapped at the edge of its page."""
    held = ""
    for line in text.splitlines():
        continues = len(held) >= _WRAPPED and held[-1] not in ".!?:;。！？：；" and line.strip()
        if continues and not ("|" in line or _LIST_MARK.match(line) or _HEADING_MARK.match(line)):
            # Chinese is wrapped between characters, everything else between words.
            glue = "" if _HAN.match(held[-1]) and _HAN.match(line.lstrip()[0]) else " "
            held = held.rstrip() + glue + line.lstrip()
            continue
        if held:
            yield held
        held = "" if "|" in line else line.rstrip()
        if "|" in line:
            yield line
    if held:
        yield held


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _row(header: Sequence[str], cells: Sequence[str]) -> str:
    pairs = zip(header, cells, strict=True)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)


def _short(text: str) -> str:
    if len(text) <= MAX_PIECE:
        return text
    return text[:MAX_PIECE].rsplit(" ", 1)[0].rstrip() + " …"
