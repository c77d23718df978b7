"""What a reader of a page sees as tables, columns, headings and running headers, PDFs tell as such."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge.parse import parse
from knowledge.records import Parsed
from tests.knowledge.parse.drawing import drawn, lines

STOCK = (
    ("Item", "Shelf", "Pieces"),
    ("Fuse, 16 A", "C4", "120"),
    ("Hinge, brass", "C5", "18"),
    ("Cable tie, black", "D1", "2,400"),
    ("Lamp, E27", "D2", "7"),
)


def read(content: bytes, name: str = "manual.pdf") -> Parsed:
    return parse(name, content)


def prose(
    canvas: Canvas, y: float, count: int, *, x: float = 50, words: str = "running text"
) -> None:
    for row in range(count):
        lines(
            canvas, (x, y - 12 * row, 10, f"This is {words}, line {row} of it, set in ten points.")
        )


def stock(canvas: Canvas) -> None:
    lines(canvas, (50, 440, 10, "Table 3: What is in the store"))
    for row, (item, shelf, pieces) in enumerate(STOCK):
        y = 415 - 14 * row
        lines(canvas, (50, y, 10, item), (200, y, 10, shelf))
        canvas.drawRightString(330, y, pieces)
    prose(canvas, 320, 3)


def test_rows_whose_parts_stand_below_each_other_are_a_table_with_its_caption() -> None:
    blocks = read(drawn(stock)).blocks
    assert [block.atomic for block in blocks] == [False, True, False]
    table = blocks[1]
    assert table.text.split("\n") == [" | ".join(row) for row in STOCK]
    assert table.caption == "Table 3: What is in the store"
    assert table.box is not None
    assert table.box.left < 0.13
    assert table.box.right > 0.8


def test_a_table_that_was_written_column_by_column_is_told_row_by_row() -> None:
    def page(canvas: Canvas) -> None:
        for x, column in ((50, 0), (200, 1), (300, 2)):
            for row, cells in enumerate(STOCK):
                lines(canvas, (x, 400 - 14 * row, 10, cells[column]))

    (table,) = read(drawn(page)).blocks
    assert table.text.split("\n")[1:3] == ["Fuse, 16 A | C4 | 120", "Hinge, brass | C5 | 18"]


def test_an_empty_cell_keeps_its_place_and_a_currency_sign_its_number() -> None:
    def page(canvas: Canvas) -> None:
        rows = (("Rent", "900", "950"), ("Repairs", "", "80"), ("Heating", "210", "240"))
        for row, (name, last, now) in enumerate((*rows, ("Total", "1,110", "1,270"))):
            y = 400 - 14 * row
            lines(canvas, (50, y, 10, name))
            for at, value in ((200, last), (300, now)):
                if value:
                    lines(canvas, (at - 48, y, 10, "$"))
                    canvas.drawRightString(at, y, value)

    (table,) = read(drawn(page)).blocks
    assert table.text.split("\n") == [
        "Rent | $ 900 | $ 950",
        "Repairs |  | $ 80",
        "Heating | $ 210 | $ 240",
        "Total | $ 1,110 | $ 1,270",
    ]


def test_columns_that_were_written_line_by_line_are_told_one_after_the_other() -> None:
    def page(canvas: Canvas) -> None:
        lines(
            canvas,
            (40, 450, 10, "What stands above both columns goes from one side to the other, here."),
        )
        for row in range(6):
            for x, side in ((40, "left"), (220, "right")):
                lines(canvas, (x, 420 - 12 * row, 9, f"the {side} column has line {row}, and more"))

    blocks = read(drawn(page)).blocks
    assert [block.text.split()[:2] for block in blocks] == [
        ["What", "stands"],
        ["the", "left"],
        ["the", "right"],
    ]


def test_text_beside_a_chart_is_not_mixed_with_its_labels() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(8):
            lines(canvas, (40, 420 - 13 * row, 10, f"a paragraph that is set narrow {row}"))
            lines(canvas, (260 + 15 * (row % 3), 423 - 11 * row, 8, f"{row * 9}%"))
        prose(canvas, 250, 3, x=40)

    texts = [block.text for block in read(drawn(page)).blocks]
    assert texts[0].count("narrow") == 8
    assert "%" not in texts[0]


def running(number: int) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        lines(
            canvas, (50, 475, 8, "House rules, third edition"), (190, 20, 8, f"Page {number} of 5")
        )
        prose(canvas, 400, 4, words=f"the text of page {number}")

    return page


def test_running_headers_and_page_numbers_are_told_once() -> None:
    parsed = read(drawn(*[running(number) for number in range(1, 6)]))
    text = "\n".join(block.text for block in parsed.blocks)
    assert text.count("House rules, third edition") == 1
    assert parsed.title == "House rules, third edition"
    assert text.count("Page ") == 1
    assert text.count("the text of page 4") == 4


def test_what_stands_at_the_edge_of_one_page_only_is_kept() -> None:
    def last(canvas: Canvas) -> None:
        lines(canvas, (50, 475, 8, "Appendix with the keys"))
        prose(canvas, 400, 2)

    parsed = read(drawn(*[running(number) for number in range(1, 5)], last))
    assert any(block.text == "Appendix with the keys" for block in parsed.blocks)


def test_a_short_bold_line_above_text_is_a_heading_and_a_bold_beginning_is_none() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, (50, 440, 10, "2.1 Opening hours"), font="Helvetica-Bold")
        prose(canvas, 420, 4)
        lines(canvas, (50, 340, 10, "Note."), font="Helvetica-Bold")
        lines(canvas, (82, 340, 10, "The door is locked at night, and the"))
        lines(canvas, (50, 328, 10, "key hangs beside the lamp in the hall."))

    blocks = read(drawn(page, title="House rules")).blocks
    assert {block.heading for block in blocks} == {("2.1 Opening hours",)}
    assert blocks[-1].text.startswith("Note. The door")


def test_bookmarks_name_the_headings_and_their_levels() -> None:
    def page(canvas: Canvas) -> None:
        for level, (y, title) in enumerate(((440, "The house"), (380, "The roof"))):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level)
            lines(canvas, (50, y, 10, title))
            prose(canvas, y - 18, 2)

    headings = [block.heading for block in read(drawn(page)).blocks]
    assert headings == [("The house",)] * 2 + [("The house", "The roof")] * 2


def test_a_slide_has_one_heading_and_the_next_slide_does_not_inherit_it() -> None:
    def slide(title: str, accent: str) -> Callable[[Canvas], None]:
        def page(canvas: Canvas) -> None:
            lines(canvas, (40, 250, 28, title), (60, 200, 12, "a point in small type, and another"))
            lines(canvas, (60, 180, 12, "a third point, and that is all"), (200, 90, 22, accent))

        return page

    def plain(canvas: Canvas) -> None:
        lines(canvas, (60, 200, 12, "nothing but small type on this slide"))

    parsed = read(drawn(slide("Costs", "Up again!"), slide("Plans", "Go!"), plain, size=(480, 300)))
    assert [(block.page, block.heading) for block in parsed.blocks if "point" in block.text] == [
        (1, ()),
        (2, ("Plans",)),
    ]
    assert parsed.title == "Costs"
    assert parsed.blocks[-1].heading == ()


def test_ligatures_and_words_broken_at_a_line_end_are_made_whole() -> None:
    def page(canvas: Canvas) -> None:
        lines(
            canvas,
            (50, 400, 10, "The office keeps the first infor-"),
            (50, 388, 10, "mation on file."),
        )

    (block,) = read(drawn(page)).blocks
    assert block.text.replace("\n", " ") in (
        "The office keeps the first information on file.",
        "The office keeps the first infor- mation on file.",
    )
