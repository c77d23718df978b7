"""Cut a parsed document into units of a size that a model can embed and a person can read.

Structure first: a unit never spans two headings or two pages, and a list, table or listing stays whole
unless it alone is too long. Knows no file, no picture's pixels and no index.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge import around
from knowledge.naming import Naming
from knowledge.records import Block, Box, Kind, Parsed, Unit
from knowledge.tear import (
    CRUMB_TOKENS,
    SECTION_TOKENS,
    TABLE_TOKENS,
    TARGET_TOKENS,
    Count,
    Part,
    is_table,
    parts,
    starts,
)

TOLD = 20
"""Letters that say what a picture shows; with fewer ("Figure 3") its meaning is what a model says of it, else that of
the writing in it, which is the longest and says the least: beside 100 letters it still led both text models astray on
English and Chinese pages."""

_SERIAL = re.compile(r"\S*\d\S?\d\S?\d\S*")
"""A word of a file name that is a number, a date or a hash: noise to a text model, and often all there is."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in its place, before anybody looked at it."""

    block: Block
    position: int
    neighbours: str
    near: str = ""
    """What stands directly before it: most pictures show what was just said."""
    before: str = ""
    """All that stands before it, as far as `neighbours` reaches."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document cut up. Texts and figures share one sequence of positions."""

    texts: tuple[Unit, ...]
    figures: tuple[Figure, ...]


@dataclass
class _Open:
    """The unit that is being filled, and the figures met meanwhile."""

    blocks: list[Block] = field(default_factory=list)
    tokens: int = 0
    figures: list[int] = field(default_factory=list)
    alone: bool = False
    """Whether it is one table, which no text is added to."""


def cut(name: str, parsed: Parsed, count: Count) -> Pieces:
    """Cut `parsed` into text units and figures in reading order."""
    naming = Naming(name)
    texts: list[Unit] = []
    figures: list[Figure] = []
    position = 0
    for group in _groups(parsed.blocks, count):
        if group.blocks:
            texts.append(_text_unit(naming, group.blocks, position))
            position += 1
        for at in group.figures:
            figures.append(Figure(parsed.blocks[at], position, *around.text(parsed.blocks, at)))
            position += 1
    return Pieces(tuple(texts), tuple(figures))


def _groups(blocks: Sequence[Block], count: Count) -> Iterator[_Open]:
    """Yield the future units of the document, section by section."""
    section: list[int] = []
    groups: list[_Open] = []
    for at, block in enumerate(blocks):
        if section and _place(blocks[section[0]]) != _place(block):
            groups += _filled(blocks, section, count)
            section = []
        section.append(at)
    yield from _joined([*groups, *_filled(blocks, section, count)])


def _joined(groups: Sequence[_Open]) -> list[_Open]:
    """Join the short sections of a page, as far as each begins with its heading in its own words."""
    joined: list[_Open] = []
    for group in groups:
        last = joined[-1] if joined else None
        if last is not None and _fit(last, group):
            last.blocks += group.blocks
            last.tokens += group.tokens
            last.figures += group.figures
        else:
            joined.append(group)
    return joined


def _fit(one: _Open, other: _Open) -> bool:
    if one.alone or other.alone or not (one.blocks and other.blocks):
        return False
    first, second = one.blocks[0], other.blocks[0]
    short = min(one.tokens, other.tokens) < SECTION_TOKENS
    said = all(
        " ".join(block.text.split()).startswith(block.heading[-1]) if block.heading else True
        for block in (first, second)
    )
    same = second.page is not None and first.page == second.page
    return same and short and said and one.tokens + other.tokens <= TARGET_TOKENS


def _place(block: Block) -> tuple[tuple[str, ...], int | None]:
    return block.heading, block.page


def _filled(blocks: Sequence[Block], section: Sequence[int], count: Count) -> list[_Open]:
    groups: list[_Open] = [_Open()]
    run: list[Part] = []
    for at in section:
        if blocks[at].picture is not None:
            _fill(groups, run)
            run = []
            groups[-1].figures.append(at)
            continue
        if is_table(blocks[at]) and count(blocks[at].text) >= TABLE_TOKENS:
            _fill(groups, run)
            run = []
            groups += [
                _Open([part], count(part.text), alone=True) for part in parts(blocks[at], count)
            ]
            continue
        run += [Part(part, count(part.text)) for part in parts(blocks[at], count)]
    _fill(groups, run)
    if len(groups) > 1 and groups[-1].tokens < CRUMB_TOKENS and not groups[-2].alone:
        crumb = groups.pop()
        groups[-1].blocks += crumb.blocks
        groups[-1].figures += crumb.figures
    return [group for group in groups if group.blocks or group.figures]


def _fill(groups: list[_Open], run: Sequence[Part]) -> None:
    """Add the parts of `run` to the last of `groups`, and to new ones where that is full."""
    if groups[-1].alone and run:
        groups.append(_Open())
    beginnings = starts(run, groups[-1].tokens)
    for at, part in enumerate(run):
        if at in beginnings:
            groups.append(_Open())
        groups[-1].blocks.append(part.block)
        groups[-1].tokens += part.tokens


def _text_unit(naming: Naming, blocks: Sequence[Block], position: int) -> Unit:
    text = "\n\n".join(_said(block, blocks[:at]) for at, block in enumerate(blocks))
    first = blocks[0]
    heading = _shared([block.heading for block in blocks])
    return Unit(
        id=naming.id(heading, text),
        document=naming.document,
        kind=Kind.TEXT,
        text=text,
        heading=heading,
        page=first.page,
        position=position,
        box=_around(blocks),
    )


def _shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the headings that all of `paths` begin with."""
    length = 0
    while all(len(path) > length and path[length] == paths[0][length] for path in paths):
        length += 1
    return paths[0][:length]


def _said(block: Block, before: Sequence[Block]) -> str:
    """Return the text of a block; a table begins with its caption, unless that stands above it."""
    caption = " ".join(block.caption.split())
    if not caption or (before and caption in " ".join(before[-1].text.split())):
        return block.text.strip()
    return f"{caption}\n{block.text.strip()}"


def _around(blocks: Sequence[Block]) -> Box | None:
    boxes = [block.box for block in blocks if block.box]
    boxes += [line.box for block in blocks if not block.box for line in block.lines]
    if not boxes:
        return None
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def pages(name: str, parsed: Parsed, sha256: str, position: int) -> tuple[Unit, ...]:
    """Return one unit for each page of a PDF, with all its text, from `position` on."""
    naming = Naming(name)
    units = []
    texts: dict[int, list[str]] = {}
    for block in parsed.blocks:
        if block.page is not None:
            said = [line.text for line in block.lines] if block.drawn else [block.text]
            texts.setdefault(block.page, []).extend(filter(None, said))
    for page in range(1, parsed.pages + 1):
        text = "\n".join(texts.get(page, ()))
        units.append(
            Unit(
                id=naming.id((f"page {page}",), ""),
                document=name,
                kind=Kind.PAGE,
                text=text,
                page=page,
                position=position + page - 1,
                blob=sha256,
            )
        )
    return tuple(units)


def embedded_text(title: str, unit: Unit) -> str:
    """Return what is embedded for `unit`: its words below a line that says where they stand."""
    path = " > ".join(dict.fromkeys((title, *unit.heading)))
    if unit.kind is not Kind.PICTURE:
        return f"{path}\n{unit.text}"
    # What comes after a picture is mostly about the next one.
    around = "before" if unit.fields.get("before") else "neighbours"
    told = [unit.fields.get(name, "") for name in ("caption", "alt", around)]
    name = " ".join(_SERIAL.sub("", unit.fields.get("file_name", "")).split())
    seen = unit.fields.get("description") or unit.fields.get("ocr", "")
    return "\n".join(filter(None, (path, *told, name, seen if sum(map(len, told)) < TOLD else "")))
