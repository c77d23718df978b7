"""Put the paragraphs, tables and figures of a PDF together as the blocks of a document.

Knows headings, captions and places; opens nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.parse import pdf_figures as figures
from knowledge.parse import pdf_headings as headings
from knowledge.parse.outline import Outline
from knowledge.parse.pdf_figures import Figure
from knowledge.parse.pdf_headings import Marked, Sheet
from knowledge.parse.pdf_layout import WORD_EDGE, Paragraph, enclosing
from knowledge.parse.pictures import Pictures
from knowledge.records import Block, Box, Parsed

EMPTY_TITLE = re.compile(r"microsoft (word|powerpoint)|untitled|.*\.(docx?|pptx?|indd|tex)$", re.I)

MOST_FIGURES = 300
"""Of one document: each is drawn and, where it bears no words of the text layer, read by OCR."""

NEAR = 0.05
"""Distance from a table, as a part of the page, within which a line says what it shows."""

LEAD_IN = 200
"""Characters of the line above a table that says what it shows, where there is no caption."""


@dataclass
class Pages:
    """What was found, page by page."""

    count: int
    bookmarks: Mapping[int, Mapping[str, int]]
    paragraphs: list[Paragraph] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    sheets: dict[int, Sheet] = field(default_factory=dict)


def assemble(pages: Pages, title: str, name: str) -> Parsed:
    """Return the document; `name` is its title where neither `title` nor its first page gives one."""
    words = (word for one in pages.paragraphs for word in one.text.split())
    vocabulary = frozenset(WORD_EDGE.sub("", word).lower() for word in words)
    kept, repeated = headings.without_repeated(pages.paragraphs, pages.count)
    every = figures.without_repeated(pages.figures, pages.count)
    shown = _by_page(every[:MOST_FIGURES])
    body = headings.body_size(kept)
    kept = [one for one in kept if one.size > 1.1 * body or not _is_label(one, shown[one.page])]
    marked = headings.mark(kept, pages.sheets, pages.bookmarks)
    outline = Outline(Pictures("", None))
    for page, part in _pages(marked, pages.count):
        if page in pages.sheets and pages.sheets[page].wide:
            # Each slide speaks for itself.
            outline.end_sections(1)
        _tell(outline, part, shown[page], vocabulary)
    spoken = title if _speaks(title) else _largest(marked)
    parsed = outline.finish(spoken or max(repeated, key=len, default="") or name)
    warnings = parsed.warnings
    if len(every) > MOST_FIGURES:
        warnings = (
            *warnings,
            f"it has {len(every)} figures and only the first {MOST_FIGURES} are learned as pictures;"
            " split it to have them all",
        )
    return replace(parsed, pages=pages.count, warnings=warnings)


def _by_page(found: Sequence[Figure]) -> defaultdict[int, list[Figure]]:
    by_page: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in found:
        by_page[figure.page].append(figure)
    return by_page


def _pages(marked: Sequence[Marked], count: int) -> Iterator[tuple[int, list[Marked]]]:
    by_page: defaultdict[int, list[Marked]] = defaultdict(list)
    for one in marked:
        by_page[one.paragraph.page].append(one)
    for page in range(1, count + 1):
        yield page, by_page[page]


def _is_label(paragraph: Paragraph, shown: Sequence[Figure]) -> bool:
    """Whether all its lines are words in a figure, which is found by them."""
    return not paragraph.bold and any(
        all(line.placed in figure.labels for line in paragraph.lines)
        for figure in shown
        if figure.labels and figure.telling
    )


def _tell(
    outline: Outline, part: Sequence[Marked], shown: Sequence[Figure], vocabulary: frozenset[str]
) -> None:
    """Add one page; a figure comes before its caption, else after what stands above it."""
    paragraphs = [one.paragraph for one in part]
    captions = [figures.caption_of(one.box, paragraphs, figures.CAPTION) for one in shown]
    places = [
        paragraphs.index(caption) if caption is not None else _place(figure.box, paragraphs)
        for figure, caption in zip(shown, captions, strict=True)
    ]
    waiting = sorted(zip(places, range(len(shown)), strict=True))
    for at, one in enumerate([*part, None]):
        while waiting and waiting[0][0] <= at:
            _, number = waiting.pop(0)
            outline.add(_figure_block(shown[number], captions[number], vocabulary))
        if one is None:
            break
        if one.level:
            outline.heading(one.level, one.paragraph.text)
        # A heading stays in the text as well: on slides and posters size says little.
        outline.add(_text_block(one.paragraph, paragraphs, at, vocabulary))


def _place(box: Box, paragraphs: Sequence[Paragraph]) -> int:
    """Return before which paragraph a figure without a caption is told."""
    place, nearest = 0, 1.0
    for at, one in enumerate(paragraphs):
        around = enclosing([line.box for line in one.lines])
        beside = min(around.right, box.right) > max(around.left, box.left)
        distance = box.top - around.bottom
        if beside and -0.02 <= distance < nearest:
            place, nearest = at + 1, distance
    return place


def _figure_block(figure: Figure, caption: Paragraph | None, vocabulary: frozenset[str]) -> Block:
    said = " ".join(caption.whole(vocabulary).split()) if caption is not None else ""
    return Block(
        text="",
        page=figure.page,
        box=figure.box,
        lines=figure.labels,
        caption=said,
        drawn=True,
    )


def _text_block(
    paragraph: Paragraph, paragraphs: Sequence[Paragraph], at: int, vocabulary: frozenset[str]
) -> Block:
    block = paragraph.block(vocabulary)
    if not paragraph.is_table:
        return block
    box = enclosing([line.box for line in paragraph.lines])
    caption = figures.caption_of(box, paragraphs, figures.TABLE_CAPTION)
    if caption is None and at and _leads_in(paragraphs[at - 1], box):
        caption = paragraphs[at - 1]
    said = " ".join(caption.whole(vocabulary).split()) if caption is not None else ""
    return replace(block, caption=said)


def _leads_in(above: Paragraph, box: Box) -> bool:
    """Whether a short paragraph stands right above a table."""
    distance = box.top - above.lines[-1].box.bottom
    return not above.is_table and len(above.text) <= LEAD_IN and -0.01 <= distance <= NEAR


def _speaks(title: str) -> bool:
    """Tell a title that somebody wrote from one that a program left behind."""
    return sum(map(str.isalpha, title)) >= 3 and not EMPTY_TITLE.match(title)


def _largest(marked: Sequence[Marked]) -> str:
    """Return what is set largest on the first page."""
    first = [one.paragraph for one in marked if one.level and one.paragraph.page == 1]
    size = max((one.size for one in first), default=0.0)
    words = " ".join(one.text for one in first if one.size > 0.85 * size)
    return " ".join(words.split())[: headings.CHARACTERS]
