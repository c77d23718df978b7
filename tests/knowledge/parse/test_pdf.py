"""PDFs drawn for the test: paragraphs, headings, places, and pages that cannot be read."""

import io
import re
from collections.abc import Callable

import pytest
from reportlab.lib.pdfencrypt import (  # type: ignore[import-untyped]  # ships no types
    StandardEncryption,
)
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge.errors import TooLarge, Unreadable
from knowledge.parse import parse
from knowledge.records import Parsed

WIDTH, HEIGHT = 400, 500


def drawn(*pages: Callable[[Canvas], None], title: str = "", password: str = "") -> bytes:
    buffer = io.BytesIO()
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), encrypt=encrypt)
    if title:
        canvas.setTitle(title)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(canvas: Canvas, *rows: tuple[float, float, float, str]) -> None:
    for x, y, size, text in rows:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)


def handbook(canvas: Canvas) -> None:
    lines(
        canvas,
        (50, 440, 20, "Backups"),
        (50, 400, 10, "The nightly job copies every volume"),
        (50, 388, 10, "to the second building. It takes"),
        (50, 376, 10, "about forty minutes in all."),
        (50, 345, 10, "Restores are asked for by mail."),
        (50, 310, 14, "Retention"),
        (50, 290, 10, "Thirty days, then gone."),
    )


def blank(canvas: Canvas) -> None:
    canvas.rect(50, 50, 100, 100, fill=1)


def read(content: bytes, name: str = "manual.pdf") -> Parsed:
    return parse(name, content)


def test_paragraphs_stand_under_headings_with_their_pages_and_places() -> None:
    parsed = read(drawn(handbook, lambda canvas: lines(canvas, (50, 400, 10, "Second page."))))
    assert (parsed.title, parsed.pages, parsed.warnings) == ("Backups", 2, ())
    assert [(block.page, block.heading, block.text) for block in parsed.blocks] == [
        (1, (), "Backups"),
        (
            1,
            (),
            "The nightly job copies every volume\nto the second building. It takes\n"
            "about forty minutes in all.",
        ),
        (1, (), "Restores are asked for by mail."),
        (1, ("Retention",), "Retention"),
        (1, ("Retention",), "Thirty days, then gone."),
        (2, ("Retention",), "Second page."),
    ]
    first = parsed.blocks[1]
    assert [line.text for line in first.lines] == first.text.split("\n")
    assert first.box is not None
    assert first.box.left == pytest.approx(50 / WIDTH, abs=0.01)
    assert first.box.top == pytest.approx(1 - 408 / HEIGHT, abs=0.01)
    assert first.box.bottom == pytest.approx(1 - 374 / HEIGHT, abs=0.01)
    assert first.box.right < 0.7


def test_places_are_those_of_the_page_as_it_is_shown() -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        # reportlab gives a turned page a sheet that is turned too: 500 wide, 400 high.
        lines(canvas, (50, 360, 10, "Turned to the right"))

    (block,) = read(drawn(turned)).blocks
    assert block.box is not None
    # What was at the top left is now at the top right and runs downwards.
    assert block.box.left > 0.85
    assert block.box.top == pytest.approx(50 / HEIGHT, abs=0.01)


def test_two_columns_are_two_paragraphs() -> None:
    def columns(canvas: Canvas) -> None:
        for x, side in ((40, "left"), (220, "right")):
            for row in range(4):
                lines(canvas, (x, 400 - 12 * row, 10, f"{side} column, line {row}"))

    blocks = read(drawn(columns)).blocks
    assert [block.text.split()[0] for block in blocks] == ["left", "right"]


def test_the_title_somebody_wrote_wins_over_what_a_program_left() -> None:
    assert read(drawn(handbook, title="Team manual")).title == "Team manual"
    assert read(drawn(handbook, title="Microsoft Word - x.docx")).title == "Backups"
    assert read(drawn(handbook, title="0001018724-18-000005")).title == "Backups"
    assert read(drawn(blank), "scan 7.pdf").title == "scan 7"


def test_pages_without_text_are_named() -> None:
    parsed = read(drawn(blank, handbook, blank, blank))
    assert parsed.warnings == ("pages 1, 3 to 4 have no text layer",)
    assert {block.page for block in parsed.blocks} == {2}
    assert read(drawn(blank)).warnings == ("page 1 has no text layer",)


def test_a_broken_page_does_not_hide_the_others() -> None:
    content = drawn(handbook, handbook)
    catalogue = re.search(rb"(\d+) 0 obj\s*<<\s*/PageMode", content)
    assert catalogue is not None
    # The first page now leads to what is no page.
    parsed = read(re.sub(rb"(/Kids \[ )\d+", rb"\g<1>" + catalogue[1], content))
    assert parsed.pages == 2
    assert parsed.warnings == ("page 1 could not be read",)
    assert {block.page for block in parsed.blocks} == {2}


def test_a_locked_pdf_is_refused_with_the_remedy() -> None:
    with pytest.raises(Unreadable, match="protected by a password; save a copy without one"):
        read(drawn(handbook, password="swordfish"))


def test_a_pdf_of_too_many_pages_is_refused_at_once() -> None:
    with pytest.raises(TooLarge, match="3001 pages and at most 3000"):
        read(drawn(*[lambda canvas: None] * 3001))
