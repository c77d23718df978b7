"""PDFs drawn for the test: paragraphs, headings, places, and pages that cannot be read."""

import re

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge.errors import Unreadable
from knowledge.parse import parse
from knowledge.records import Box, Parsed, TextLine
from tests.knowledge.parse.drawing import HEIGHT, WIDTH, drawn, lines


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


def scan() -> ImageReader:
    """A picture that is all paper."""
    return ImageReader(Image.new("RGB", (40, 50), "ivory"))


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


def test_pages_without_text_are_named_as_unread_but_not_empty_ones() -> None:
    parsed = read(drawn(blank, handbook, blank, blank, lambda canvas: None))
    assert parsed.unread == (1, 3, 4)
    assert parsed.warnings == (
        "pages 1, 3 to 4 are pictures of text and not read yet; learn it again to go on",
    )
    assert {block.page for block in parsed.blocks} == {2}


def test_what_was_read_on_a_page_takes_the_place_of_its_text_layer() -> None:
    def stamped(canvas: Canvas) -> None:
        canvas.drawImage(scan(), 0, 0, WIDTH, HEIGHT)
        lines(canvas, (50, 10, 8, "Downloaded from a library"))

    content = drawn(handbook, stamped)
    assert read(content).unread == (2,)
    seen = (
        TextLine("Emergency numbers", Box(0.1, 0.1, 0.6, 0.15), 0.98),
        TextLine("The porter is called first, on 4711.", Box(0.1, 0.2, 0.9, 0.22), 0.98),
        TextLine("Then the duty officer decides alone.", Box(0.1, 0.23, 0.9, 0.25), 0.98),
    )
    parsed = parse("manual.pdf", content, read={2: seen})
    assert (parsed.unread, parsed.warnings) == ((), ())
    second = [block for block in parsed.blocks if block.page == 2]
    assert [block.text for block in second] == [
        "Emergency numbers",
        "The porter is called first, on 4711.\nThen the duty officer decides alone.",
    ]
    assert second[1].heading == ("Emergency numbers",)
    assert second[1].box == Box(0.1, 0.2, 0.9, 0.25)


def test_a_text_layer_that_names_no_letters_is_not_taken_for_text() -> None:
    def private(canvas: Canvas) -> None:
        lines(canvas, (50, 400, 10, "x" * 300))

    content = drawn(private)
    assert read(content).unread == ()
    # The font now says that its x is a sign of private use.
    named = content.replace(
        b"/Encoding /WinAnsiEncoding", b"/Encoding << /Differences [120 /uE000] >>"
    )
    assert named != content
    assert read(named).unread == (1,)


def test_two_columns_that_were_read_are_told_one_after_the_other() -> None:
    seen = tuple(
        TextLine(f"{side} column, line {row}", Box(x, y, x + 0.35, y + 0.02))
        for row in range(5)
        for side, x in (("left", 0.1), ("right", 0.55))
        for y in (0.2 + 0.03 * row,)
    )
    title = TextLine("Something that stands above both of the columns", Box(0.1, 0.1, 0.9, 0.13))
    blocks = parse("scan.pdf", drawn(blank), read={1: (title, *seen)}).blocks
    assert [block.text.split()[0] for block in blocks] == ["Something", "left", "right"]


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
