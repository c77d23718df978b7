"""Tell the headings of a PDF, and what is repeated on its pages, from its running text.

Knows paragraphs with type sizes and places, and the bookmarks; every rule looks at the document as a
whole, because a size or a bold face means something only beside the others.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.parse.pdf_layout import Paragraph

LARGER = 1.18
"""How much larger than running text a heading is set."""

CHARACTERS = 150
LINES = 3
"""More is a paragraph, however large it is set."""

BOLD_CHARACTERS = 90
"""A line in bold face above it is an emphasised sentence."""

MOST_BOLD = 0.3
"""Part of the letters in bold face, above which bold says nothing in this document."""

NUMBERED = re.compile(
    r"(?:(?:chapter|section|part|appendix|annex|item|глава|раздел)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-Z]\.\d{0,2}\.?|[IVX]{1,5}\.|第[一二三四五六七八九十\d]+[章节])\s+\S",
    re.IGNORECASE,
)
"""How a heading with a number begins."""

EDGE = 0.12
"""Part of the page at its top and at its bottom where running headers and footers stand."""

OFTEN = 0.3
LEAST = 3
"""A line at an edge on more than this part of the pages, and on so many, is repeated on all of them."""

SPEAKING = 8
"""Letters in a repeated line that may name the document; `page 4 of 9` has fewer."""

DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")

NAMED_LEVELS = 6
"""Levels that bookmarks may take; what is only set like a heading comes below them."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph, and the level (from 1) of the heading that it is, 0 for text."""

    paragraph: Paragraph
    level: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a page: whether it is wider than high, as slides are."""

    wide: bool


Bookmarks = Mapping[int, Mapping[str, int]]
"""By page: level by title, as `plain` writes it."""


def plain(text: str) -> str:
    """Write a title so that spacing, case and numbers' dots make no difference."""
    return "".join(sign for sign in text.lower() if sign.isalnum())


def without_repeated(
    paragraphs: Sequence[Paragraph], pages: int
) -> tuple[list[Paragraph], list[str]]:
    """Leave out running headers, footers and page numbers but for their first appearance.

    Return the rest, and what is repeated and says something: often the document's own name.
    """
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for one in paragraphs:
        if _at_edge(one):
            seen[_repeatable(one)].add(one.page)
    least = max(LEAST, OFTEN * pages)
    often = {text for text, on in seen.items() if len(on) >= least}
    kept: list[Paragraph] = []
    said: list[str] = []
    first: set[str] = set()
    for one in paragraphs:
        text = _repeatable(one) if _at_edge(one) else ""
        if text in often and (text in first or not text.strip("# ")):
            continue
        if text in often and sum(map(str.isalpha, text)) >= SPEAKING:
            said.append(" ".join(one.text.split()))
        first.add(text)
        kept.append(one)
    return kept, said


def _at_edge(paragraph: Paragraph) -> bool:
    boxes = [line.box for line in paragraph.lines]
    low, high = max(box.bottom for box in boxes), min(box.top for box in boxes)
    return len(boxes) <= LINES and (low <= EDGE or high >= 1 - EDGE) and not paragraph.is_table


def _repeatable(paragraph: Paragraph) -> str:
    return DIGITS.sub("#", " ".join(paragraph.text.lower().split()))


def mark(
    paragraphs: Sequence[Paragraph], sheets: Mapping[int, Sheet], bookmarks: Bookmarks
) -> list[Marked]:
    """Give each paragraph its level."""
    body = body_size(paragraphs)
    letters = sum(len(one.text) for one in paragraphs)
    bold = sum(len(one.text) for one in paragraphs if one.bold)
    speaks = letters > 0 and bold <= MOST_BOLD * letters
    sizes = {round(one.size) for one in paragraphs if _is_large(one, body)}
    ranks = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}
    below = NAMED_LEVELS if any(bookmarks.values()) else 0
    marked = []
    for at, one in enumerate(paragraphs):
        level = _named(one, bookmarks)
        follows = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        if not level and _is_large(one, body):
            level = below + ranks[round(one.size)]
        elif not level and speaks and _is_bold(one, follows, body):
            level = below + len(ranks) + 1
        marked.append(Marked(one, level))
    return _one_a_slide(marked, sheets)


def body_size(paragraphs: Sequence[Paragraph]) -> float:
    """Return the type size, in points, that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for one in paragraphs:
        sizes[round(one.size, 1)] += len(one.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _named(paragraph: Paragraph, bookmarks: Bookmarks) -> int:
    titles = bookmarks.get(paragraph.page)
    if not titles or len(paragraph.lines) > LINES or paragraph.is_table:
        return 0
    return min(titles.get(plain(paragraph.text), 0), NAMED_LEVELS)


def _may_be(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        len(text) <= CHARACTERS
        and len(paragraph.lines) <= LINES
        and sum(map(str.isalpha, text)) >= 3
        and not text[0].islower()
        and text[-1] not in ",;"
        and not paragraph.is_table
        and not any(line.sideways for line in paragraph.lines)
    )


def _is_large(paragraph: Paragraph, body: float) -> bool:
    return paragraph.size >= LARGER * body and _may_be(paragraph)


def _is_bold(paragraph: Paragraph, follows: Paragraph | None, body: float) -> bool:
    """Whether a short line in bold face, or with a number, stands above text."""
    text = paragraph.text
    if follows is None or follows.page != paragraph.page or not _may_be(paragraph):
        return False
    numbered = NUMBERED.match(text) is not None and paragraph.size >= body
    short = len(text) <= BOLD_CHARACTERS and len(paragraph.lines) == 1 and text[-1] not in ".:"
    above = follows.is_table or len(follows.text) > len(text)
    return paragraph.bold and paragraph.size >= 0.95 * body and (short or numbered) and above


def _one_a_slide(marked: Sequence[Marked], sheets: Mapping[int, Sheet]) -> list[Marked]:
    """Keep one heading on each slide: there large type is an accent, and the title stands on top."""
    titles: dict[int, Marked] = {}
    for one in marked:
        if one.level and sheets[one.paragraph.page].wide:
            best = titles.get(one.paragraph.page)
            if best is None or _prominence(one) > _prominence(best):
                titles[one.paragraph.page] = one
    return [
        Marked(one.paragraph, (1 if titles.get(one.paragraph.page) is one else 0))
        if sheets[one.paragraph.page].wide
        else one
        for one in marked
    ]


def _prominence(one: Marked) -> float:
    """Weigh the size of a slide's line by how far up it stands."""
    return one.paragraph.size * (1.5 - one.paragraph.lines[0].box.top)
