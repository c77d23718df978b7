"""Bring the lines of a page into reading order, and join them to paragraphs.

Knows places, type sizes and baselines; no PDF and no OCR engine.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.records import Block, Box, TextLine

WORD_EDGE = re.compile(r"^\W+|\W+$")

BOX_TO_SIZE = 0.75
"""Type size of a line that OCR found, as a part of its box, which has room for ascenders and descenders."""

SIZE_STEP = 1.35
"""Boxes of one type size differ by a sixth, so sizes that OCR gives are rounded to powers of this."""

GUTTERS = 60
"""Places across the page at which a gap between two columns is looked for."""

COLUMN_LINES = 3
"""Least lines on each side of a gap; fewer are a label and its value."""

COLUMN_WIDTH = 0.15
"""Least mean width of a column's lines, as a part of the page; narrower ones are cells of a table."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, its type size and its baseline, both in points, the latter from the page's top."""

    placed: TextLine
    size: float
    baseline: float
    hyphenated: bool = False
    sideways: bool = False

    @property
    def text(self) -> str:
        return self.placed.text

    @property
    def box(self) -> Box:
        return self.placed.box


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    page: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines as they are set."""
        return "\n".join(line.text for line in self.lines)

    def whole(self, vocabulary: frozenset[str]) -> str:
        """Make words whole that were broken at a line's end.

        A hyphen may belong to the word: then the document has it with the hyphen somewhere else.
        """
        joined = ""
        for line, after in pairwise((*self.lines, None)):
            if line is None:
                break
            joined += line.text + "\n"
            if line.hyphenated and after is not None:
                broken = f"{line.text.split()[-1]}{after.text.split()[0]}"
                bare = WORD_EDGE.sub("", broken).lower()
                kept = bare in vocabulary and bare.replace("-", "") not in vocabulary
                joined = joined[:-1] if kept else joined[:-2]
        return joined.rstrip("\n")

    @property
    def size(self) -> float:
        return self.lines[0].size

    def block(self, vocabulary: frozenset[str]) -> Block:
        """Make it a block with its place."""
        around = enclosing([line.box for line in self.lines])
        lines = tuple(line.placed for line in self.lines)
        return Block(text=self.whole(vocabulary), page=self.page, box=around, lines=lines)


def enclosing(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around one or more `boxes`."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def from_reading(lines: Sequence[TextLine], height: float) -> list[Line]:
    """Turn what OCR read on a page of `height` points into lines in reading order."""
    sizes = sorted(BOX_TO_SIZE * (line.box.bottom - line.box.top) * height for line in lines)
    usual = max(1.0, sizes[len(sizes) // 2]) if sizes else 1.0
    return in_reading_order([_from_reading(line, height, usual) for line in lines])


def _from_reading(line: TextLine, height: float, usual: float) -> Line:
    tall = (line.box.bottom - line.box.top) * height
    steps = round(math.log(max(1.0, BOX_TO_SIZE * tall) / usual, SIZE_STEP))
    hyphenated = re.search(r"[^\W\d_]-$", line.text) is not None
    return Line(
        line, usual * SIZE_STEP**steps, line.box.bottom * height - 0.2 * tall, hyphenated, False
    )


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Sort lines as they are read: column after column, rows from the top where there are none."""
    gutter = _gutter(lines)
    if gutter is None:
        return _in_rows(lines)
    ordered: list[Line] = []
    beside: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        if line.box.left < gutter < line.box.right:
            # A line across both columns ends them; what follows begins new ones.
            ordered += [*_columns(beside, gutter), line]
            beside = []
        else:
            beside.append(line)
    return ordered + _columns(beside, gutter)


def _columns(lines: Sequence[Line], gutter: float) -> list[Line]:
    left = [line for line in lines if line.box.right <= gutter]
    right = [line for line in lines if line.box.left >= gutter]
    return in_reading_order(left) + in_reading_order(right)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where, across the page, a gap parts the most lines into two columns."""
    if len(lines) < 2 * COLUMN_LINES:
        return None
    start = min(line.box.left for line in lines)
    end = max(line.box.right for line in lines)
    best, place = 0, None
    for step in range(1, GUTTERS):
        at = start + (end - start) * step / GUTTERS
        left = [line for line in lines if line.box.right <= at]
        right = [line for line in lines if line.box.left >= at]
        across = len(lines) - len(left) - len(right)
        parted = min(len(left), len(right))
        enough = parted >= COLUMN_LINES and 3 * across <= len(left) + len(right)
        if parted > best and enough and _are_columns(left, right):
            best, place = parted, at
    return place


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether both sides are wide enough, and share at least half of the lower one's height."""
    if min(_mean_width(left), _mean_width(right)) < COLUMN_WIDTH:
        return False
    one, other = (enclosing([line.box for line in side]) for side in (left, right))
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= 0.5 * min(one.bottom - one.top, other.bottom - other.top)


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


def paragraphs(page: int, lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Join lines in reading order to paragraphs."""
    steps = sorted(
        after.baseline - line.baseline
        for line, after in pairwise(lines)
        if 0 < after.baseline - line.baseline < 3 * line.size
    )
    # The commonest distance of two lines; a wider one parts two paragraphs.
    usual = steps[len(steps) // 2] if steps else 0.0
    current: list[Line] = []
    for line in lines:
        if current and _parted(current[-1], line, usual):
            yield Paragraph(page, tuple(current))
            current = []
        current.append(line)
    if current:
        yield Paragraph(page, tuple(current))


def _parted(line: Line, after: Line, usual: float) -> bool:
    step = after.baseline - line.baseline
    resized = abs(after.size - line.size) > 0.12 * line.size
    # A step upwards leads to the next column.
    return resized or step < -0.5 * line.size or step > 1.3 * max(usual, after.size)
