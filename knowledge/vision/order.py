"""Bring the lines of a reading into the order in which people read them, and turn a reading by quarters.

Knows boxes and their confidence, no pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.records import Box, TextLine


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one pass, before doubtful lines are dropped."""

    lines: tuple[TextLine, ...]
    downwards: bool = False

    @property
    def confidence(self) -> float:
        """Mean confidence over characters; an empty reading leaves nothing to doubt."""
        letters = sum(len(line.text) for line in self.lines)
        if not letters:
            return 1.0
        return sum(len(line.text) * line.confidence for line in self.lines) / letters


def in_rows(lines: Sequence[TextLine]) -> list[TextLine]:
    """Sort from top to bottom; lines that share half of their height are one row."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        if rows and _overlap(rows[-1][0].box, line.box) > 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.left)]


def in_columns(lines: Sequence[TextLine]) -> list[TextLine]:
    """Sort from right to left, as vertical writing and a page turned to the right run."""
    upright = [replace(line, box=_turn(line.box)) for line in lines]
    back = {id(new): old for new, old in zip(upright, lines, strict=True)}
    return [back[id(line)] for line in in_rows(upright)]


def _overlap(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return shared / lower if lower > 0 else 0.0


def _turn(box: Box) -> Box:
    """Turn a quarter to the left: what was on the right is on top."""
    return Box(box.top, 1 - box.right, box.bottom, 1 - box.left)


def turned_back(reading: Reading, turns: int) -> Reading:
    """Give the lines their places in the picture as it was before `turns` quarters to the left."""
    lines = list(reading.lines)
    for _ in range(4 - turns):
        lines = [replace(line, box=_turn(line.box)) for line in lines]
    return Reading(tuple(lines), reading.downwards)
