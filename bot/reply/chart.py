"""Days into a small picture of bars, for `/usage`.

Knows Pillow and numbers; the only words in it are digits, so it reads the same in every language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import ImageDraw

WIDTH, HEIGHT = 720, 320
TOP, BOTTOM, SIDE = 56, 44, 28
PAPER, INK, FAINT, BAR, OVER = "#ffffff", "#1f2933", "#d5dae0", "#3b7dd8", "#c9482b"
TEXT_SIZE: Final = 16
GAP: Final = 0.28
"""The part of a bar's place that stays empty."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what stands below it, how high it is, and what stands above it."""

    label: str
    height: float
    value: str


def draw(bars: Sequence[Bar], limit: float = 0.0) -> bytes:
    """Return a PNG; a `limit` above 0 is drawn as a line, and bars beyond it stand out."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    floor, room = HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM
    highest = max((bar.height for bar in bars), default=0.0)
    # A limit far above all bars would flatten them.
    shown_limit = limit if 0 < limit <= 4 * highest else 0.0
    scale = room / (max(highest, shown_limit) or 1.0)
    place = (WIDTH - 2 * SIDE) / max(len(bars), 1)
    for number, bar in enumerate(bars):
        left = SIDE + number * place
        _bar(pen, bar, (left, left + place), floor, scale, OVER if 0 < limit < bar.height else BAR)
    pen.line([(SIDE, floor), (WIDTH - SIDE, floor)], fill=INK, width=2)
    if shown_limit:
        level = floor - shown_limit * scale
        pen.line([(SIDE, level), (WIDTH - SIDE, level)], fill=OVER, width=1)
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _bar(
    pen: "ImageDraw.ImageDraw",
    bar: Bar,
    sides: tuple[float, float],
    floor: float,
    scale: float,
    colour: str,
) -> None:
    from PIL import ImageFont

    font = ImageFont.load_default(TEXT_SIZE)
    left, right = sides
    gap, middle = (right - left) * GAP / 2, (left + right) / 2
    top = floor - bar.height * scale
    if bar.height:
        pen.rectangle([left + gap, min(top, floor - 2), right - gap, floor], fill=colour)
        pen.text((middle, top - 4), bar.value, INK, font, anchor="ms")
    else:
        pen.line([(left + gap, floor - 1), (right - gap, floor - 1)], fill=FAINT, width=2)
    pen.text((middle, floor + 8), bar.label, INK, font, anchor="mt")
