"""Faces in pictures, found in a confined process."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from skimage import data

from knowledge.vision.eyes import Eyes


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    opened = Eyes()
    yield opened
    opened.close()


def encoded(pixels: np.ndarray, size: tuple[int, int] | None = None) -> bytes:
    picture = Image.fromarray(pixels)
    written = io.BytesIO()
    (picture.resize(size) if size else picture).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize("size", [None, (150, 150), (2048, 2048)])
def test_a_face_is_found_whole_in_any_size(eyes: Eyes, size: tuple[int, int] | None) -> None:
    (face,) = eyes.faces(encoded(data.astronaut(), size))
    # Eileen Collins, NASA: eyes and chin lie at these parts of the picture.
    assert face.left < 0.39 < 0.48 < face.right
    assert face.top < 0.21 < 0.33 < face.bottom
    assert (face.right - face.left) * (face.bottom - face.top) < 0.12


def test_every_face_of_a_group_is_found(eyes: Eyes) -> None:
    group = np.hstack([data.astronaut()] * 3)
    assert len(eyes.faces(encoded(group))) == 3


@pytest.mark.parametrize("pixels", [data.coffee(), data.chelsea(), data.hubble_deep_field()])
def test_cups_cats_and_stars_have_none(eyes: Eyes, pixels: np.ndarray) -> None:
    assert eyes.faces(encoded(pixels)) == ()
