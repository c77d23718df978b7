"""Pictures made to hurt: each ends in one clear sentence, and the next good one is opened."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from knowledge.errors import TooLarge, Unreadable
from knowledge.vision.eyes import Eyes
from tests.hostile import bombs
from tests.hostile.measured import one_sentence, peak_bytes

MEBIBYTE = 2**20
SECONDS = 2.0
"""Longest that anybody waits for a refusal; it takes some hundredths."""


def encoded(kind: str, size: tuple[int, int] = (64, 48), colour: str = "teal") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("payload.sh", "rm -rf /")
    return buffer.getvalue()


TOO_LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "13,000 x 13,000 pixels in 480 KB": (lambda: bombs.large_png(13_000), "at most 40 megapixels"),
    "a header that lies": (bombs.lying_png, "50000 x 50000 pixels"),
    "60 frames of 4,000 x 4,000 in 10 KB": (bombs.webp_animation, "send one frame"),
    "an animation without end": (lambda: bombs.long_gif(100_000), "send one frame"),
    "a flood of bytes": (lambda: b"\xff\xd8\xff" + bytes(21_000_000), "send a smaller copy"),
}

NOT_PICTURES = {
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "FITS": b"SIMPLE  =                    T" + b" " * 2850,
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "PSD": b"8BPS\0\1" + bytes(20),
    "TIFF": encoded("TIFF"),
    "BMP": encoded("BMP"),
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "PDF before a JPEG": b"%PDF-1.4\n" + encoded("JPEG"),
    "ZIP": zipped(),
    "one byte": b"\xff",
}


def test_too_large_pictures_are_refused_before_they_unpack(eyes: Eyes) -> None:
    good = encoded("PNG")
    assert eyes.look(good, read=False).width == 64
    made = {name: (make(), remedy) for name, (make, remedy) in TOO_LARGE.items()}
    before = peak_bytes()
    for name, (content, remedy) in made.items():
        started = time.monotonic()
        with pytest.raises(TooLarge, match=remedy) as caught:
            eyes.look(content)
        assert time.monotonic() - started < SECONDS, name
        assert one_sentence(caught.value), name
    after = peak_bytes()
    assert all(after[pid] - before[pid] < 100 * MEBIBYTE for pid in before)
    assert after.keys() == before.keys(), "the process that refuses lives on"
    assert eyes.look(encoded("PNG", (65, 48)), read=False).width == 65


def test_bombs_are_as_small_as_they_are_said_to_be() -> None:
    assert len(bombs.large_png(13_000)) < 500_000
    assert len(bombs.lying_png()) < 80
    assert len(bombs.webp_animation()) < 10_000


@pytest.mark.parametrize("name", NOT_PICTURES)
def test_other_formats_are_refused_whatever_they_are_called(eyes: Eyes, name: str) -> None:
    with pytest.raises(Unreadable, match=r"not a picture.*save it as one of these") as caught:
        eyes.look(NOT_PICTURES[name])
    assert one_sentence(caught.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_cut_off_pictures_are_refused_at_any_length(eyes: Eyes, kind: str) -> None:
    noise = Image.effect_noise((90, 70), 80).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, kind)
    whole = buffer.getvalue()
    assert eyes.look(whole, read=False).width == 90
    for length in (13, 30, 60, len(whole) // 4, len(whole) // 2, len(whole) * 9 // 10):
        with pytest.raises(Unreadable) as caught:
            eyes.look(whole[:length], read=False)
        assert one_sentence(caught.value)


def test_an_empty_file_is_named_as_such(eyes: Eyes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        eyes.look(b"")


def test_bytes_that_hide_behind_pixels_do_not_come_through(eyes: Eyes) -> None:
    archive = zipped()
    for kind in ("GIF", "PNG", "JPEG"):
        sight = eyes.look(encoded(kind) + archive, read=False)
        assert (sight.width, sight.height) == (64, 48)
        assert b"PK\x03\x04" not in sight.content
        assert b"payload.sh" not in sight.content


def test_sizes_of_zero_are_refused(eyes: Eyes) -> None:
    for width, height in ((0, 9), (9, 0)):
        with pytest.raises(Unreadable, match="no pixels"):
            eyes.look(bombs.png(width, height, b"\0"), read=False)


def test_chunks_that_point_back_or_nowhere_do_not_hang(eyes: Eyes) -> None:
    jpeg = b"\xff\xd8\xff\xe0" + struct.pack(">H", 0) + b"\xff\xe0" * 50
    png = encoded("PNG")[:33] + struct.pack(">I4s", 0xFFFFFFFF, b"tEXt")
    webp = b"RIFF" + struct.pack("<I", 99) + b"WEBPVP8X" + struct.pack("<I", 0xFFFFFFFF)
    gif = encoded("GIF")[:13] + b"\x21\xf9" + b"\xff" * 9
    for content in (jpeg, png, webp, gif):
        with pytest.raises(Unreadable):
            eyes.look(content, read=False)


def test_nothing_is_written_while_strangers_are_looked_at(
    eyes: Eyes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    eyes.look(encoded("WEBP"), read=False)
    with pytest.raises(Unreadable):
        eyes.look(b"GIF89a" + bytes(90))
    assert list(tmp_path.rglob("*")) == []
