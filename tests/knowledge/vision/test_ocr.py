"""Reading drawn pictures: screenshots along their gaps, photos by the detector, pages on their side and head."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from knowledge.vision.blocks import buttons, cut
from knowledge.vision.eyes import Eyes

WORDS = ("Error NL-4012", "The certificate expired on 2 March.", "Renew it at the portal.")


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    """One pair of eyes for all: loading the reader takes seconds."""
    seeing = Eyes()
    yield seeing
    seeing.close()


def page(words: tuple[str, ...] = WORDS, form: str = "PNG", quarters: int = 0) -> bytes:
    """Draw words on even ground below a window's buttons."""
    picture = Image.new("RGB", (900, 420), (250, 250, 252))
    pen = ImageDraw.Draw(picture)
    for at in range(3):
        pen.ellipse((20 + 26 * at, 14, 34 + 26 * at, 28), fill=(120, 124, 132))
    for row, line in enumerate(words):
        pen.text((60, 80 + 60 * row), line, (30, 32, 40), ImageFont.load_default(22))
    held = io.BytesIO()
    picture.rotate(90 * quarters, expand=True).save(held, form)
    return held.getvalue()


def texts(eyes: Eyes, content: bytes) -> list[str]:
    """Return what is read, line by line."""
    return ["".join(line.text.split()) for line in eyes.look(content).lines]


BARE = ["".join(line.split()) for line in WORDS]


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_screenshot_is_read_line_by_line_without_its_buttons(eyes: Eyes, form: str) -> None:
    assert texts(eyes, page(form=form)) == BARE


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_page_on_its_side_or_head_is_read(eyes: Eyes, quarters: int) -> None:
    assert texts(eyes, page(quarters=quarters)) == BARE


@pytest.mark.parametrize("size", [(1, 1), (5, 4), (300, 2), (2, 300)])
def test_picture_of_a_few_pixels_has_no_words(eyes: Eyes, size: tuple[int, int]) -> None:
    held = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(held, "PNG")
    assert texts(eyes, held.getvalue()) == []


def test_blurred_words_are_left_to_the_detector(eyes: Eyes) -> None:
    with Image.open(io.BytesIO(page(("Large soft words",)))) as sharp:
        part = sharp.crop((40, 60, 300, 130)).resize((1560, 420), Image.Resampling.BICUBIC)
    held = io.BytesIO()
    part.filter(ImageFilter.GaussianBlur(6)).save(held, "PNG")
    assert not cut(np.asarray(part.filter(ImageFilter.GaussianBlur(6)))).lines
    assert texts(eyes, held.getvalue()) == ["Largesoftwords"]


def test_words_on_a_photo_are_found_by_the_detector(eyes: Eyes) -> None:
    noise = np.random.default_rng(3).integers(60, 200, (30, 40, 3), dtype=np.uint8)
    picture = Image.fromarray(noise).resize((900, 600), Image.Resampling.BICUBIC)
    ImageDraw.Draw(picture).text((120, 260), "GATE 14", (255, 255, 255), ImageFont.load_default(64))
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=90)
    assert texts(eyes, held.getvalue()) == ["GATE14"]


def test_words_on_a_large_photo_are_found_once_wherever_tiles_meet(eyes: Eyes) -> None:
    noise = np.random.default_rng(5).integers(60, 160, (60, 80, 3), dtype=np.uint8)
    picture = Image.fromarray(noise).resize((1900, 1500), Image.Resampling.BICUBIC)
    words = [f"Platform {number} to the harbour" for number in range(12, 20)]
    for row, line in enumerate(words):
        at = (60 + 150 * row, 60 + 180 * row)
        ImageDraw.Draw(picture).text(at, line, (255, 255, 255), ImageFont.load_default(48))
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=90)
    assert texts(eyes, held.getvalue()) == ["".join(line.split()) for line in words]


def test_line_across_a_wide_screen_is_one_line_with_its_spaces(eyes: Eyes) -> None:
    line = " ".join(f"word{number} and" for number in range(100, 119))
    picture = Image.new("RGB", (1900, 200), (255, 255, 255))
    ImageDraw.Draw(picture).text((30, 80), line, (0, 0, 0), ImageFont.load_default(15))
    held = io.BytesIO()
    picture.save(held, "PNG")
    assert [line.text for line in eyes.look(held.getvalue()).lines] == [line]


def test_word_of_upright_strokes_is_one_line() -> None:
    picture = Image.new("RGB", (300, 60), (255, 255, 255))
    pen = ImageDraw.Draw(picture)
    for at in range(20, 120, 8):
        # With a bar above and one below: the rows between are all alike.
        pen.line((at, 16, at, 36), (0, 0, 0))
        for top in (17, 19, 21, 23, 29, 31, 33, 35):
            pen.line((at - 2 - top % 3, top, at, top), (0, 0, 0))
    assert len(cut(np.asarray(picture)).lines) == 1


def test_columns_that_stand_apart_are_lines_of_their_own() -> None:
    picture = Image.new("RGB", (600, 120), (255, 255, 255))
    pen = ImageDraw.Draw(picture)
    for row in range(3):
        pen.text((20, 10 + 36 * row), "left side", (0, 0, 0), ImageFont.load_default(18))
        pen.text((320, 10 + 36 * row), "right side", (0, 0, 0), ImageFont.load_default(18))
    pieces = cut(np.asarray(picture))
    assert len(pieces.lines) == 6
    assert not pieces.rest


def test_icon_beside_two_lines_is_no_part_of_them() -> None:
    picture = Image.new("RGB", (600, 240), (30, 31, 36))
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(16)
    pen.rectangle((20, 20, 580, 220), outline=(150, 154, 164))
    pen.ellipse((40, 90, 80, 130), fill=(196, 60, 52))
    for at in ((40, 40), (110, 92), (110, 124), (460, 180)):
        pen.text(at, "Printer HB-2209", (222, 224, 230), font)
    pieces = cut(np.asarray(picture))
    wide = [line for line in pieces.lines if line.right - line.left > 60]
    assert [line.left > 100 for line in wide] == [False, True, True, True]
    assert pieces.upright


def test_picture_without_gaps_is_left_to_the_detector() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    pieces = cut(noise)
    assert not pieces.lines
    assert sum(block.area for block in pieces.rest) > 0.9 * 200 * 300


def test_row_of_dots_is_no_writing_and_a_word_is() -> None:
    picture = Image.new("RGB", (60, 14), (255, 255, 255))
    pen = ImageDraw.Draw(picture)
    for at in range(3):
        pen.ellipse((at * 22, 0, at * 22 + 13, 13), fill=(90, 90, 90))
    assert buttons(np.asarray(picture))
    word = Image.new("RGB", (60, 14), (255, 255, 255))
    ImageDraw.Draw(word).text((0, 0), "Old", (0, 0, 0), ImageFont.load_default(13))
    assert not buttons(np.asarray(word))
