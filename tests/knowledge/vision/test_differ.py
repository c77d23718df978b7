"""Two pictures laid over each other: the same, nearly the same, different; and where."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from knowledge.vision.differ import differ


def screen(button: str = "Retry", form: str = "PNG", size: tuple[int, int] = (900, 500)) -> bytes:
    """Draw a window with some words and a button, then scale it."""
    picture = Image.new("RGB", (900, 500), (246, 247, 250))
    pen = ImageDraw.Draw(picture)
    for row in range(6):
        line = f"Row {row}: the gateway answers on port {8440 + row * 7}"
        pen.text((40, 40 + row * 50), line, (20, 24, 32), ImageFont.load_default(24))
    pen.rectangle((640, 400, 860, 460), outline=(60, 90, 200), width=3)
    pen.text((700, 416), button, (20, 24, 32), ImageFont.load_default(24))
    held = io.BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(held, form)
    return held.getvalue()


def photo(seed: int) -> bytes:
    """Draw soft blobs."""
    noise = np.random.default_rng(seed).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    held = io.BytesIO()
    Image.fromarray(noise).resize((640, 480), Image.Resampling.BICUBIC).save(held, "PNG")
    return held.getvalue()


def test_compression_and_size_are_no_difference() -> None:
    assert differ(screen(), screen()).likeness == "same"
    assert differ(screen(), screen(form="JPEG")).likeness == "same"


def test_changed_button_is_framed_and_nothing_else() -> None:
    found = differ(screen(), screen("Close"))
    assert found.likeness == "near"
    (box,) = found.boxes
    assert 0.75 < box.left < box.right < 0.9
    assert 0.8 < box.top < box.bottom < 0.95
    assert found.picture.startswith(b"\x89PNG")


def test_smaller_copy_with_a_changed_button_is_laid_over_the_original() -> None:
    found = differ(screen(), screen("Close", size=(720, 400)))
    assert found.likeness == "near"
    assert any(0.7 < box.left < 0.9 and box.top > 0.75 for box in found.boxes)


def test_a_photo_made_very_small_is_the_same_photo() -> None:
    def scene(size: tuple[int, int], sun: int = 300) -> bytes:
        rough = np.random.default_rng(5).integers(0, 255, (240, 384, 3), dtype=np.uint8)
        picture = Image.fromarray(rough).resize((1536, 960), Image.Resampling.BICUBIC)
        ImageDraw.Draw(picture).ellipse((sun, 200, sun + 400, 600), fill=(250, 240, 90))
        held = io.BytesIO()
        picture.resize(size, Image.Resampling.BOX).save(held, "PNG")
        return held.getvalue()

    assert differ(scene((1536, 960)), scene((160, 100))).likeness == "same"
    assert differ(scene((1536, 960)), scene((160, 100), sun=900)).likeness == "different"


def test_pictures_of_different_things_are_different() -> None:
    assert differ(photo(1), photo(2)).likeness == "different"
    assert differ(screen(), photo(1)).likeness == "different"
