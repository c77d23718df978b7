"""Seed phrases of wallets: a dozen words of one list in a row (BIP-39), numbered or not, some of them misread.

Knows the English list, as the library `mnemonic` carries it.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from knowledge.language import STOP_WORDS
from knowledge.privacy.one_off import Words
from knowledge.privacy.span import Kind, Span

SHORTEST: Final = 11
"""Words in a row; a phrase has 12, of which one may be cut off. Prose does not reach 6."""

MISREAD: Final = 2
"""Words of a whole phrase that may be misread, all but one of them by a letter."""

GLUED: Final = 120
"""Letters in a row up to which they are parted into words."""

_TOKEN: Final = re.compile(r"[A-Za-z]+")
_BETWEEN: Final = re.compile(
    r"(?:[\s,;|·•-]|['\"][;,]?[ \t]*\n(?!\s*['\"])|(?<!\d)#?\d{1,2}[.):]?)*"
)


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
        if word in words or _glued(word):
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
    if any(each[0].islower() for each in run):
        # The words of a heading before it are written otherwise.
        first = next(at for at, each in enumerate(run) if each[0].islower())
        run, strange = run[first:], [at - first for at in strange if at >= first]
    # Prose in which many words of the list stand has names and beginnings of sentences too.
    capitals = sum(not each[0].islower() for each in run)
    count = sum(_count(each[0].lower()) for each in run)
    if count >= SHORTEST + (len(strange) > 1) and (capitals < 3 or capitals == len(run)):
        yield Span(run[0].start(), run[-1].end(), Kind.SEED)


def _count(word: str) -> int:
    """Return how many words are surely meant: of two glued ones many a common word consists, as `copyright`."""
    glued = _glued(word)
    return glued if glued > 2 else 1


@lru_cache(maxsize=4096)
def _glued(word: str) -> int:
    """Return how many words of the list stand here with the spaces between them lost; 0 where none do."""
    words = _words()
    most = {0: 0}
    for end in range(3, min(len(word), GLUED) + 1):
        counts = [
            most[at] for at in range(max(0, end - 8), end) if at in most and word[at:end] in words
        ]
        if counts:
            most[end] = max(counts) + 1
    return most.get(len(word), 0)


def _near(word: str) -> bool:
    """Tell whether one letter more, less or other makes it a word of the list."""
    return len(word) > 1 and word not in STOP_WORDS and _words().near(word)


@cache
def _words() -> Words:
    from mnemonic import Mnemonic

    return Words(Mnemonic("english").wordlist)
