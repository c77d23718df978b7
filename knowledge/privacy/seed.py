"""Seed phrases of wallets: a dozen words of one list in a row (BIP-39), numbered or not, some of them misread.

Knows the English list, as the library `mnemonic` carries it.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from knowledge.language import STOP_WORDS
from knowledge.privacy.span import Kind, Span

SHORTEST: Final = 11
"""Words in a row; a phrase has 12, of which one may be cut off. Prose does not reach 6."""

MISREAD: Final = 2
"""Words of a whole phrase that may be misread, all but one of them by a letter."""

_TOKEN: Final = re.compile(r"[A-Za-z]+")
_BETWEEN: Final = re.compile(r"(?:[\s,;|·•-]|(?<!\d)#?\d{1,2}[.):]?)*")


def seeds(text: str) -> Iterator[Span]:
    """Yield runs of such words; what is between them may be numbers and marks alone."""
    words = _words()
    run: list[re.Match[str]] = []
    strange: list[int] = []
    """Places in the run of words that the list does not hold."""
    for token in _TOKEN.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), token.start()):
            yield from _phrase(run, strange)
            run, strange = [], []
        word = token[0].lower()
        if word in words or _run_together(word):
            run.append(token)
        elif run and len(strange) < MISREAD and (not strange or _near(word)):
            strange.append(len(run))
            run.append(token)
        else:
            yield from _phrase(run, strange)
            run, strange = [], []
    yield from _phrase(run, strange)


def _phrase(run: list[re.Match[str]], strange: list[int]) -> Iterator[Span]:
    # What the list does not hold ends no phrase: there the prose behind it begins.
    while strange and strange[-1] == len(run) - 1 and not _near(run[-1][0].lower()):
        run, strange = run[:-1], strange[:-1]
    if len(run) >= SHORTEST + (len(strange) > 1):
        yield Span(run[0].start(), run[-1].end(), Kind.SEED)


def _run_together(word: str) -> bool:
    """Tell whether two words of the list stand here with the space between them lost."""
    words = _words()
    return any(word[:at] in words and word[at:] in words for at in range(3, len(word) - 2))


def _near(word: str) -> bool:
    """Tell whether one letter more, less or other makes it a word of the list."""
    shorter = _shorter(word)
    return (
        len(word) > 2
        and word not in STOP_WORDS
        and bool({word, *shorter} & _gaps() or shorter & _words())
    )


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


@cache
def _words() -> frozenset[str]:
    from mnemonic import Mnemonic

    return frozenset(Mnemonic("english").wordlist)


@cache
def _gaps() -> frozenset[str]:
    """Return the words of the list, each with one letter left out."""
    return frozenset(gap for word in _words() for gap in _shorter(word))
