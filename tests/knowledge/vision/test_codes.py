"""QR codes and barcodes: what they say is read with the words, however they lie in the picture."""

import io

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from knowledge.vision.codes import read

INVITE = "https://t.me/+AbCdEfGhIj1"


def code(text: str, form: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode) -> Image.Image:
    drawn = zxingcpp.create_barcode(text, form).to_image(scale=5)
    return Image.fromarray(np.array(drawn)).convert("RGB")


def png(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def poster(*codes: Image.Image, turn: int = 0) -> bytes:
    sheet = Image.new("RGB", (1200, 600), (228, 236, 244))
    for at, one in enumerate(codes):
        sheet.paste(one, (60 + 420 * at, 200))
    return png(sheet.rotate(turn, expand=True, fillcolor=(228, 236, 244)))


@pytest.mark.parametrize("turn", [0, 20, 90, 180])
def test_a_code_is_read_at_any_angle_with_its_place(turn: int) -> None:
    (found,) = read(poster(code(INVITE), turn=turn))
    assert (found.text, found.format) == (INVITE, "QR Code")
    if turn == 0:
        assert found.box.left == pytest.approx(80 / 1200, abs=0.03)
        assert 0.3 < found.box.top < found.box.bottom < 0.7


def test_several_codes_of_several_kinds_are_read() -> None:
    ean = code("4006381333931", zxingcpp.BarcodeFormat.EAN13)
    assert {one.text for one in read(poster(code("one"), ean))} == {"one", "4006381333931"}


def test_light_on_dark_is_read_and_plain_print_is_none() -> None:
    inverted = Image.fromarray(255 - np.asarray(code(INVITE)))
    dark = Image.new("RGB", (600, 400), "black")
    dark.paste(inverted, (100, 60))
    assert [one.text for one in read(png(dark))] == [INVITE]
    assert read(poster()) == ()
