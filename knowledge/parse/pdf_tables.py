"""Find tables among the lines of a page: rows whose parts stand below each other.

Knows places and words only; rules that are drawn around cells are not needed.
"""

from collections.abc import Iterator, Sequence

from knowledge.parse.pdf_layout import Line, enclosing
from knowledge.records import Box, TextLine

LEAST_ROWS = 3
"""Rows of several cells that make a table; two are as often a pair of labels and values."""

STEP = 3.2
"""Distance of two rows, in type sizes, beyond which a table has ended."""

WRAPPED = 2
"""Lines in a row of one cell each that a table may hold: a label of two lines, a subheading."""

LEVEL = 0.25
"""Distance of two baselines, in type sizes, within which they are one row."""

FILLED = 0.4
"""Least part of the cells that hold something; labels of a chart fill fewer."""

EMPTY = 0.12
"""Part of the rows whose cells may reach into the gap between two columns: headings span several."""

PROSE = 45
"""Mean characters of a cell, above which two columns are running text."""

BINS = 400
"""Steps across the page in which columns are told apart."""

Row = list[Line]


def find(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the tables as lines that have `cells`, and the lines in no table, in their order."""
    tables: list[Line] = []
    taken: set[int] = set()
    for run in _runs(_rows(lines)):
        columns = _columns(run)
        if len(columns) < 2 or _prose(run, len(columns)):
            continue
        table = _table(run, columns)
        held = sum(bool(cell) for row in table.cells for cell in row)
        if held < FILLED * len(table.cells) * len(columns):
            continue
        tables.append(table)
        taken.update(id(line) for row in run for line in row)
    return tables, [line for line in lines if id(line) not in taken]


def _rows(lines: Sequence[Line]) -> list[Row]:
    """Group upright lines by baseline, from the top."""
    rows: list[Row] = []
    upright = (line for line in lines if not line.sideways)
    for line in sorted(upright, key=lambda line: line.baseline):
        if rows and line.baseline - rows[-1][0].baseline <= LEVEL * min(
            line.size, rows[-1][0].size
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield stretches of rows that may be one table: they begin and end with a row of several cells."""
    run: list[Row] = []
    single = 0
    for row in rows:
        near = bool(run) and row[0].baseline - run[-1][0].baseline <= STEP * _size(run[-1], row)
        if run and (not near or (len(row) == 1 and single >= WRAPPED)):
            yield from _trimmed(run)
            run, single = [], 0
        if len(row) > 1:
            run.append(row)
            single = 0
        elif run:
            run.append(row)
            single += 1
    yield from _trimmed(run)


def _size(*rows: Row) -> float:
    return max(line.size for row in rows for line in row)


def _trimmed(run: list[Row]) -> Iterator[list[Row]]:
    while run and len(run[-1]) == 1:
        run.pop()
    if sum(len(row) > 1 for row in run) >= LEAST_ROWS:
        yield run


def _columns(run: Sequence[Row]) -> list[tuple[float, float]]:
    """Return where columns begin and end: between them (nearly) no row has ink."""
    several = [row for row in run if len(row) > 1]
    ink = [0] * (BINS + 1)
    for row in several:
        for line in row:
            for at in range(int(line.box.left * BINS), int(line.box.right * BINS) + 1):
                ink[at] += 1
    most = EMPTY * len(several)
    columns: list[tuple[float, float]] = []
    start = None
    for at, count in enumerate([*ink, 0]):
        if count > most and start is None:
            start = at
        elif count <= most and start is not None:
            columns.append((start / BINS, at / BINS))
            start = None
    return _without_marks(columns, several)


def _without_marks(
    columns: list[tuple[float, float]], rows: Sequence[Row]
) -> list[tuple[float, float]]:
    """Join a column of signs only (`$`, `%`, `)`) to the one that it belongs to."""
    joined: list[tuple[float, float]] = []
    open_mark = None
    held: dict[tuple[float, float], list[str]] = {column: [] for column in columns}
    for line in (line for row in rows for line in row):
        held[_at(line.box, columns)].append(line.text)
    for column, cells in held.items():
        signs = bool(cells) and not any(map(str.isalnum, "".join(cells)))
        if open_mark is not None:
            column, open_mark = (open_mark[0], column[1]), None
        if signs and all(cell in ("$", "€", "£", "¥", "(") for cell in cells):
            open_mark = column
        elif signs and joined:
            joined[-1] = (joined[-1][0], column[1])
        else:
            joined.append(column)
    return joined


def _at(box: Box, columns: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the column that holds most of `box`."""
    middle = (box.left + box.right) / 2
    for column in columns:
        if column[0] <= box.left and box.right <= column[1]:
            return column

    def shared(column: tuple[float, float]) -> float:
        inside = min(column[1], box.right) - max(column[0], box.left)
        return inside if inside > 0 else -abs((column[0] + column[1]) / 2 - middle)

    return max(columns, key=shared)


def _prose(run: Sequence[Row], columns: int) -> bool:
    lengths = [len(line.text) for row in run if len(row) > 1 for line in row]
    return columns == 2 and sum(lengths) > PROSE * len(lengths)


def _table(run: Sequence[Row], columns: Sequence[tuple[float, float]]) -> Line:
    cells = []
    for row in run:
        held: dict[tuple[float, float], list[str]] = {column: [] for column in columns}
        for line in row:
            held[_at(line.box, columns)].append(line.text)
        cells.append(tuple(" ".join(held[column]) for column in columns))
    lines = [line for row in run for line in row]
    box = enclosing([line.box for line in lines])
    text = "\n".join(" | ".join(row) for row in cells)
    first = run[0][0]
    return Line(
        TextLine(text, box),
        first.size,
        run[-1][0].baseline,
        cells=tuple(cells),
        inner=tuple(line.placed for line in lines),
    )
