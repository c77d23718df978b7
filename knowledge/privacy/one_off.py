"""Words that one letter more, less or other turns into a known one, as OCR leaves them.

Knows letters, no language: of each known word all forms with a letter left out are kept, so that a look-up is enough
(symmetric deletions).
"""

from collections.abc import Iterable


class Words:
    """Known words, and what is one letter away from them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._gaps = frozenset(gap for word in self._words for gap in _shorter(word))

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def near(self, word: str) -> bool:
        """Tell whether one letter more, less or other makes it a known word; known ones are near too."""
        shorter = _shorter(word)
        return bool({word, *shorter} & self._gaps or {word, *shorter} & self._words)


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
