"""Bring the lines of a page into reading order, and join them to paragraphs.

Knows places, type sizes and baselines; no PDF and no OCR engine.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.records import Block, Box, TextLine

WORD_EDGE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, its type size and its baseline, both in points, the latter from the page's top."""

    placed: TextLine
    size: float
    baseline: float
    hyphenated: bool = False
    sideways: bool = False
    bold: bool = False
    cells: tuple[tuple[str, ...], ...] = ()
    """Of a table, which stands for all its lines: the rows."""
    inner: tuple[TextLine, ...] = ()
    """Of a table: its lines."""

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

    @property
    def bold(self) -> bool:
        """Whether all of it is set in bold face."""
        return all(line.bold for line in self.lines)

    @property
    def is_table(self) -> bool:
        """Whether it is a table, which is one line that stands for many."""
        return bool(self.lines[0].cells)

    def block(self, vocabulary: frozenset[str]) -> Block:
        """Make it a block with its place."""
        around = enclosing([line.box for line in self.lines])
        lines = tuple(part for line in self.lines for part in line.inner or (line.placed,))
        return Block(
            text=self.lines[0].text if self.is_table else self.whole(vocabulary),
            page=self.page,
            atomic=self.is_table,
            box=around,
            lines=lines,
        )


def enclosing(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around one or more `boxes`."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def paragraphs(page: int, lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Join lines in reading order to paragraphs."""
    usual = _usual_step(lines)
    current: list[Line] = []
    for line in lines:
        if current and _parted(current[-1], line, usual):
            yield Paragraph(page, tuple(current))
            current = []
        current.append(line)
    if current:
        yield Paragraph(page, tuple(current))


def _usual_step(lines: Sequence[Line]) -> float:
    """Return the distance of two lines that most of the text is set with; a wider one parts paragraphs."""
    steps = sorted(
        (after.baseline - line.baseline, len(after.text))
        for line, after in pairwise(lines)
        if 0 < after.baseline - line.baseline < 3 * line.size
    )
    left = sum(letters for _, letters in steps) / 2
    for step, letters in steps:
        left -= letters
        if left <= 0:
            return step
    return 0.0


def _parted(line: Line, after: Line, usual: float) -> bool:
    if line.cells or after.cells:
        return True
    step = after.baseline - line.baseline
    resized = abs(after.size - line.size) > 0.12 * line.size or after.bold != line.bold
    # A step upwards leads to the next column.
    return resized or step < -0.5 * line.size or step > 1.3 * max(usual, after.size)
