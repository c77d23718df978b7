"""Group the paths of a page that together draw something: a chart, a diagram.

Knows places only; what words stand in a drawing is none of its business.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.parse.pdf_layout import enclosing
from knowledge.records import Box

GROUND = 0.85
"""Part of the page that a single path covers when it is the page's ground or frame."""

LEAST_PATHS = 6
"""Paths that stand together in a drawing; frames and rules are fewer."""

THIN = 0.004
"""Part of the page's side; thinner paths are rules, which make no drawing by themselves."""

BAND = 0.06
"""Part of the page's width; wider paths that begin and end below each other are rows of a table."""

ROW = 0.035
"""Height of a table's row, as a part of the page; boxes of a diagram are higher."""

LEAST_RULES = 16
CURVES = 2
"""Paths, and such among them as are no rules, that make a plot: its grid, its frame and its curves."""

GRID = 64
"""Cells across and down in which paths that stand near each other touch."""

MOST_PATHS = 4_000
"""Looked at on a page; a map has more, and is found by these."""

Cells = NDArray[np.generic]


def drawings(paths: Sequence[Box]) -> Iterator[Box]:
    """Yield the boxes of paths that touch or nearly touch, where they are enough to draw something."""
    inked = [box for box in paths[:MOST_PATHS] if area(box) < GROUND]
    if len(inked) < LEAST_PATHS:
        return
    cells = np.zeros((GRID + 1, GRID + 1), dtype=bool)
    for box in inked:
        rows = slice(int(box.top * GRID), int(box.bottom * GRID) + 1)
        cells[rows, int(box.left * GRID) : int(box.right * GRID) + 1] = True
    names = _components(cells)
    groups: dict[int, list[Box]] = {}
    for box in inked:
        groups.setdefault(int(names[int(box.top * GRID), int(box.left * GRID)]), []).append(box)
    for group in groups.values():
        thick = _solid(group)
        around = enclosing(group)
        drawn = thick >= LEAST_PATHS or (thick >= CURVES and len(group) >= LEAST_RULES)
        if drawn:
            yield around


def _solid(group: Sequence[Box]) -> int:
    """Count the paths that are neither rules nor the shaded cells and rows of a table."""
    columns = Counter((round(box.left, 2), round(box.right, 2)) for box in group)
    rows = Counter((round(box.top, 3), round(box.bottom, 3)) for box in group)

    def is_cell(box: Box) -> bool:
        band = box.right - box.left >= BAND and columns[round(box.left, 2), round(box.right, 2)] > 2
        row = box.bottom - box.top < ROW and rows[round(box.top, 3), round(box.bottom, 3)] > 2
        return band or row

    return sum(
        min(box.right - box.left, box.bottom - box.top) > THIN and not is_cell(box) for box in group
    )


def _components(cells: Cells) -> Cells:
    """Number the groups of cells that touch, also at their corners."""
    names = np.zeros(cells.shape, dtype=np.int32)
    last = 0
    for start in zip(*np.nonzero(cells), strict=True):
        if names[start]:
            continue
        last += 1
        names[start] = last
        open_cells = [start]
        while open_cells:
            row, column = open_cells.pop()
            for near_row in range(max(0, row - 1), min(cells.shape[0], row + 2)):
                for near in range(max(0, column - 1), min(cells.shape[1], column + 2)):
                    if cells[near_row, near] and not names[near_row, near]:
                        names[near_row, near] = last
                        open_cells.append((near_row, near))
    return names


def area(box: Box) -> float:
    """Return which part of the page `box` takes up."""
    return (box.right - box.left) * (box.bottom - box.top)
