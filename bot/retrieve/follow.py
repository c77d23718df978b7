"""Complete a follow-up question with the words that it leaves out.

`And in Berlin?` after `How many days of leave do I get?` finds nothing by itself. The rule is kept
simple on purpose, so that a whole question is never changed: only a short one that points back (a
pronoun, or an opening such as `what about`) gets the key words of what it points to.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.records import Question, Turn
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
    r"\b(?:it|its|that|this|these|those|they|them|their|he|she|him|her|one|ones|there|same|else|instead)\b"
    r"|^\W*(?:and|what about|how about|what if|or|also|why|how so|since when|who|when|where)\b(?=[^?]{0,40}\W*$)"
    r"|\b(?:он|она|оно|они|его|её|ее|их|это|этот|эта|там|тогда)\b|^\W*(?:а|и|почему|зачем)\b"
    r"|它|他|她|这|那|其|呢|此|上面|为什么|还有",
    re.IGNORECASE,
)
_STOP_PHRASE: Final = re.compile("|".join(map(re.escape, STOP_PHRASES)))


def complete(question: Question, history: Sequence[Turn]) -> str:
    """Return the words to search for: the question's own, completed where it points back."""
    text = question.text
    if not _points_back(text):
        return text
    earlier = _pointed_at(question, history)
    known = {word.casefold() for word in _WORD.findall(text)}
    added = [word for word in key_words(earlier) if word.casefold() not in known]
    return " ".join([text, *added[:MOST_ADDED]])


def key_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` that carry its subject, each once and in order."""
    words = _WORD.findall(_STOP_PHRASE.sub(" ", text))
    kept = (word for word in words if word.casefold() not in STOP_WORDS)
    return tuple(dict.fromkeys(kept))


def _points_back(text: str) -> bool:
    han = len(_HAN.findall(text))
    short = han <= SHORT_HAN if han else len(_WORD.findall(text)) <= SHORT_WORDS
    return bool(text.strip()) and short and bool(_POINTS_BACK.search(text.strip()))


def _pointed_at(question: Question, history: Sequence[Turn]) -> str:
    """Choose between a message that was replied to and the last exchange.

    Our own answers are long and speak of much; the question that led to one names the subject.
    """
    replied = question.incoming.replied
    if question.quoted and replied is not None and (replied.quote or not replied.by_this_bot):
        return question.quoted
    if question.pictures:
        # `What is this?` under a picture points at the picture.
        return ""
    return history[-1].question if history else ""
