"""Charts, diagrams and pictures of a PDF are figures with caption and words; decoration is none."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfbase.cidfonts import (  # type: ignore[import-untyped]  # ships no types
    UnicodeCIDFont,
)
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge.parse import parse
from knowledge.parse.pdf_draw import draw
from knowledge.records import Block, Box, Place
from tests.knowledge.parse.drawing import Page, drawn, lines

CHINESE = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


def figures(*pages: Page) -> list[Block]:
    return [block for block in parse("report.pdf", drawn(*pages)).blocks if block.drawn]


def photo(colour: str = "teal") -> ImageReader:
    picture = Image.new("RGB", (200, 150), colour)
    ImageDraw.Draw(picture).ellipse((40, 30, 150, 120), "gold")
    return ImageReader(picture)


def prose(canvas: Canvas, y: float, count: int = 3) -> None:
    for row in range(count):
        lines(
            canvas,
            (50, y - 12 * row, 10, f"A line of running text that is long enough, number {row}."),
        )


def chart(canvas: Canvas) -> None:
    prose(canvas, 460)
    canvas.line(80, 250, 300, 250)
    canvas.line(80, 250, 80, 390)
    for at, (name, height) in enumerate(
        (("North", 90), ("East", 120), ("South", 40), ("West", 70))
    ):
        for part in range(2):
            canvas.rect(95 + 52 * at + 16 * part, 250, 14, height - 20 * part, fill=1)
        lines(canvas, (97 + 52 * at, 238, 8, name))
    lines(canvas, (62, 385, 8, "120"), (50, 215, 9, "Figure 4: Visitors by wing, in thousands."))
    prose(canvas, 180)


def test_a_chart_is_one_figure_with_its_labels_and_its_caption() -> None:
    (figure,) = figures(chart)
    assert figure.caption == "Figure 4: Visitors by wing, in thousands."
    assert sorted(line.text for line in figure.lines) == ["120", "North East South West"]
    assert (figure.text, figure.page) == ("", 1)
    assert figure.box is not None
    assert figure.box.top == pytest.approx(1 - 390 / 500, abs=0.02)
    assert figure.box.bottom == pytest.approx(1 - 236 / 500, abs=0.02)


def test_a_figure_is_told_before_its_caption_and_its_labels_are_no_text() -> None:
    blocks = parse("report.pdf", drawn(chart)).blocks
    assert [block.drawn for block in blocks] == [False, True, False, False]
    assert "North" not in "".join(block.text for block in blocks)


def test_a_picture_is_a_figure_and_finds_the_caption_above_it() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, (50, 390, 9, "Fig. 7 The entrance"))
        canvas.drawImage(photo(), 50, 230, 200, 150)

    (figure,) = figures(page)
    assert figure.caption == "Fig. 7 The entrance"
    assert figure.box == Box(
        pytest.approx(0.125), pytest.approx(0.24), pytest.approx(0.625), pytest.approx(0.54)
    )


def test_captions_are_known_in_chinese() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(photo(), 50, 230, 200, 150)
        lines(canvas, (50, 215, 9, "图 2 大楼的入口"), font=CHINESE)

    assert [figure.caption for figure in figures(page)] == ["图 2 大楼的入口"]


def test_a_picture_cut_into_strips_is_one_figure() -> None:
    def page(canvas: Canvas) -> None:
        for strip in range(5):
            canvas.drawImage(photo(), 50, 200 + 30 * strip, 200, 30)

    assert len(figures(page)) == 1


def background(canvas: Canvas) -> None:
    canvas.drawImage(photo(), 0, 0, 400, 500)
    for y in (450, 350, 250):
        prose(canvas, y)


def icons(canvas: Canvas) -> None:
    for y in (400, 350, 300):
        canvas.drawImage(photo(), 50, y, 12, 9)


def rules(canvas: Canvas) -> None:
    for y in range(100, 400, 25):
        canvas.line(50, y, 350, y)
        canvas.rect(50, y + 2, 300, 0.5, fill=1)


def framed(canvas: Canvas) -> None:
    for inset in range(8):
        canvas.rect(40 + inset, 180 + inset, 320 - 2 * inset, 150 - 2 * inset)
    prose(canvas, 310, 10)


def table(canvas: Canvas) -> None:
    for row in range(8):
        canvas.setFillGray(0.8)
        for x in (50, 150, 250):
            canvas.rect(x, 400 - 14 * row, 95, 12, fill=1)
        canvas.setFillGray(0)
        lines(canvas, *((x + 3, 403 - 14 * row, 8, f"cell {row} {x}") for x in (50, 150, 250)))


def shadow(canvas: Canvas) -> None:
    """Behind the title of a slide."""
    for strip in range(3):
        canvas.drawImage(photo(), 50 + 100 * strip, 390, 100, 40)
    lines(canvas, (55, 398, 34, "What is planned"))


@pytest.mark.parametrize("page", [shadow, background, icons, rules, framed, table])
def test_backgrounds_icons_rules_frames_and_tables_are_no_figures(page: Page) -> None:
    assert figures(page) == []


def test_a_logo_on_every_page_is_no_figure() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def content(canvas: Canvas) -> None:
            canvas.drawImage(photo(), 300, 430, 80, 60)
            prose(canvas, 400)
            if number == 2:
                canvas.drawImage(photo("navy"), 50, 100, 200, 150)

        return content

    assert [figure.page for figure in figures(*[page(number) for number in range(1, 6)])] == [2]


def test_a_place_on_a_page_is_drawn_as_it_is_shown() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(photo("red"), 50, 230, 200, 150)

    (figure,) = figures(page)
    whole, part, beyond = draw(drawn(page), [Place(1), Place(1, figure.box), Place(9)], 400)
    assert Image.open(io.BytesIO(whole)).size == (320, 400)
    picture = Image.open(io.BytesIO(part)).convert("RGB")
    assert picture.size[0] == pytest.approx(400, abs=1)
    assert picture.size[1] == pytest.approx(300, abs=1)
    assert picture.getpixel((5, 5))[0] > 200 > 100 > picture.getpixel((5, 5))[2]
    assert beyond == b""


def test_a_place_on_a_turned_page_is_drawn_where_it_is_shown() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.drawImage(photo("red"), 50, 230, 200, 100)

    (figure,) = figures(page)
    (part,) = draw(drawn(page), [Place(1, figure.box)], 400)
    picture = Image.open(io.BytesIO(part)).convert("RGB")
    # reportlab turns the sheet, so the picture lies on its side and is twice as high as wide.
    assert picture.size[1] == pytest.approx(2 * picture.size[0], abs=2)
    assert all(picture.getpixel(spot)[0] > 200 for spot in ((3, 3), (195, 395)))
