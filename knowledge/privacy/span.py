"""What a detector says: this kind of private data, from here to there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of private data; the values are the words that stand in its place."""

    KEY = "secret key"
    PASSWORD = "password"
    PRIVATE_KEY = "private key"
    CARD = "card number"
    IBAN = "IBAN"
    IDENTITY = "identity number"
    SEED = "seed phrase"
    FACE = "face"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:end]` is private."""

    start: int
    end: int
    kind: Kind


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order that do not overlap; of two that did, the longer one gives the kind."""
    kept: list[Span] = []
    for span in sorted(spans):
        if kept and span.start < kept[-1].end:
            last = kept.pop()
            longer = max(last, span, key=lambda one: one.end - one.start)
            span = Span(last.start, max(last.end, span.end), longer.kind)
        kept.append(span)
    return tuple(kept)
