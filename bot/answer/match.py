"""Find the sentences of a passage that fit some words best.

Knows words and their rarity in the passages at hand: no index, no model.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.terms import query_terms

_BREAK = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)[\"')\]]*\s+(?=[^\sa-z])|(?<=[。！？；])"
)
_RULE = re.compile(r"^[\s|:+=-]+$")
_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_HEADING_MARK = re.compile(r"^\s*#{1,6}\s+")

MAX_PIECE = 400
"""Characters of one piece; a longer sentence is cut at a word and marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, list row or table row. `terms` count it; `position` is its place in the text."""

    text: str
    terms: frozenset[str]
    position: int


def terms(text: str) -> frozenset[str]:
    """Return what a text is compared by: the terms that the word index would look up."""
    return frozenset(query_terms(text))


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a passage into what can be quoted by itself; a table row carries its column names."""
    cut: list[str] = []
    for is_table, lines in groupby(text.splitlines(), key=lambda line: "|" in line):
        group = list(lines)
        rows = [_cells(line) for line in group if not _RULE.match(line)]
        if is_table and len(rows) > 1 and len({len(row) for row in rows}) == 1:
            cut.extend(_row(rows[0], row) for row in rows[1:])
            continue
        for line in group:
            if line.strip() and not _HEADING_MARK.match(line):
                cut.extend(_BREAK.split(_LIST_MARK.sub("", line)))
    kept = [" ".join(piece.split()) for piece in cut if piece.strip()]
    return tuple(Piece(_short(piece), terms(piece), at) for at, piece in enumerate(kept))


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
    return max(cut, key=lambda piece: (fit(wanted, piece, weights), -piece.position)).text


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _row(header: Sequence[str], cells: Sequence[str]) -> str:
    pairs = zip(header, cells, strict=True)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)


def _short(text: str) -> str:
    if len(text) <= MAX_PIECE:
        return text
    return text[:MAX_PIECE].rsplit(" ", 1)[0].rstrip() + " …"
