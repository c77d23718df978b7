"""Turn the text layer of a PDF into paragraphs, page by page, each line with its place.

Headings are what is set larger than the running text. Pages without a text layer, and pages that
cannot be read, are named in warnings.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from knowledge.errors import TooLarge, Unreadable
from knowledge.parse.outline import Outline
from knowledge.parse.pdf_lines import Line, read_lines
from knowledge.parse.pictures import Pictures
from knowledge.records import Block, Box, Parsed

MOST_PAGES = 3_000
PASSWORD = 4
"""FPDF_ERR_PASSWORD."""

LARGER = 1.18
"""How much larger than running text a heading is set."""

HEADING_CHARACTERS = 150
HEADING_LINES = 3

WORD_EDGE = re.compile(r"^\W+|\W+$")

EMPTY_TITLE = re.compile(r"microsoft (word|powerpoint)|untitled|.*\.(docx?|pptx?|indd|tex)$", re.I)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    page: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines as they are set."""
        return "\n".join(line.text for line in self.lines)

    def whole(self, vocabulary: frozenset[str]) -> str:
        """Make words whole that were broken at a line's end.

        A hyphen may belong to the word: then the document has it with the hyphen somewhere else.
        """
        joined = ""
        for line, after in pairwise((*self.lines, None)):
            if line is None:
                break
            joined += line.text + "\n"
            if line.hyphenated and after is not None:
                broken = f"{line.text.split()[-1]}{after.text.split()[0]}"
                bare = WORD_EDGE.sub("", broken).lower()
                kept = bare in vocabulary and bare.replace("-", "") not in vocabulary
                joined = joined[:-1] if kept else joined[:-2]
        return joined.rstrip("\n")

    @property
    def size(self) -> float:
        return self.lines[0].size


def parse(content: bytes, name: str) -> Parsed:
    """Read a PDF; `name` is its title where it has none."""
    document = _open(content)
    try:
        pages = len(document)
        if pages > MOST_PAGES:
            raise TooLarge(
                f"it has {pages} pages and at most {MOST_PAGES} can be learned; split it"
            )
        title = " ".join(str(document.get_metadata_dict().get("Title", "")).split())
        paragraphs: list[Paragraph] = []
        broken: list[int] = []
        for number in range(1, pages + 1):
            try:
                paragraphs.extend(_paragraphs(number, read_lines(document, number - 1)))
            except pypdfium2.PdfiumError:
                broken.append(number)
    finally:
        document.close()
    return _arrange(paragraphs, title, name, pages, broken)


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD:
            raise Unreadable(
                "it is protected by a password; save a copy without one and learn that"
            ) from error
        raise Unreadable("the PDF is cut off or damaged; save it again and learn that") from error


def _paragraphs(page: int, lines: Sequence[Line]) -> Iterator[Paragraph]:
    steps = sorted(
        after.baseline - line.baseline
        for line, after in pairwise(lines)
        if 0 < after.baseline - line.baseline < 3 * line.size
    )
    # The commonest distance of two lines; a wider one parts two paragraphs.
    usual = steps[len(steps) // 2] if steps else 0.0
    current: list[Line] = []
    for line in lines:
        if current and _parted(current[-1], line, usual):
            yield Paragraph(page, tuple(current))
            current = []
        current.append(line)
    if current:
        yield Paragraph(page, tuple(current))


def _parted(line: Line, after: Line, usual: float) -> bool:
    step = after.baseline - line.baseline
    resized = abs(after.size - line.size) > 0.12 * line.size
    # A step upwards leads to the next column.
    return resized or step < -0.5 * line.size or step > 1.3 * max(usual, after.size)


def _arrange(
    paragraphs: list[Paragraph], title: str, name: str, pages: int, broken: list[int]
) -> Parsed:
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[round(paragraph.size, 1)] += len(paragraph.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    headings = [one for one in paragraphs if _is_heading(one, body)]
    ranks = sorted({round(one.size) for one in headings}, reverse=True)
    words = (word for one in paragraphs for word in one.text.split())
    vocabulary = frozenset(WORD_EDGE.sub("", word).lower() for word in words)
    outline = Outline(Pictures("", None))
    for one in paragraphs:
        if _is_heading(one, body):
            outline.heading(1 + ranks.index(round(one.size)), one.text)
        # A heading stays in the text as well: on slides and posters size says little.
        outline.add(_block(one, vocabulary))
    parsed = outline.finish(title if _speaks(title) else _largest(headings) or name)
    silent = set(range(1, pages + 1)) - {one.page for one in paragraphs} - set(broken)
    warnings = [*parsed.warnings]
    if broken:
        warnings.append(f"{_pages(broken)} could not be read")
    if silent:
        verb = "has" if len(silent) == 1 else "have"
        warnings.append(f"{_pages(sorted(silent))} {verb} no text layer")
    return replace(parsed, pages=pages, warnings=tuple(warnings))


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


def _block(paragraph: Paragraph, vocabulary: frozenset[str]) -> Block:
    boxes = [line.placed.box for line in paragraph.lines]
    around = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    lines = tuple(line.placed for line in paragraph.lines)
    return Block(text=paragraph.whole(vocabulary), page=paragraph.page, box=around, lines=lines)


def _pages(numbers: Sequence[int]) -> str:
    """Write numbers as a person does: `pages 3 to 9, 12`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    words = ", ".join(" to ".join(map(str, span)) for span in spans)
    return f"page {words}" if len(numbers) == 1 else f"pages {words}"
