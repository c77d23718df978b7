"""Judge spam as tg-spam publishes it: naive Bayes over words, likeness to known spam, and many emoji.

Written from its description, without its lists of words, to stand beside ours in the same run.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

SHORTEST: Final = 50
"""Characters below which words are not judged."""
ALIKE: Final = 0.5
MOST_EMOJI: Final = 2

_EDGES: Final = ".,!?-:;()#"
_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]\ufe0f?")


class TgSpam:
    """Its default checks that need no list and no network."""

    def __init__(self, spam: Iterable[str], ham: Iterable[str]) -> None:
        spam, ham = list(spam), list(ham)
        self._known = [_counted(text) for text in spam]
        self._lengths = [_length(words) for words in self._known]
        self._seen = (
            Counter(word for text in spam for word in _words(text)),
            Counter(word for text in ham for word in _words(text)),
        )
        self._prior = (len(spam), len(ham))
        self._all = tuple(sum(words.values()) for words in self._seen)
        self._vocabulary = len({*self._seen[0], *self._seen[1]})

    def flags(self, texts: Sequence[str]) -> list[bool]:
        """Tell which of the messages are spam."""
        return [self._flag(text) for text in texts]

    def _flag(self, text: str) -> bool:
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
        if len(_EMOJI.findall(text)) > MOST_EMOJI:
            return True
        if len(text) < SHORTEST:
            return False
        return self._resembles(text) or self._chance(text) > 0.5

    def _resembles(self, text: str) -> bool:
        words = _counted(text)
        length = _length(words)
        for known, known_length in zip(self._known, self._lengths, strict=True):
            shared = sum(count * known[word] for word, count in words.items() if word in known)
            if shared >= ALIKE * length * known_length and shared:
                return True
        return False

    def _chance(self, text: str) -> float:
        weights = []
        for seen, prior, total in zip(self._seen, self._prior, self._all, strict=True):
            weight = math.log(max(prior, 1) / max(sum(self._prior), 1))
            below = math.log(total + self._vocabulary + 1)
            weight += sum(math.log(seen[word] + 1) - below for word in _words(text))
            weights.append(weight)
        return 1 / (1 + math.exp(min(700.0, weights[1] - weights[0])))


def _words(text: str) -> set[str]:
    return set(_counted(text))


def _counted(text: str) -> Counter[str]:
    words = (word.strip(_EDGES).lower() for word in text.split())
    return Counter(word for word in words if len(word) >= 3)


def _length(words: Counter[str]) -> float:
    return math.sqrt(sum(count * count for count in words.values()))
