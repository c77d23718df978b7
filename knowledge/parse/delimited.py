"""Turn CSV and TSV into tables whose parts repeat the row of column names.

Knows the separators that spreadsheets write (RFC 4180 and its relatives).
"""

import csv
import io
from collections.abc import Iterator

from knowledge.parse.grid import Cells, tables
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures
from knowledge.parse.table import MOST_COLUMNS, MOST_ROWS
from knowledge.parse.text import decode
from knowledge.records import Parsed

SEPARATORS = ",;\t|"
SAMPLE_LINES = 20
FIELD_CHARACTERS = 1_000_000
"""One quote that never closes makes one field of the rest of the file."""


def parse(content: bytes, pictures: Pictures, name: str) -> Parsed:
    """Read a table; `name` is its title."""
    text = decode(content)
    outline = Outline(pictures)
    cells: Cells = {}
    for number, row in enumerate(_rows(text, _separator(text)), start=1):
        if number > MOST_ROWS:
            pictures.warnings.append(f"rows after {MOST_ROWS} were left out, so split it")
            break
        filled = {at: cell for at, cell in enumerate(row[:MOST_COLUMNS], start=1) if cell.strip()}
        if filled:
            cells[number] = filled
    for table in tables(cells):
        for line in table.above:
            outline.text(line)
        outline.table(table.rows)
    return outline.finish(name)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(FIELD_CHARACTERS)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """Choose the sign that parts the first lines into the most columns, and equally many."""
    sample = "\n".join(text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES])

    def regular(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in _rows(sample, separator) if row]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) * (usual > 1), usual)

    return max(SEPARATORS, key=regular)
