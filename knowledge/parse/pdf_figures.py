"""Find the figures of a page: pictures, and paths that together make a chart or a diagram.

Knows places only. What is no figure: icons, hairlines, backgrounds, frames around text, the rules and
bands of a table, a logo that every page bears.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.parse.pdf_drawings import THIN, area, drawings
from knowledge.parse.pdf_layout import Line, Paragraph, enclosing
from knowledge.records import Box, TextLine

LEAST_SIDE = 0.05
LEAST_AREA = 0.012
"""Of the page; smaller ones are icons, bullets and logos."""

PICTURED = 0.5
"""Part of a page that is a picture itself, above which a picture on it is that page."""

MOST_AREA = 0.85
"""Larger ones are the page's background, or the page itself."""

TEXT = 0.3
"""Part of a drawing that running text covers, above which it is a frame around that text."""

WORDS = 0.5
"""Part that words of any length cover, above which the words are what is shown."""

OVERLAID = 0.2
TITLE = 4
"""The same for a picture under so few lines: slides have the shadow of a title as a picture."""

LONG = 45
"""Characters of a line that is a sentence and no label."""

REACH = 0.02
"""Distance above and below a drawing within which short lines are its labels; beside it, twice that."""

CAPTION_REACH = 0.07
"""Distance from a figure, as a part of the page, within which its caption stands."""

CAPTION = re.compile(
    r"(?:figure|fig\.?|chart|diagram|exhibit|graph|plate|abb(?:\.|ildung)|рис(?:\.|унок)|схема|图|圖)\s*[\dIVXA-Z一-十]",
    re.IGNORECASE,
)
TABLE_CAPTION = re.compile(
    r"(?:table|tab\.|tabelle|таблица|табл\.|表)\s*[\dIVXA-Z一-十]", re.IGNORECASE
)
"""How the lines begin that speak of a figure, and of a table."""

OFTEN = 0.3
LEAST_OFTEN = 3
"""A picture in one place on more than this part of the pages, and on so many, is decoration."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in its place, with the lines of the text layer that stand in it."""

    page: int
    box: Box
    labels: tuple[TextLine, ...] = ()
    telling: bool = True
    """Whether its labels are told in it alone; not where OCR read them as part of the whole page."""


def find(
    page: int, pictures: Sequence[Box], paths: Sequence[Box], lines: Sequence[Line]
) -> list[Figure]:
    """Return the figures of `page` from the top."""
    tables = [_wider(line.box, REACH / 2) for line in lines if line.cells]
    free = [box for box in paths if not any(_holds(table, box) for table in tables)]
    boxes = [box for box in _merged(pictures) if not _is_ground(box, lines, OVERLAID)]
    boxes += [box for box in drawings(free) if not _is_ground(box, lines, WORDS)]
    boxes = [box for box in boxes if _is_figure(box)]
    figures = [_with_labels(box, lines) for box in _merged(boxes)]
    return [
        Figure(page, box, _labels(box, lines))
        for box in sorted(_merged(figures), key=lambda box: (box.top, box.left))
        if _is_figure(box)
    ]


def _labels(box: Box, lines: Sequence[Line]) -> tuple[TextLine, ...]:
    inside = (line for line in lines if not line.cells and _holds(box, line.box))
    return tuple(line.placed for line in inside)


def without_repeated(figures: Iterable[Figure], pages: int) -> list[Figure]:
    """Leave out what stands in the same place on many pages."""
    figures = list(figures)
    seen = Counter(_rounded(one.box) for one in figures)
    most = max(LEAST_OFTEN, OFTEN * pages)
    return [one for one in figures if seen[_rounded(one.box)] < most]


def caption_of(box: Box, paragraphs: Sequence[Paragraph], how: re.Pattern[str]) -> Paragraph | None:
    """Return the paragraph nearest to `box`, below or above, that begins like a caption."""
    best, nearest = None, CAPTION_REACH
    for one in paragraphs:
        if not how.match(one.text) or one.is_table:
            continue
        around = enclosing([line.box for line in one.lines])
        beside = min(around.right, box.right) - max(around.left, box.left)
        distance = max(around.top - box.bottom, box.top - around.bottom, 0.0)
        if beside > 0 and distance < nearest:
            best, nearest = one, distance
    return best


def _is_figure(box: Box) -> bool:
    sides = min(box.right - box.left, box.bottom - box.top)
    return sides >= LEAST_SIDE and LEAST_AREA <= area(box) <= MOST_AREA


def _is_ground(box: Box, lines: Sequence[Line], most: float) -> bool:
    """Whether words fill it: a frame around running text, the shadow of a slide's title."""
    text = sum(_shared(line.box, box) for line in lines if len(line.text) >= LONG)
    over = [_shared(line.box, box) for line in lines if not line.cells]
    few = 0 < sum(part > 0 for part in over) <= TITLE
    return text > TEXT * area(box) or sum(over) > (most if few else WORDS) * area(box)


def _shared(one: Box, other: Box) -> float:
    """Return the area that two boxes share."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, across) * max(0.0, down)


def _with_labels(box: Box, lines: Sequence[Line]) -> Box:
    """Widen a drawing by the short lines right beside it: the names of axes and bars."""
    reach = _wider(box, REACH)
    labels = [
        line.box
        for line in lines
        if not (
            line.cells or line.bold or CAPTION.match(line.text) or TABLE_CAPTION.match(line.text)
        )
        and len(line.text) < LONG
        and _holds(reach, line.box)
    ]
    return enclosing([box, *labels])


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes that overlap or touch: a picture cut into strips, a chart and its legend."""
    merged: list[Box] = []
    for box in boxes:
        joined = box
        apart = []
        for other in merged:
            if _touch(joined, other):
                joined = enclosing([joined, other])
            else:
                apart.append(other)
        merged = [*apart, joined]
    return merged if len(merged) == len(boxes) else _merged(merged)


def _touch(one: Box, other: Box) -> bool:
    gap = THIN
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across >= -gap and down >= -gap


def _wider(box: Box, by: float) -> Box:
    return Box(
        max(0.0, box.left - 2 * by),
        max(0.0, box.top - by),
        min(1.0, box.right + 2 * by),
        min(1.0, box.bottom + by),
    )


def _holds(box: Box, inner: Box) -> bool:
    """Whether the middle of `inner` lies in `box`."""
    across, down = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _rounded(box: Box) -> tuple[float, ...]:
    return tuple(round(side, 2) for side in (box.left, box.top, box.right, box.bottom))
