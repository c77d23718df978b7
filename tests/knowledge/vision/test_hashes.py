"""Perceptual hashes: near for copies, far for others, and known in every position."""

import io

import numpy as np
import pytest
from PIL import Image

from bot.evaluate import edits
from knowledge.errors import Unreadable
from knowledge.vision.hashes import BITS, SAME, distance, hashes, positioned
from knowledge.vision.pixels import grey
from tests.benchmarks.gallery import draw, png

PHOTO = png(draw(6, 0))


@pytest.mark.parametrize("edit", [edits.jpeg_q30, edits.half_size])
def test_a_copy_differs_in_few_bits(edit: edits.Edit) -> None:
    one, other = hashes(grey(PHOTO)), hashes(grey(edits.edited(PHOTO, edit, "")))
    assert distance(one.upright, other.upright) <= SAME
    assert one.reliable


def test_another_picture_differs_in_about_half_of_them() -> None:
    one, other = hashes(grey(PHOTO)), hashes(grey(png(draw(13, 0))))
    assert abs(distance(one.upright, other.upright) - BITS / 2) < BITS / 8


@pytest.mark.parametrize("position", range(8))
def test_each_row_is_the_hash_of_one_position(position: int) -> None:
    pixels = grey(PHOTO)
    turned = hashes(positioned(pixels, position))
    away = [distance(turned.upright, code) for code in hashes(pixels).codes]
    assert away.index(min(away)) == position
    assert min(away) <= SAME


def test_an_empty_picture_has_no_hash_to_rely_on() -> None:
    assert not hashes(np.full((300, 400), 255, np.uint8)).reliable


def test_a_hash_does_not_depend_on_the_size_it_is_taken_at() -> None:
    small, large = hashes(grey(PHOTO, 100_000)), hashes(grey(PHOTO, 900_000))
    assert distance(small.upright, large.upright) <= SAME // 2


def test_pixels_come_at_about_the_wanted_area_and_are_at_most_doubled() -> None:
    tiny = io.BytesIO()
    Image.new("L", (40, 30), 90).save(tiny, "PNG")
    assert grey(tiny.getvalue(), 320_000).shape == (60, 80)
    height, width = grey(PHOTO, 320_000).shape
    assert abs(width * height - 320_000) < 2_000


def test_what_is_no_picture_is_refused_with_a_remedy() -> None:
    with pytest.raises(Unreadable, match="save it"):
        grey(b"<svg/>")
    with pytest.raises(Unreadable, match="send it again"):
        grey(PHOTO[:60])
