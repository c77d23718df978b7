"""Turn a PDF into paragraphs, page by page, each line with its place.

Words come from the text layer, or from what OCR read before of a page that has none. Pages that cannot
be read, and such as have still to be read by OCR, are named; what no reader can see is kept apart.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from knowledge.errors import TooLarge, Unreadable
from knowledge.parse import pdf_figures as figures
from knowledge.parse import pdf_headings as headings
from knowledge.parse.pdf_blocks import Pages, assemble
from knowledge.parse.pdf_drawings import area
from knowledge.parse.pdf_headings import Sheet
from knowledge.parse.pdf_layout import paragraphs
from knowledge.parse.pdf_lines import Page, read_page
from knowledge.parse.pdf_order import arrange, from_reading
from knowledge.records import Parsed, TextLine

Lines = tuple[TextLine, ...]

MOST_PAGES = 5_000
"""Read of one document; what lies behind them is named."""

MOST_CLAIMED = 20_000
"""A file that claims more is made to hurt: a page tree of some kilobytes can name a million."""

SECONDS = 150.0
"""Time for one document, at some ten milliseconds a page; its process is ended a good while later."""

MOST_BOOKMARKS = 5_000

WORTH_A_WARNING = 20
"""Hidden characters on a page; a few are left behind by programs and by OCR."""

PASSWORD = 4
"""FPDF_ERR_PASSWORD."""


@dataclass
class _Notes:
    """What has to be told of the pages."""

    broken: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    hidden: dict[int, str] = field(default_factory=dict)
    left_out: int = 0
    """The first page that there was no room for, 0 where there was for all."""


def parse(content: bytes, name: str, read: Mapping[int, Lines]) -> Parsed:
    """Read a PDF; `name` is its title where it has none, `read` what OCR found, by page."""
    document = _open(content)
    try:
        if len(document) > MOST_CLAIMED:
            raise TooLarge(
                f"it has {len(document)} pages and files with more than {MOST_CLAIMED} are not"
                " opened; split it"
            )
        title = " ".join(_text(lambda: document.get_metadata_value("Title")).split())
        pages, notes = Pages(len(document), _bookmarks(document)), _Notes()
        started = time.monotonic()
        for number in range(1, pages.count + 1):
            if number > MOST_PAGES or time.monotonic() - started > SECONDS:
                notes.left_out = number
                break
            try:
                found = read_page(document, number - 1)
            except pypdfium2.PdfiumError:
                notes.broken.append(number)
                continue
            _take(pages, notes, number, found, read.get(number))
    finally:
        document.close()
    parsed = assemble(pages, title, name)
    return replace(
        parsed,
        warnings=(*parsed.warnings, *_warnings(notes, pages.count)),
        unread=tuple(notes.unread),
        hidden=tuple(sorted(notes.hidden.items())),
    )


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD:
            raise Unreadable(
                "it is protected by a password; save a copy without one and learn that"
            ) from error
        raise Unreadable("the PDF is cut off or damaged; save it again and learn that") from error


def _bookmarks(document: pypdfium2.PdfDocument) -> dict[int, dict[str, int]]:
    """Return the levels of the titles that lead to each page."""
    found: dict[int, dict[str, int]] = {}
    for bookmark in islice(document.get_toc(), MOST_BOOKMARKS):
        target = bookmark.get_dest()
        page = target.get_index() if target is not None else None
        title = headings.plain(_text(bookmark.get_title))
        if page is not None and title:
            found.setdefault(page + 1, {})[title] = bookmark.level + 1
    return found


def _text(ask: Callable[[], str]) -> str:
    """Return what PDFium is asked for, nothing where it was cut off within a letter beyond U+FFFF."""
    try:
        return ask()
    except UnicodeDecodeError:
        return ""


def _take(pages: Pages, notes: _Notes, number: int, page: Page, read: Lines | None) -> None:
    """Add the words of a page: its own, unless it is a picture of text that was read."""
    pages.sheets[number] = Sheet(page.frame.width > page.frame.height)
    if page.hidden:
        notes.hidden[number] = "\n".join(line.text for line in page.hidden)
    lines = arrange(page.lines)
    if page.pictured:
        if read is None:
            notes.unread.append(number)
        elif not page.lines or sum(len(line.text) for line in read) > page.letters:
            # A cover has little to read beside what its text layer says already.
            lines = from_reading(read, page.frame.height)
    found = figures.find(number, page.shapes.pictures, page.shapes.paths, lines)
    most = figures.PICTURED if page.pictured else 1.0
    pages.figures += [
        replace(one, telling=not page.pictured) for one in found if area(one.box) <= most
    ]
    pages.paragraphs.extend(paragraphs(number, lines))


def _warnings(notes: _Notes, count: int) -> list[str]:
    warnings = []
    if notes.broken:
        warnings.append(f"{_named(notes.broken)} could not be read")
    if notes.left_out:
        left = range(notes.left_out, count + 1)
        warnings.append(f"{_named(left)} were left out: the file is too long; split it")
    hidden = sorted(page for page, text in notes.hidden.items() if len(text) >= WORTH_A_WARNING)
    if hidden:
        letters = sum(len(notes.hidden[page]) for page in hidden)
        warnings.append(
            f"{letters} characters that no reader can see (white, tiny or off the page) were kept out"
            f" of {_named(hidden)}; look there for what they are meant to do"
        )
    if notes.unread:
        one = len(notes.unread) == 1
        warnings.append(
            f"{_named(notes.unread)} {'is a picture' if one else 'are pictures'} of text and not read"
            " yet; learn it again to go on"
        )
    return warnings


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
