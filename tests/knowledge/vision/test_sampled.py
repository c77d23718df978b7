"""Stills of a clip at even distances: of all of it, however long it is, and never by what it says of itself."""

import struct

import cv2
import numpy as np
import pytest

from knowledge.errors import Unreadable
from knowledge.vision import sampled
from tests.drawn.stickers import circle_then_square
from tests.way.filming import recording


def _film(seconds: float) -> bytes:
    """Film a screen that grows lighter."""
    shades = [np.full((56, 90, 3), shade, np.uint8) for shade in range(0, 250, 50)]
    screens = [(cv2.imencode(".png", shade)[1].tobytes(), seconds / 5) for shade in shades]
    return recording(*screens)


def _lying(film: bytes, value: int) -> bytes:
    """Let the film claim another duration, and each frame another length."""
    patched = bytearray(film)
    at = film.index(b"mvhd")
    patched[at + 20 : at + 24] = struct.pack(">I", value)
    at = film.index(b"stts")
    patched[at + 16 : at + 20] = struct.pack(">I", value)
    return bytes(patched)


def test_ten_stills_a_second_are_taken() -> None:
    assert len(sampled.sampled(_film(4.0))) == pytest.approx(40, abs=1)


def test_of_a_long_clip_all_is_known_by_fewer_stills() -> None:
    stills = sampled.sampled(_film(70.0))
    assert sampled.MOST // 2 <= len(stills) <= sampled.MOST
    first, last = (
        cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_GRAYSCALE).mean()
        for one in (stills[0], stills[-1])
    )
    assert last > first + 1


@pytest.mark.parametrize("value", [0, 1, 2**31 - 1, 2**32 - 1])
def test_a_clip_that_lies_about_its_length_is_read_as_far_as_it_goes(value: int) -> None:
    try:
        stills = sampled.sampled(_lying(_film(2.0), value))
    except Unreadable:
        return
    assert 1 <= len(stills) <= 40


def test_of_a_drawn_sticker_both_of_its_drawings_are_taken() -> None:
    stills = sampled.sampled(circle_then_square())
    assert len(stills) == pytest.approx(30, abs=2)
    middles = [
        cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR)[320, 320] for one in stills
    ]
    assert middles[0][2] > 180 > middles[0][0]
    assert middles[-1][0] > 180 > middles[-1][2]
