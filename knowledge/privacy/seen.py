"""Find private data in the lines that OCR read, and say where in the picture it stands.

OCR cuts a line into boxes, a column into lines and a token into pieces, so the lines are read in several
orders: row by row, and column by column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.privacy.find import find
from knowledge.privacy.span import Kind, Span, merged
from knowledge.records import Box, TextLine

SLACK: Final = 1.6
"""Characters that a box is wider on each side: letters are not all of one width."""

PADDING: Final = 0.25
"""Part of a line's height that a box is higher above and below."""

CELL: Final = 1.2
"""Heights of a line between two boxes of a row from which on they are cells of a table: words stand closer."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Private data in one line of a picture."""

    line: int
    """Place among the lines that were given."""
    span: Span
    secret: str
    """All of it, also where it goes on in other lines."""
    box: Box


def in_picture(lines: Sequence[TextLine], aspect: float) -> tuple[Seen, ...]:
    """Return what is private in the lines of one picture, line by line; `aspect` is width by height."""
    by_line: dict[int, list[tuple[Span, str]]] = {}
    blocks: dict[int, Box] = {}
    for order in _orders(lines):
        text, starts = _joined(lines, order, aspect)
        for span in find(text):
            parts = list(_parts(span, starts, lines))
            for line, part in parts:
                by_line.setdefault(line, []).append((part, text[span.start : span.end]))
            if span.kind is Kind.PRIVATE_KEY:
                for line, box in _stretched(lines, [line for line, _ in parts]):
                    blocks[line] = max(box, blocks.get(line, box), key=_area)
    seen = []
    for line, found in sorted(by_line.items()):
        for span in merged(part for part, _ in found):
            whole = [s for part, s in found if part.start < span.end and span.start < part.end]
            block = blocks.get(line) if span.kind is Kind.PRIVATE_KEY else None
            place = block or _box(lines[line], span, aspect)
            seen.append(Seen(line, span, max(whole, key=len), place))
    return tuple(seen)


def _stretched(lines: Sequence[TextLine], block: Sequence[int]) -> Iterator[tuple[int, Box]]:
    """Let each line of a block reach to the next one and to the block's sides: OCR may have missed a line between."""
    boxes = [lines[line].box for line in block]
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    ends = [max(box.bottom, below.top) for box, below in pairwise(boxes)]
    for line, box, bottom in zip(block, boxes, [*ends, boxes[-1].bottom], strict=True):
        yield line, Box(left, box.top, right, bottom)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


_Order = tuple[tuple[int, ...], ...]
"""Lines by number, those of one row together."""


def _orders(lines: Sequence[TextLine]) -> Iterator[_Order]:
    yield tuple(_rows(lines))
    for column in _columns(lines):
        yield tuple((at,) for at in column)


def _rows(lines: Sequence[TextLine]) -> Iterator[tuple[int, ...]]:
    """Put lines together whose middles lie in each other's height, from left to right."""
    left = sorted(range(len(lines)), key=lambda at: lines[at].box.top)
    while left:
        first = lines[left[0]].box
        row = [at for at in left if first.top <= _middle(lines[at].box) <= first.bottom]
        row = row or [left[0]]
        left = [at for at in left if at not in row]
        yield tuple(sorted(row, key=lambda at: lines[at].box.left))


def _columns(lines: Sequence[TextLine]) -> Iterator[list[int]]:
    """Chain each line with the nearest one below it that begins at the same place."""
    free = sorted(range(len(lines)), key=lambda at: lines[at].box.top)
    while free:
        column = [free.pop(0)]
        while (below := _below(lines, column[-1], free)) is not None:
            column.append(below)
            free.remove(below)
        if len(column) > 1:
            yield column


def _below(lines: Sequence[TextLine], at: int, free: Sequence[int]) -> int | None:
    box = lines[at].box
    height = box.bottom - box.top
    near = (
        other
        for other in free
        if 0 < _middle(lines[other].box) - _middle(box) < 4 * height
        and abs(lines[other].box.left - box.left) < 2 * height
    )
    return min(near, key=lambda other: lines[other].box.top, default=None)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _joined(
    lines: Sequence[TextLine], order: _Order, aspect: float
) -> tuple[str, list[tuple[int, int]]]:
    """Return the text in this order, cells of a row apart by tabs, and where in it each line starts."""
    text = ""
    starts: list[tuple[int, int]] = []
    for row in order:
        right = None
        for at in row:
            box = lines[at].box
            if right is not None:
                gap = (box.left - right) * aspect
                text += "\t" if gap > CELL * (box.bottom - box.top) else " "
            right = box.right
            starts.append((len(text), at))
            text += lines[at].text
        text += "\n"
    return text, starts


def _parts(
    span: Span, starts: Sequence[tuple[int, int]], lines: Sequence[TextLine]
) -> Iterator[tuple[int, Span]]:
    for start, at in starts:
        first = max(span.start - start, 0)
        last = min(span.end - start, len(lines[at].text))
        if first < last:
            yield at, Span(first, last, span.kind)


def _box(line: TextLine, span: Span, aspect: float) -> Box:
    """Return the place of some characters, as if all were of one width, and a little more."""
    box, count = line.box, max(len(line.text), 1)
    step = (box.right - box.left) / count
    tall = (box.bottom - box.top) * PADDING
    if box.bottom - box.top > (box.right - box.left) * aspect and count > 2:
        # Text that runs up or down.
        return Box(
            box.left - step / 2, box.top - tall / 8, box.right + step / 2, box.bottom + tall / 8
        )
    # A whole line has no doubtful edge: the OCR's own box holds it.
    left = box.left + (span.start - SLACK) * step if span.start else box.left - step / 2
    ends = span.end >= len(line.text)
    right = box.right + step / 2 if ends else box.left + (span.end + SLACK) * step
    return Box(
        max(left, 0.0), max(box.top - tall, 0.0), min(right, 1.0), min(box.bottom + tall, 1.0)
    )
