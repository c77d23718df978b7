"""Turn a workbook (SpreadsheetML, ECMA-376 part 1, section 18) into blocks, sheet by sheet.

openpyxl streams the cells; what it leaves out while streaming (merged cells, charts, pictures) is read from
the package. Formulas show the value that was last computed; macros and external targets are never touched.
"""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from knowledge.parse.grid import Cells, tables
from knowledge.parse.opc import Package
from knowledge.parse.outline import Outline
from knowledge.parse.pictures import Pictures
from knowledge.parse.sheet_drawings import add_comments, add_drawing
from knowledge.parse.shown import shown
from knowledge.parse.table import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from knowledge.records import Parsed

if TYPE_CHECKING:
    from openpyxl import Workbook

WORKBOOK = "xl/workbook.xml"
MOST_SHEETS = 200

READ_ROWS = 2 * MOST_ROWS
"""Empty rows count as well: a single cell in the last row claims a million."""

MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
MOST_MERGED = 20_000
MOST_FILLED = 200_000
"""Cells that are filled from merged ones."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


def parse(content: bytes, package: Package, pictures: Pictures, name: str) -> Parsed:
    """Read a workbook; `name` is its title where it has none."""
    from openpyxl import load_workbook

    outline = Outline(pictures)
    sheets = list(_sheets(package))[:MOST_SHEETS]
    with warnings.catch_warnings():
        # What openpyxl cannot keep when it saves again is of no interest here.
        warnings.simplefilter("ignore")
        workbook = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False, keep_vba=False
        )
        # A chart may show what stands in a later sheet.
        grids = {sheet.name: _cells(workbook, sheet, package, pictures) for sheet in sheets}
        workbook.close()
    for sheet in sheets:
        outline.heading(1, f"{sheet.name} (hidden sheet)" if sheet.hidden else sheet.name)
        for table in tables(grids[sheet.name]):
            for line in table.above:
                outline.text(line)
            outline.table(table.rows)
        for drawing in package.related(sheet.part, "drawing"):
            add_drawing(package, drawing, outline, grids)
        for part in package.related(sheet.part, "comments"):
            add_comments(package, part, outline)
    return outline.finish(package.title or name)


def _sheets(package: Package) -> Iterator[_Sheet]:
    relations = package.relations(WORKBOOK)
    for one in package.tree(WORKBOOK).iterfind("sheets/sheet"):
        relation = relations.get(one.get("r:id", ""))
        if relation is not None and not relation.external:
            hidden = one.get("state", "visible") != "visible"
            yield _Sheet(one.get("name", ""), relation.target, hidden)


def _cells(workbook: "Workbook", sheet: _Sheet, package: Package, pictures: Pictures) -> Cells:
    """Read a sheet as it is shown; a sheet of nothing but a chart has no cells."""
    worksheet = workbook[sheet.name] if sheet.name in workbook.sheetnames else None
    if worksheet is None or not hasattr(worksheet, "reset_dimensions"):
        return {}
    # The size that a sheet claims may be a lie, or that of one stray cell.
    worksheet.reset_dimensions()
    rows = worksheet.iter_rows()
    grid: Cells = {}
    count = 0
    for cells in islice(rows, READ_ROWS):
        for cell in cells[:MOST_COLUMNS]:
            if cell.value is not None:
                text = shown(cell.value, cell.number_format or "General").strip()
                grid.setdefault(cell.row, {})[cell.column] = text
        count += len(cells)
        if len(grid) >= MOST_ROWS or count > MOST_CELLS:
            break
    if next(rows, None) is not None:
        last = max(grid, default=READ_ROWS)
        pictures.warnings.append(
            f"what follows row {last} of sheet {sheet.name[:60]!r} was left out, so split it"
        )
    _fill(grid, package, sheet.part)
    return grid


def _fill(grid: Cells, package: Package, part: str) -> None:
    """Let a merged cell speak for every row and column that it covers."""
    from openpyxl.utils import column_index_from_string

    filled = 0
    for left, top, right, bottom in islice(_merged(package, part), MOST_MERGED):
        first, last = column_index_from_string(left), column_index_from_string(right)
        value = grid.get(top, {}).get(first, "")
        size = (bottom - top + 1) * (last - first + 1)
        filled += size
        if not value or size > 10_000 or filled > MOST_FILLED:
            continue
        for row in range(top, bottom + 1):
            # A row that holds nothing but what was merged into it stays empty.
            if row == top or row in grid:
                for column in range(first, min(last, MOST_COLUMNS) + 1):
                    grid[row].setdefault(column, value)


def _merged(package: Package, part: str) -> Iterator[tuple[str, int, str, int]]:
    tail = b""
    for piece in package.pieces(part):
        seen = tail + piece
        end = 0
        for match in MERGED.finditer(seen):
            end = match.end()
            yield match[1].decode(), int(match[2]), match[3].decode(), int(match[4])
        tail = seen[max(end, len(seen) - 300) :]
