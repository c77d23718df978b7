"""Find labels of secrets in which one letter is wrong, one too many or lost: `Passwrod`, `Mot de psse`.

Knows how the words should read, not what stands behind them.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from knowledge.privacy.fold import fold
from knowledge.privacy.one_off import Words

_WORD: Final = re.compile(r"[^\W_]{6,40}")
_HINT: Final = re.compile("pas|ass|ssw|swo|wor|ord|ort|phr|hra|ras|ase|ken|enn|nnw|nwo|sco|cod|ode")
"""Three letters in a row of each word below; of a word in which one is misread some are left."""
_SHORTEST, _WHOLE, _LONGEST = 6, 8, 11
"""Letters of what may be left of one; below the second number its first letter has to be right."""
_OTHER: Final = re.compile("passports?|keywords?|passages?|crosswords?")


@cache
def _misread() -> Words:
    known = ("password", "passwort", "passphrase", "passcode", "kennwort")
    # With a letter left out and another one wrong, these are still like nothing else.
    shorter = (word[:at] + word[at + 1 :] for word in known[:2] for at in range(len(word)))
    return Words(map(fold, (*known, *shorter)))


_PAIRS: Final = (
    (False, "mot de", "passe"),
    (False, "mots de", "passe"),
    (False, "palavra", "passe"),
    (False, "kata", "sandi"),
    (False, "wifi", "password"),
    (True, "secret", "key"),
    (True, "access", "key"),
    (True, "private", "key"),
    (True, "account", "key"),
    (True, "encryption", "key"),
    (True, "client", "secret"),
    (True, "access", "token"),
    (True, "refresh", "token"),
    (True, "bearer", "token"),
)
"""(is it a key, first, second word). Of two words one is right where one letter is wrong."""
_GAP: Final = "[ _-]"
_FIRST_RIGHT: Final = re.compile(
    rf"(?<![^\W_])(?P<known>mots?{_GAP}de|palavra|kata|secret|access|private|account|encryption|client|refresh|bearer)"
    rf"{_GAP}(?P<other>[^\W_]{{2,9}})(?![^\W_])",
    re.IGNORECASE,
)
_SECOND_RIGHT: Final = re.compile(
    rf"(?<={_GAP})(?P<known>passe|sandi|key|secret|token)(?![^\W_])", re.IGNORECASE
)
_BEFORE: Final = re.compile(rf"(?<![^\W_])(?P<other>[^\W_]{{2,12}}(?:{_GAP}de)?){_GAP}$")
_REACH: Final = 18
"""Characters before a second word in which the first one stands."""


@cache
def _others(known: str, *, second: bool) -> tuple[tuple[bool, str, Words], ...]:
    """Return, for the word that is right, what the other should be."""
    return tuple(
        (is_key, other, Words([fold(other)]))
        for is_key, *words in _PAIRS
        for right, other in [words[::-1] if second else words]
        if right == known
    )


def misread(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where labels stand that are a letter away from a known one, and whether it is a key's."""
    for start, end in _single(text):
        yield start, end, False
    for found in _FIRST_RIGHT.finditer(text):
        if (key := _is_keys(found["known"], found["other"], second=False)) is not None:
            yield *found.span(), key
    for found in _SECOND_RIGHT.finditer(text):
        before = _BEFORE.search(text, max(0, found.start() - _REACH), found.start())
        if before and (key := _is_keys(found["known"], before["other"], second=True)) is not None:
            yield before.start(), found.end(), key


def _is_keys(known: str, read: str, *, second: bool) -> bool | None:
    """Tell whether a pair of words, one of them right, is the label of a key or of a password; None if of neither."""
    right, seen = (" ".join(re.split(_GAP, word.lower())) for word in (known, read))
    for is_key, other, near in _others(right, second=second):
        if abs(len(other) - len(seen)) <= 1 and len(other) >= 4 and near.near(fold(seen)):
            return is_key
    return None


def _single(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ends of words that are a letter away from a label; what stands before may have lost its space."""
    for found in _WORD.finditer(text):
        word = fold(found[0])
        if _HINT.search(word) is None or _OTHER.fullmatch(word):
            continue
        for size in range(min(_LONGEST, len(word)), _SHORTEST - 1, -1):
            part = word[-size:]
            if size < _WHOLE and part[0] not in "pk":
                continue
            if _misread().near(part) and not _OTHER.fullmatch(part):
                yield found.end() - size, found.end()
                break
