"""Lines that were read in pictures: set as rows, and compared with another reading of them.

Knows text alone: no picture and no model.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.records import TextLine

ROW = 0.5
"""Lines that share this part of the lower one's height stand in one row."""

GAP = "   "
"""Between two columns of a row."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+")
"""A word between spaces; Chinese and Japanese have none, so there each character stands for itself."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Where two readings part: the line of the first, from 1, and the words of each; either may be empty."""

    line: int
    one: str
    other: str


def rows(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """Join lines that stand beside each other, as a person reads a table."""
    held: list[list[TextLine]] = []
    for line in lines:
        if held and beside(held[-1][-1], line):
            held[-1].append(line)
        else:
            held.append([line])
    return tuple(GAP.join(line.text for line in row) for row in held)


def apart(one: Sequence[str], other: Sequence[str]) -> list[Apart]:
    """Compare two readings word by word, however each is broken into lines; spacing and marks do not count."""
    first, second = list(_words(one)), list(_words(other))
    matcher = SequenceMatcher(
        None, [_bare(word) for _, word in first], [_bare(word) for _, word in second], False
    )
    found = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        said = " ".join(word for _, word in first[start:end])
        read = " ".join(word for _, word in second[from_:to])
        if tag == "equal" or _bare(said) == _bare(read):
            continue
        line = first[min(start, len(first) - 1)][0] if first else 1
        found.append(Apart(line, said, read))
    return found


def same(one: str, other: str) -> bool:
    """Tell whether two texts have the same letters and digits."""
    return _bare(one) == _bare(other)


def _words(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        for word in _WORD.findall(line):
            if _bare(word):
                yield number, word


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if letter.isalnum())


def beside(one: TextLine, other: TextLine) -> bool:
    """Tell whether `other` stands in one row with `one`, to the right of where it begins."""
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    lower = min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)
    return other.box.left >= one.box.left and lower > 0 and shared / lower > ROW
