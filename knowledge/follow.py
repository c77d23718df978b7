"""Complete a follow-up question with the words that it leaves out.

`And in Berlin?` after `How many days of leave do I get?` finds nothing by itself. The rule is kept simple on
purpose, so that a whole question is never changed: only a short one that points back (a pronoun, or an opening
such as `what about`) gets the key words of what it points to. Knows words only; who asked is another matter.
"""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.language import STOP_PHRASES, STOP_WORDS

SHORT_WORDS = 8
"""A longer question names its own subject."""

SHORT_HAN = 14
"""The same in Chinese characters."""

MOST_ADDED = 12
"""Key words that are added; more would drown the new question in the old one."""

_WORD = re.compile(r"[^\W_][\w\-./]*[^\W_]|[^\W_]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_POINTS_BACK: Final = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|he|she|him|her|one|ones|same|else|instead)\b"
    # `Is there a garage?` points nowhere.
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?! (?:is|are|was|were|an?|any)\b)"
    r"|^\W*(?:and|what about|how about|what if|or|also)\b(?=[^?]{0,40}\W*$)"
    r"|\b(?:он|она|оно|они|его|её|ее|их|это|этот|эта|там|тогда)\b|^\W*(?:а|и)\b"
    r"|它|他|她|这|那|其|呢|此|上面|还有",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"^\W*(?:why|how so|since when|who|when|where|почему|зачем)\b|为什么", re.IGNORECASE
)
BARE_WORDS, BARE_HAN = 1, 6
"""`Why?` and `Who decides?` ask on; `Where do visitors park?` names all that it asks about."""
_STOP_PHRASE: Final = re.compile("|".join(map(re.escape, STOP_PHRASES)))


def complete(text: str, earlier: Sequence[str]) -> str:
    """Return the words to search for: those of `text`, completed from `earlier` where it points back.

    `earlier` is what was asked before, oldest first. A question that pointed back itself brings along
    what it pointed to.
    """
    if not points_back(text):
        return text
    known = {word.casefold() for word in _WORD.findall(text)}
    added: list[str] = []
    for question in reversed(earlier):
        fresh = [word for word in key_words(question) if word.casefold() not in known]
        known.update(word.casefold() for word in fresh)
        added += fresh
        if not points_back(question):
            break
    return " ".join([text, *added[:MOST_ADDED]])


def key_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` that carry its subject, each once and in order."""
    words = _WORD.findall(_STOP_PHRASE.sub(" ", text))
    kept = (word for word in words if word.casefold() not in STOP_WORDS)
    return tuple(dict.fromkeys(kept))


def points_back(text: str) -> bool:
    """Tell whether a question is short and speaks of something that it does not name."""
    han = len(_HAN.findall(text))
    short = han <= SHORT_HAN if han else len(_WORD.findall(text)) <= SHORT_WORDS
    if not text.strip() or not short:
        return False
    bare = bool(_ASKS.search(text)) and len(key_words(text)) <= BARE_WORDS and han <= BARE_HAN
    return bare or bool(_POINTS_BACK.search(text.strip()))
