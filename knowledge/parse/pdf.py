"""Turn a PDF into paragraphs, page by page, each line with its place.

Words come from the text layer, or from what OCR read before of a page that has none. Headings are what
is set larger than the running text. Pages that cannot be read, and such as have still to be read by
OCR, are named.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from knowledge.errors import TooLarge, Unreadable
from knowledge.parse.outline import Outline
from knowledge.parse.pdf_layout import WORD_EDGE, Paragraph, paragraphs
from knowledge.parse.pdf_lines import Page, read_page
from knowledge.parse.pdf_order import arrange, from_reading
from knowledge.parse.pictures import Pictures
from knowledge.records import Parsed, TextLine

MOST_PAGES = 3_000
PASSWORD = 4
"""FPDF_ERR_PASSWORD."""

LARGER = 1.18
"""How much larger than running text a heading is set."""

HEADING_CHARACTERS = 150
HEADING_LINES = 3

EMPTY_TITLE = re.compile(r"microsoft (word|powerpoint)|untitled|.*\.(docx?|pptx?|indd|tex)$", re.I)


@dataclass
class _Pages:
    """What was found, page by page."""

    count: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def parse(content: bytes, name: str, read: Mapping[int, tuple[TextLine, ...]]) -> Parsed:
    """Read a PDF; `name` is its title where it has none, `read` what OCR found, by page."""
    document = _open(content)
    try:
        if len(document) > MOST_PAGES:
            raise TooLarge(
                f"it has {len(document)} pages and at most {MOST_PAGES} can be learned; split it"
            )
        title = " ".join(str(document.get_metadata_dict().get("Title", "")).split())
        pages = _Pages(len(document))
        for number in range(1, pages.count + 1):
            try:
                found = read_page(document, number - 1)
            except pypdfium2.PdfiumError:
                pages.broken.append(number)
                continue
            _take(pages, number, found, read.get(number))
    finally:
        document.close()
    return _arrange(pages, title, name)


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD:
            raise Unreadable(
                "it is protected by a password; save a copy without one and learn that"
            ) from error
        raise Unreadable("the PDF is cut off or damaged; save it again and learn that") from error


def _take(pages: _Pages, number: int, page: Page, read: tuple[TextLine, ...] | None) -> None:
    """Add the words of a page: its own, unless it is a picture of text that was read."""
    lines = arrange(page.lines)
    if page.pictured:
        if read is None:
            pages.unread.append(number)
        elif not page.lines or sum(len(line.text) for line in read) > page.letters:
            # A cover has little to read beside what its text layer says already.
            lines = from_reading(read, page.frame.height)
    pages.paragraphs.extend(paragraphs(number, lines))


def _arrange(pages: _Pages, title: str, name: str) -> Parsed:
    sizes: Counter[float] = Counter()
    for paragraph in pages.paragraphs:
        sizes[round(paragraph.size, 1)] += len(paragraph.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    headings = [one for one in pages.paragraphs if _is_heading(one, body)]
    ranks = sorted({round(one.size) for one in headings}, reverse=True)
    words = (word for one in pages.paragraphs for word in one.text.split())
    vocabulary = frozenset(WORD_EDGE.sub("", word).lower() for word in words)
    outline = Outline(Pictures("", None))
    for one in pages.paragraphs:
        if _is_heading(one, body):
            outline.heading(1 + ranks.index(round(one.size)), one.text)
        # A heading stays in the text as well: on slides and posters size says little.
        outline.add(one.block(vocabulary))
    parsed = outline.finish(title if _speaks(title) else _largest(headings) or name)
    return replace(
        parsed,
        pages=pages.count,
        warnings=(*parsed.warnings, *_warnings(pages)),
        unread=tuple(pages.unread),
    )


def _warnings(pages: _Pages) -> list[str]:
    warnings = []
    if pages.broken:
        warnings.append(f"{_named(pages.broken)} could not be read")
    if pages.unread:
        one = len(pages.unread) == 1
        warnings.append(
            f"{_named(pages.unread)} {'is a picture' if one else 'are pictures'} of text and not read"
            " yet; learn it again to go on"
        )
    return warnings


def _speaks(title: str) -> bool:
    """Tell a title that somebody wrote from one that a program left behind."""
    return sum(map(str.isalpha, title)) >= 3 and not EMPTY_TITLE.match(title)


def _largest(headings: Sequence[Paragraph]) -> str:
    """Return what is set largest on the first page."""
    first = [one for one in headings if one.page == 1]
    size = max((one.size for one in first), default=0.0)
    words = " ".join(one.text for one in first if one.size > 0.85 * size)
    return " ".join(words.split())[:HEADING_CHARACTERS]


def _is_heading(paragraph: Paragraph, body: float) -> bool:
    text = paragraph.text
    return (
        paragraph.size >= LARGER * body
        and len(text) <= HEADING_CHARACTERS
        and len(paragraph.lines) <= HEADING_LINES
        and sum(map(str.isalpha, text)) >= 3
        and not any(line.sideways for line in paragraph.lines)
    )


def _named(numbers: Sequence[int]) -> str:
    """Write page numbers as a person does: `pages 3 to 9, 12`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    words = ", ".join(" to ".join(map(str, span)) for span in spans)
    return f"page {words}" if len(numbers) == 1 else f"pages {words}"
