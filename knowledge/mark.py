"""Find on a page or picture the lines that a quote was taken from, and the part of the page to show around them.

Compares letters alone: a quote may have lost its line breaks, hyphens and table rules. Knows no pictures.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from knowledge.records import Box, TextLine

SHARE = 0.6
"""Part of a line's letters that the quote has to hold in one piece or, in a table, in several."""

PIECE = 12
"""Letters in one piece by which the first or last line of a quote is known, which holds others, too."""

HAN_PIECE = 5
"""The same in Chinese, whose signs say more."""

LEAST = 3
"""Letters in one piece that count; fewer are found in any text."""

ABOVE_AND_BELOW = 0.06
"""What is shown around the lines, as a part of the page: enough to see where one is."""

LEAST_HEIGHT = 0.2
WHOLE_FROM = 0.7
"""A part of the page that is higher is shown as the whole page."""

_LETTERS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def places(
    quotes: Sequence[str], lines: Sequence[TextLine], within: Sequence[Box] = ()
) -> tuple[Box, ...]:
    """Return the boxes of the lines that any of `quotes` was taken from, from the top down.

    `within` are the boxes of the passages: where lines of them fit, others that read alike do not count.
    """
    near = [line for line in lines if any(_inside(line.box, box) for box in within)]
    wanted = [_letters(quote) for quote in quotes]
    for candidates in filter(None, (near, lines)):
        fitting = {at for quote in wanted for at in _taken(quote, candidates)}
        if fitting:
            boxes = (candidates[at].box for at in fitting)
            return tuple(sorted(boxes, key=lambda box: (box.top, box.left)))
    return ()


def around(boxes: Sequence[Box]) -> Box | None:
    """Return the strip of the page that shows `boxes`, None where that is nearly all of it."""
    top = min(box.top for box in boxes) - ABOVE_AND_BELOW
    bottom = max(box.bottom for box in boxes) + ABOVE_AND_BELOW
    missing = max(0.0, LEAST_HEIGHT - (bottom - top)) / 2
    top, bottom = max(0.0, top - missing), min(1.0, bottom + missing)
    return None if bottom - top >= WHOLE_FROM else Box(0.0, top, 1.0, bottom)


def joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Join boxes of lines that follow one another closely: a sentence over three lines is one place."""
    places: list[Box] = []
    for box in boxes:
        last = places[-1] if places else None
        if last and box.top - last.bottom <= box.bottom - box.top and _beside(last, box):
            places[-1] = Box(
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            places.append(box)
    return tuple(places)


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()


def _taken(quote: str, lines: Sequence[TextLine]) -> set[int]:
    """Return the numbers of the lines of one quote; its ends may be a word on the line before or after."""
    found = _run({at: held for at, line in enumerate(lines) if (held := _held(line, quote))})
    first = {at - 1 for at in found if at and _ends(_letters(lines[at - 1].text), quote)}
    last = {
        at + 1 for at in found if at + 1 < len(lines) and _ends(quote, _letters(lines[at + 1].text))
    }
    return found | first | last


def _ends(one: str, other: str) -> bool:
    """Tell whether the end of `one` is the beginning of `other`."""
    return any(one.endswith(other[:size]) for size in range(LEAST, min(len(one), len(other)) + 1))


def _run(held: Mapping[int, int]) -> set[int]:
    """Return the lines that follow one another and hold most: a quote was taken from one place."""
    runs: list[list[int]] = []
    for at in sorted(held):
        if runs and at - runs[-1][-1] <= 2:
            runs[-1].append(at)
        else:
            runs.append([at])
    return set(max(runs, key=lambda run: sum(held[at] for at in run), default=()))


def _held(line: TextLine, quote: str) -> int:
    """Return how many letters of the line the quote holds, 0 where they could stand in any text."""
    letters = _letters(line.text)
    if not letters or not quote:
        return 0
    matcher = SequenceMatcher(None, letters, quote, autojunk=False)
    blocks = [block.size for block in matcher.get_matching_blocks() if block.size >= LEAST]
    longest = max(blocks, default=0)
    piece = HAN_PIECE if _HAN.search(letters) else PIECE
    if longest >= min(piece, len(quote)):
        return sum(blocks)
    # A row of a table: its cells stand in the quote with the names of the columns between them.
    row = sum(blocks) >= SHARE * len(letters) and longest >= min(LEAST + 1, len(letters))
    return sum(blocks) if row else 0


def _inside(box: Box, place: Box) -> bool:
    middle = (box.top + box.bottom) / 2
    across = box.left < place.right and box.right > place.left
    return across and place.top - 0.01 <= middle <= place.bottom + 0.01


def _beside(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right
