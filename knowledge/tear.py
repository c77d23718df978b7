"""Tear a block that is too long for one unit: a text between sentences, a table or listing between lines.

Knows how long a unit may be; knows nothing of headings, pages and units.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from knowledge.records import Block

Count = Callable[[str], int]
"""Counts the tokens of a text as the embedder does."""

TARGET_TOKENS = 220
"""A unit is closed when the next block would lead beyond; with its context line it fits the embedder's 256."""

MAX_TOKENS = 400
"""A single block is torn only beyond this."""

TABLE_TOKENS = 60
"""A table of a page from this size on is a unit of its own; a smaller one stays in its text."""

CRUMB_TOKENS = 40
"""A rest shorter than this joins the unit before it: alone it says nothing."""

_ROW = " | "
"""Parts the cells of a table's row."""

_SENTENCE = re.compile(r"(?<=[.!?。！？；])\s*(?=\S)")


def parts(block: Block, count: Count) -> Iterator[Block]:
    """Yield `block`, or where it is too long the parts of it, none longer than `MAX_TOKENS`."""
    if not block.text.strip():
        return
    if count(block.text) <= (MAX_TOKENS if block.atomic else TARGET_TOKENS):
        yield block
        return
    pieces = block.text.split("\n") if block.atomic else _SENTENCE.split(block.text)
    joint = "\n" if block.atomic else " "
    head = _head(pieces, count) if block.atomic else ""
    for number, text in enumerate(_packed(pieces, joint, count)):
        yield replace(block, text=f"{head}\n{text}" if head and number else text, lines=())


def is_table(block: Block) -> bool:
    """Whether a block is a table that was set on a page, and so has a place there."""
    return block.atomic and block.box is not None and _ROW in block.text


def _head(rows: Sequence[str], count: Count) -> str:
    """Return the row that names the columns of a table, which each of its parts begins with."""
    table = sum(_ROW in row for row in rows) > 0.5 * len(rows)
    return rows[0] if table and _ROW in rows[0] and count(rows[0]) <= CRUMB_TOKENS else ""


def _packed(pieces: Sequence[str], joint: str, count: Count) -> Iterator[str]:
    held, tokens = "", 0
    for piece in (short for long in pieces for short in _short(long, count)):
        more = count(piece)
        if held and tokens + more > TARGET_TOKENS:
            yield held
            held, tokens = "", 0
        held = f"{held}{joint}{piece}" if held else piece
        tokens += more
    if held.strip():
        yield held


def _short(piece: str, count: Count) -> Iterator[str]:
    """Halve what has neither lines nor sentences until it fits."""
    if count(piece) <= MAX_TOKENS or len(piece) < 2:
        yield piece
        return
    middle = piece.rfind(" ", 0, len(piece) // 2 + 1)
    middle = middle if middle > 0 else len(piece) // 2
    yield from _short(piece[:middle], count)
    yield from _short(piece[middle:].lstrip(), count)
