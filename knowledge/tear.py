"""Tear a block that is too long for one unit: a text between sentences, a table or listing between lines.

Knows how long a unit may be; knows nothing of headings, pages and units.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.records import Block

Count = Callable[[str], int]
"""Counts the tokens of a text as the embedder does."""

TARGET_TOKENS = 220
"""A unit is closed when the next block would lead beyond; with its context line it fits the embedder's 256."""

LEAST_TOKENS = 140
"""From this length on a unit may be closed, where another place to close it is no better."""

MAX_TOKENS = 400
"""A single block is torn only beyond this."""

TABLE_TOKENS = 60
"""A table of a page from this size on is a unit of its own; a smaller one stays in its text."""

SECTION_TOKENS = 80
"""A section of a page that is shorter is joined to its neighbour on the page: alone it says too little."""

CRUMB_TOKENS = 40
"""A rest shorter than this joins the unit before it: alone it says nothing."""

_MARKED = 40
"""Characters at the beginning of a block that decide how good a place before it is."""

_ROW = " | "
"""Parts the cells of a table's row."""

_SENTENCE_END = re.compile(r"[.!?]\s+(?=\S)|[。！？；]\s*(?=\S)")
"""A dot within a number, an address or an abbreviation ends none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block that is short enough, and its length in tokens."""

    block: Block
    tokens: int


def starts(run: Sequence[Part], held: int = 0) -> set[int]:
    """Choose which parts of `run` begin a new unit, where one of `held` tokens is open already.

    Among the places where a unit may end, the one with the smallest hash is taken (content-defined
    chunking), so that an edit moves the ends of units near it and of no others.
    """
    # Of the beginning only: an edit further on leaves the place as good as it was.
    marks = [zlib.crc32(part.block.text[:_MARKED].encode()) for part in run]
    chosen: set[int] = set()
    at = 0
    while True:
        end = _end(run, marks, at, held)
        if end is None:
            return chosen
        chosen.add(end)
        at, held = end, 0


def _end(run: Sequence[Part], marks: Sequence[int], at: int, held: int) -> int | None:
    """Return which part comes after the unit that holds `held` tokens and goes on with part `at`."""
    places: list[int] = []
    for place in range(at, len(run)):
        full = held + run[place].tokens > TARGET_TOKENS
        if held and (full or held >= LEAST_TOKENS):
            places.append(place)
        if held and full:
            return min(places, key=lambda one: marks[one])
        held += run[place].tokens
    return None


def parts(block: Block, count: Count) -> Iterator[Block]:
    """Yield `block`, or where it is too long the parts of it, none longer than `MAX_TOKENS`."""
    if not block.text.strip():
        return
    if count(block.text) <= (MAX_TOKENS if block.atomic else TARGET_TOKENS):
        yield block
        return
    rows = block.text.split("\n")
    pieces = [f"{row}\n" for row in rows] if block.atomic else _sentences(block.text)
    head = _head(rows, count) if block.atomic else ""
    for number, text in enumerate(_packed(pieces, count)):
        yield replace(block, text=f"{head}\n{text}" if head and number else text, lines=())


def is_table(block: Block) -> bool:
    """Whether a block is a table that was set on a page, and so has a place there."""
    return block.atomic and block.box is not None and _ROW in block.text


def _head(rows: Sequence[str], count: Count) -> str:
    """Return the row that names the columns of a table, which each of its parts begins with."""
    table = sum(_ROW in row for row in rows) > 0.5 * len(rows)
    return rows[0] if table and _ROW in rows[0] and count(rows[0]) <= CRUMB_TOKENS else ""


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of `text`, each with the blanks behind it."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        yield text[start : found.end()]
        start = found.end()
    yield text[start:]


def _packed(pieces: Iterable[str], count: Count) -> Iterator[str]:
    """Put pieces together, as they were written, as far as each whole fits."""
    held, tokens = "", 0
    for piece in (short for long in pieces for short in _short(long, count)):
        more = count(piece.strip())
        if held and tokens + more > TARGET_TOKENS:
            yield held.strip()
            held, tokens = "", 0
        held += piece
        tokens += more
    if held.strip():
        yield held.strip()


def _short(piece: str, count: Count) -> Iterator[str]:
    """Halve what has neither lines nor sentences until it fits."""
    if count(piece.strip()) <= MAX_TOKENS or len(piece) < 2:
        yield piece
        return
    middle = piece.rfind(" ", 0, len(piece) // 2 + 1)
    middle = middle if middle > 0 else len(piece) // 2
    yield from _short(piece[:middle], count)
    yield from _short(piece[middle:], count)
