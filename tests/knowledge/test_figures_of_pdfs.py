"""A figure of a PDF is found by its caption, its labels and what OCR reads in it, and is shown cut out."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge import KnowledgeBase, crop
from knowledge.errors import NotFound
from knowledge.records import Box, Hit, Kind, Query, Scope
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import WordEmbedder, write
from tests.knowledge.parse.drawing import drawn, lines

TEAM = Scope(("team",))


def dialog() -> ImageReader:
    """A screenshot: its words are pixels."""
    picture = Image.new("RGB", (600, 400), "whitesmoke")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 580, 80), fill="navy")
    pen.text((50, 150), "Quarantine the parcel", "black", ImageFont.load_default(40))
    return ImageReader(picture)


def page(canvas: Canvas) -> None:
    lines(canvas, (50, 460, 16, "Post room"))
    for row in range(5):
        lines(
            canvas,
            (
                50,
                430 - 12 * row,
                10,
                f"What arrives is written down before it is opened, rule {row}.",
            ),
        )
    canvas.drawImage(dialog(), 50, 190, 240, 160)
    lines(canvas, (50, 172, 9, "Figure 2: What the scanner shows"))


def wiring(canvas: Canvas) -> None:
    for row in range(5):
        lines(
            canvas,
            (50, 430 - 12 * row, 10, f"The wiring of the house is shown on the next line, {row}."),
        )
    for at, name in enumerate(("Transformer", "Rectifier", "Accumulator")):
        for ring in range(3):
            canvas.circle(110 + 90 * at, 250, 20 + 6 * ring, fill=0)
        canvas.line(110, 250, 110 + 90 * at, 250)
        lines(canvas, (90 + 90 * at, 208, 8, name))


@pytest.fixture
def store(home: Path, real_eyes: Eyes) -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(home, real_eyes, embedder=WordEmbedder())
    yield base
    base.close()


@pytest.fixture
def learned(store: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    folder = write(tmp_path / "docs", {"house.pdf": drawn(page, wiring)})
    assert store.learn([folder], "team").warnings == ()
    return store


def figure(base: KnowledgeBase, words: str) -> Hit:
    return next(
        hit for hit in base.search(Query(words), TEAM).hits if hit.unit.kind is Kind.PICTURE
    )


def test_a_figure_is_found_by_its_caption_and_by_what_ocr_reads_in_it(
    learned: KnowledgeBase,
) -> None:
    by_caption = figure(learned, "what the scanner shows")
    by_pixels = figure(learned, "quarantine the parcel")
    assert by_caption.unit == by_pixels.unit
    unit = by_pixels.unit
    assert (unit.page, unit.heading, unit.document) == (1, (), "house.pdf")
    assert unit.fields["caption"] == "Figure 2: What the scanner shows"
    assert unit.fields["ocr"] == "Quarantine the parcel"
    assert "before it is opened" in unit.fields["neighbours"]


def test_a_figure_is_shown_cut_out_of_its_page(learned: KnowledgeBase) -> None:
    hit = figure(learned, "quarantine the parcel")
    assert hit.image is not None
    cut = Image.open(io.BytesIO(learned.picture(hit.image, TEAM)))
    assert cut.width / cut.height == pytest.approx(240 / 160, abs=0.05)
    assert hit.unit.box is not None
    assert hit.unit.box.left == pytest.approx(50 / 400, abs=0.01)


def test_a_drawing_is_found_by_the_labels_that_the_text_layer_has(learned: KnowledgeBase) -> None:
    unit = figure(learned, "rectifier").unit
    assert unit.page == 2
    assert set(unit.fields["ocr"].split()) == {"Transformer", "Rectifier", "Accumulator"}


def test_any_part_of_a_page_can_be_shown_to_those_who_may_read_it(learned: KnowledgeBase) -> None:
    text = next(
        hit
        for hit in learned.search(Query("written down"), TEAM).hits
        if hit.unit.kind is Kind.TEXT
    )
    assert text.unit.blob is not None
    part = crop.reference(text.unit.blob, 1, Box(0.125, 0.3, 0.725, 0.62))
    picture = Image.open(io.BytesIO(learned.picture(part, TEAM)))
    assert picture.width / picture.height == pytest.approx(240 / 160, abs=0.02)
    with pytest.raises(NotFound):
        learned.picture(part, Scope(("other",)))
    with pytest.raises(NotFound, match="names no picture"):
        learned.picture(part.replace("0.7250", "1.7250"), TEAM)


def test_figures_and_their_words_are_forgotten_with_the_document(
    learned: KnowledgeBase, home: Path
) -> None:
    learned.forget("house.pdf", "team")
    assert [path for path in (home / "knowledge" / "blobs").rglob("*") if path.is_file()] == []
