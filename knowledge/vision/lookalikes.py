"""Settle which of two like letters was meant where a model hardly can tell, by the word it stands in.

`INF0` is `INFO`, and `2O24` is `2024`. Turns letters with their chances into letters; knows no model and no words.
"""

from collections.abc import Callable, Sequence

LIKE = {"0": "Oo", "O": "0o", "o": "0O", "1": "lI", "l": "1I", "I": "1l"}
"""What else a letter may be, in one font or another."""

ODDS = 500.0
"""How much rarer a digit is within a word than a letter. Of drawn zeros nine in ten had less than .0015 chance of
being an O; of O that were taken for zeros nine in ten had more."""

LEAST = 2
"""Letters of a word, all of one sort and unlike others, by which it is known as a word or a number."""

Chance = Callable[[int, str], float]
"""That at a place stands a letter."""


def settled(letters: Sequence[str], chance: Chance) -> list[str]:
    """Return the letters with those exchanged that the words around them make much more likely."""
    result = list(letters)
    for at, letter in enumerate(letters):
        if letter not in LIKE:
            continue
        fitting = _fitting(letters, at)
        if not fitting or letter in fitting:
            continue
        best = max(fitting, key=lambda other: chance(at, other))
        if chance(at, best) * ODDS > chance(at, letter):
            result[at] = best
    return result


def _fitting(letters: Sequence[str], at: int) -> list[str]:
    """Return what can stand at a place of its word; nothing where the word does not tell."""
    start, end = at, at + 1
    while start and _joined(letters[start - 1]):
        start -= 1
    while end < len(letters) and _joined(letters[end]):
        end += 1
    sure = [letter for letter in letters[start:end] if letter not in LIKE]
    choices = [letters[at], *LIKE[letters[at]]]
    if len(sure) < LEAST:
        return []
    if all(letter.isdigit() for letter in sure):
        return [letter for letter in choices if letter.isdigit()]
    if not all(letter.isalpha() for letter in sure):
        return []
    choices = [letter for letter in choices if letter.isalpha()]
    beside = "".join(letters[max(start, at - 1) : at]) + "".join(letters[at + 1 : min(end, at + 2)])
    if len(beside) > 1 and beside.islower():
        return [letter for letter in choices if letter.islower()]
    if len(beside) > 1 and beside.isupper():
        return [letter for letter in choices if letter.isupper()]
    return choices


def _joined(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
