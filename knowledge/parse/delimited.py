"""Turn CSV and TSV into tables whose parts repeat the row of column names.

Knows the separators that spreadsheets write (RFC 4180 and its relatives).
"""

import csv
import io
from collections.abc import Iterator
from typing import Literal

from knowledge.parse.grid import Cells, tables
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures
from knowledge.parse.table import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from knowledge.parse.text import decode
from knowledge.records import Parsed

SEPARATORS = ",;\t|"
SAMPLE_LINES = 20
SAMPLE_CHARACTERS = 2_000
"""Of each of these lines."""

FIELD_CHARACTERS = 100_000
"""One quote that never closes makes one field of the rest of the file; longer values are cut."""


def parse(content: bytes, pictures: Pictures, name: str) -> Parsed:
    """Read a table; `name` is its title."""
    text = decode(content)
    outline = Outline(pictures)
    separator = _separator(text)
    try:
        cells = _cells(_rows(text, separator, csv.QUOTE_MINIMAL), pictures)
    except csv.Error:
        # A quote that never closes has swallowed the rest: then quotes are signs like any others. Or a value is as
        # long as no cell is shown: then its line is cut.
        short = "\n".join(line[:FIELD_CHARACTERS] for line in text.split("\n"))
        cells = _cells(_rows(short, separator, csv.QUOTE_NONE), pictures)
    for table in tables(cells):
        for line in table.above:
            outline.text(line)
        outline.table(table.rows)
    return outline.finish(name)


def _cells(rows: Iterator[list[str]], pictures: Pictures) -> Cells:
    cells: Cells = {}
    count = 0
    for number, row in enumerate(rows, start=1):
        count += len(row)
        if number > MOST_ROWS or count > MOST_CELLS:
            pictures.warnings.append(f"rows after {number - 1} were left out, so split it")
            break
        filled = {at: cell for at, cell in enumerate(row[:MOST_COLUMNS], start=1) if cell.strip()}
        if filled:
            cells[number] = filled
    return cells


def _rows(text: str, separator: str, quoting: Literal[0, 3]) -> Iterator[list[str]]:
    csv.field_size_limit(FIELD_CHARACTERS)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)


def _separator(text: str) -> str:
    """Choose the sign that parts the first lines into the most columns, and equally many."""
    lines = text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES]
    sample = "\n".join(line[:SAMPLE_CHARACTERS] for line in lines)

    def regular(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in _rows(sample, separator, csv.QUOTE_MINIMAL) if row]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) * (usual > 1), usual)

    return max(SEPARATORS, key=regular)
