"""Part the filled cells of a sheet into its tables, each with the row that names its columns.

Knows rows and columns of text; no file format.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Cells = dict[int, dict[int, str]]
"""Texts by row, then column, both counted from 1; empty cells are absent."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table, the names of its columns first, and the lines of text that stand above."""

    above: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(cells: Cells) -> Iterator[Table]:
    """Yield the tables of a sheet; an empty row parts them."""
    head: tuple[str, ...] = ()
    for group in _groups(sorted(cells)):
        width = max(max(cells[row]) for row in group)
        lines = [_row(cells[row], width) for row in group]
        table = _table(lines)
        if table.rows and not _names(table.rows[0]) and len(table.rows[0]) == len(head):
            # Rows that go on after a gap have no names of their own.
            table = replace(table, rows=(head, *table.rows))
        elif table.rows:
            head = table.rows[0]
        yield table


def _groups(numbers: Sequence[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for number in numbers:
        if group and number > group[-1] + 1:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _row(cells: Mapping[int, str], width: int) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in range(1, width + 1))


def _table(lines: list[tuple[str, ...]]) -> Table:
    start = 0
    # One value over a row of several columns is a title, merged or not.
    while (
        start < len(lines) and len(lines[start]) > 1 and len(set(filter(None, lines[start]))) == 1
    ):
        start += 1
    if start == len(lines):
        # Nothing but single values: a list, or a line of text.
        return Table((), tuple(lines)) if len(lines) > 1 else Table(_first(lines[0]), ())
    above = tuple(text for line in lines[:start] for text in _first(line))
    rows = lines[start:]
    if len(rows) > 1 and _grouped(rows[0]) and _names(rows[1]):
        rows = [_joined(rows[0], rows[1]), *rows[2:]]
    return Table(above, tuple(rows))


def _first(line: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in line if text)[:1]


def _grouped(row: Sequence[str]) -> bool:
    """Tell whether a name spans several columns, so that the next row names the columns."""
    return any(text and text == after for text, after in pairwise(row))


def _names(row: Sequence[str]) -> bool:
    """Tell whether a row names columns: several values, hardly a number among them."""
    said = [text for text in row if text]
    numbers = sum(any(sign.isdigit() for sign in text[:1]) for text in said)
    return len(said) > 1 and numbers * 2 <= len(said) and len(set(said)) > 1


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Name each column by both rows: `2024 Q1`."""
    both = zip(upper, lower, strict=True)
    return tuple(one if one == two else f"{one} {two}".strip() for one, two in both)
