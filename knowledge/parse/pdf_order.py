"""Bring the lines of a page into reading order: columns one after the other, tables as one piece.

The order of the file is kept where lines do not stand beside each other. Knows places only.
"""

import math
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.parse import pdf_tables
from knowledge.parse.pdf_layout import Line, enclosing
from knowledge.records import Box, TextLine

BOX_TO_SIZE = 0.75
"""Type size of a line that OCR found, as a part of its box, which has room for ascenders and descenders."""

SIZE_STEP = 1.35
"""Boxes of one type size differ by a sixth, so sizes that OCR gives are rounded to powers of this."""

COLUMN_LINES = 3
"""Least lines on each side of a gap; fewer are a label and its value."""

LEVEL = 0.7
"""Part of the lines that share their baseline with one on the other side in a table of two columns."""

PROSE = 15
"""Mean characters of the lines of a narrow column of text."""

COLUMN_WIDTH = 0.15
"""Least mean width of a column's lines, as a part of the page; narrower ones are cells of a table."""


def arrange(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` as they are read; a table is one line with `cells`."""
    if _beside(lines) < 2:
        return list(lines)
    at = _gutter(lines)
    if at is not None:
        return [line for part in _zones(lines, at) for line in arrange(part)]
    tables, rest = pdf_tables.find(lines)
    if tables:
        return _in_rows([*tables, *_rejoined(rest)])
    return _rejoined(rest)


def _rejoined(lines: Sequence[Line]) -> list[Line]:
    """Make one line of neighbours that were set as one: the gap in it parts nothing."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and not last.sideways and last.baseline == line.baseline:
            box = enclosing([last.box, line.box])
            placed = TextLine(f"{last.text} {line.text}", box, line.placed.confidence)
            joined[-1] = replace(last, placed=placed, hyphenated=line.hyphenated)
        else:
            joined.append(line)
    return joined


def from_reading(lines: Sequence[TextLine], height: float) -> list[Line]:
    """Turn what OCR read on a page of `height` points into lines in reading order."""
    sizes = sorted(BOX_TO_SIZE * (line.box.bottom - line.box.top) * height for line in lines)
    usual = max(1.0, sizes[len(sizes) // 2]) if sizes else 1.0
    return arrange(_in_rows([_from_reading(line, height, usual) for line in lines]))


def _from_reading(line: TextLine, height: float, usual: float) -> Line:
    tall = (line.box.bottom - line.box.top) * height
    steps = round(math.log(max(1.0, BOX_TO_SIZE * tall) / usual, SIZE_STEP))
    hyphenated = re.search(r"[^\W\d_]-$", line.text) is not None
    return Line(
        line, usual * SIZE_STEP**steps, line.box.bottom * height - 0.2 * tall, hyphenated, False
    )


def _zones(lines: Sequence[Line], at: float) -> Iterator[list[Line]]:
    """Yield what stands left of `at`, then what stands right, between the lines that cross it."""
    beside: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        if line.box.left < at < line.box.right:
            # A line across both columns ends them; what follows begins new ones.
            yield from _sides(beside, at)
            yield [line]
            beside = []
        else:
            beside.append(line)
    yield from _sides(beside, at)


def _sides(lines: Sequence[Line], at: float) -> Iterator[list[Line]]:
    left = [line for line in lines if line.box.right <= at]
    right = [line for line in lines if line.box.left >= at]
    yield from filter(None, (left, right))


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where, across the page, a gap parts the most lines into two columns, if any does."""
    starts = Counter(round(line.box.left, 2) for line in lines)
    best, place = COLUMN_LINES - 1, None
    for start in (start for start, count in starts.items() if count >= COLUMN_LINES):
        at = start - 0.012
        parted = sum(_parted(left, right) for left, right in _bands(lines, at))
        if parted > best:
            best, place = parted, at
    return place


def _bands(lines: Sequence[Line], at: float) -> Iterator[tuple[list[Line], list[Line]]]:
    """Yield what stands on both sides of `at` between the lines that cross it."""
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        if line.box.right <= at:
            left.append(line)
        elif line.box.left >= at:
            right.append(line)
        else:
            yield left, right
            left, right = [], []
    yield left, right


def _beside(lines: Sequence[Line]) -> int:
    """Count the lines that share their height with the one before them."""
    boxes = sorted((line.box for line in lines), key=lambda box: box.top)
    return sum(_overlap(one, other) > 0.5 for one, other in pairwise(boxes))


def _parted(left: Sequence[Line], right: Sequence[Line]) -> int:
    """Count the lines that are told apart if the two sides are columns; 0 where they are one table."""
    least = min(len(left), len(right))
    if least < COLUMN_LINES:
        return 0
    one, other = (enclosing([line.box for line in side]) for side in (left, right))
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if shared < 0.5 * min(one.bottom - one.top, other.bottom - other.top):
        return 0
    filled = _is_prose(left), _is_prose(right)
    if all(filled):
        return least
    wide = any(filled) or min(_mean_width(left), _mean_width(right)) >= COLUMN_WIDTH
    return least if wide and _level(left, right) <= LEVEL * least else 0


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether half of the lines are equally long, as those of paragraphs are in their column."""
    widths = sorted(line.box.right - line.box.left for line in lines)
    full = max(bisect(widths, 1.18 * width) - at for at, width in enumerate(widths))
    return full >= 0.5 * len(lines) and sum(len(line.text) for line in lines) >= PROSE * len(lines)


def _level(left: Sequence[Line], right: Sequence[Line]) -> int:
    """Count the lines that share their baseline with one on the other side, as cells of a row do."""
    heights = {round(line.baseline / 2) for line in left}
    return sum(round(line.baseline / 2) in heights for line in right)


def _mean_width(lines: Sequence[Line]) -> float:
    return sum(line.box.right - line.box.left for line in lines) / len(lines)


def _in_rows(lines: Sequence[Line]) -> list[Line]:
    """Sort from top to bottom; lines that share half of their height are one row."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        if rows and _overlap(rows[-1][0].box, line.box) > 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.left)]


def _overlap(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return shared / lower if lower > 0 else 0.0
