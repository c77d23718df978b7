"""Turn rows of cells into pieces of text that each begin with the row of column names.

Knows nothing of where the rows come from.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

PIECE = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]|\d{1,3}|[a-zA-Z\u00c0-\u024f]{1,6}|[^\W\d_]{1,2}|[^\s\w]"
)
"""About one token of a subword vocabulary: numbers, signs and scripts it was not made for take many."""

TARGET_PIECES = 190
"""A piece is closed here: with the line that says where it stands it is one unit, torn by nobody."""

WHOLE_PIECES = 300
"""A table up to this size stays in one piece."""

MOST_ROWS = 50_000
"""Of one table; beyond, a database answers better than a search does."""

MOST_CELLS = 1_000_000
"""Of one table, empty ones counted as well: ten seconds of reading a sheet."""

MOST_COLUMNS = 256
CELL_CHARACTERS = 2_000

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Torn:
    """A table in pieces; `cut` where rows were left out."""

    pieces: tuple[str, ...]
    cut: bool = False


def pack(rows: Iterable[Row]) -> Torn:
    """Cut a table, whose first row names the columns, into pieces that repeat that row."""
    lines: list[list[str]] = []
    cut = False
    for row in rows:
        cells = [" ".join(cell.split())[:CELL_CHARACTERS] for cell in row[:MOST_COLUMNS]]
        if not any(cells):
            continue
        if len(lines) > MOST_ROWS:
            cut = True
            break
        lines.append(cells)
    lines = _narrowed(lines)
    if not lines:
        return Torn((), cut)
    written = [" | ".join(cells).rstrip(" |") for cells in lines]
    sizes = [size(line) for line in written]
    if sum(sizes) <= WHOLE_PIECES:
        return Torn(("\n".join(written),), cut)
    return Torn(tuple(_grouped(lines, written, sizes)), cut)


def size(text: str) -> int:
    """Estimate the tokens of a text."""
    return sum(1 for _ in PIECE.finditer(text))


def _grouped(lines: Sequence[Row], written: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
    head, head_size = written[0], sizes[0]
    held, total = [head], head_size
    for row, line, more in zip(lines[1:], written[1:], sizes[1:], strict=True):
        wide = head_size + more > WHOLE_PIECES
        if len(held) > 1 and (wide or total + more > TARGET_PIECES):
            yield "\n".join(held)
            held, total = [head], head_size
        if wide:
            yield _record(lines[0], row)
        else:
            held.append(line)
            total += more
    if len(held) > 1:
        yield "\n".join(held)


def _record(head: Row, row: Row) -> str:
    """Name each value of a row as wide as a page, so that it speaks even when it is torn."""
    both = zip(head, row, strict=True)
    return "\n".join(f"{name}: {value}" if name else value for name, value in both if value)


def _narrowed(lines: list[list[str]]) -> list[list[str]]:
    """Drop columns that are empty everywhere, and make all rows equally wide."""
    width = max((len(row) for row in lines), default=0)
    used = [at for at in range(width) if any(at < len(row) and row[at] for row in lines)]
    return [[row[at] if at < len(row) else "" for at in used] for row in lines]
