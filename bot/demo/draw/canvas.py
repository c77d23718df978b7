"""Turn shapes and words into a PNG with smooth edges.

Wraps Pillow and knows nothing of what is drawn. Coordinates are pixels of the finished picture; the
drawing itself happens at twice the size.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""

SCALE = 2
"""Shapes are drawn this much larger and scaled down, which smooths their edges."""

COLOURS = 160
"""The pictures are flat, so a palette of this size loses nothing visible and halves the file."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How a shape is filled and edged; an empty colour leaves that part out."""

    fill: str = ""
    edge: str = ""
    width: float = 2
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set. `anchor` is Pillow's: `la` left top, `mm` centred, `ra` right top."""

    size: float = 20
    colour: str = "#1f2937"
    bold: bool = False
    anchor: str = "la"


class Canvas:
    """A sheet that is drawn upon and then encoded once."""

    def __init__(self, width: int, height: int, background: str = "#ffffff") -> None:
        self.width = width
        self.height = height
        self._image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, rectangle: Rectangle, paint: Paint) -> None:
        """Draw a rectangle, rounded where `paint` says so."""
        self._draw.rounded_rectangle(
            _scaled(rectangle),
            radius=paint.radius * SCALE,
            fill=paint.fill or None,
            outline=paint.edge or None,
            width=round(paint.width * SCALE) if paint.edge else 0,
        )

    def shadow(self, rectangle: Rectangle, radius: float, sheet: tuple[int, int, int]) -> None:
        """Lay a soft shadow of a rectangle on the colour `sheet`."""
        left, top, right, bottom = rectangle
        for step in range(12, 0, -1):
            grey = tuple(round(part * (1 - 0.014 * (13 - step))) for part in sheet)
            self.box(
                (left - step, top - step + 6, right + step, bottom + step + 6),
                Paint(fill="#{:02x}{:02x}{:02x}".format(*grey), radius=radius + step),
            )

    def disc(self, centre: Point, radius: float, paint: Paint) -> None:
        """Draw a circle."""
        x, y = centre
        self._draw.ellipse(
            _scaled((x - radius, y - radius, x + radius, y + radius)),
            fill=paint.fill or None,
            outline=paint.edge or None,
            width=round(paint.width * SCALE) if paint.edge else 0,
        )

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        """Fill the area within `points`."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float = 2) -> None:
        """Join `points` by a line with round corners."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")

    def dashes(self, start: Point, end: Point, colour: str, width: float = 2) -> None:
        """Draw a broken line."""
        length = math.dist(start, end)
        count = max(1, int(length // 14))
        for number in range(count):
            self.line(
                [
                    _between(start, end, number / count),
                    _between(start, end, (number + 0.55) / count),
                ],
                colour,
                width,
            )

    def arrow(self, points: Sequence[Point], colour: str, width: float = 3) -> None:
        """Draw a line whose last point carries a head."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        angle = math.atan2(y1 - y0, x1 - x0)
        head = 6 + width * 2.5
        neck = (x1 - head * 0.8 * math.cos(angle), y1 - head * 0.8 * math.sin(angle))
        self.line([*points[:-1], neck], colour, width)
        self.polygon(
            [
                (x1, y1),
                (x1 - head * math.cos(angle - 0.45), y1 - head * math.sin(angle - 0.45)),
                (x1 - head * math.cos(angle + 0.45), y1 - head * math.sin(angle + 0.45)),
            ],
            colour,
        )

    def text(self, at: Point, words: str, style: Type) -> None:
        """Set one line of words."""
        # Pillow carries one weight of its font; a thin stroke of the same colour makes it bold.
        self._draw.text(
            (at[0] * SCALE, at[1] * SCALE),
            words,
            font=ImageFont.load_default(style.size * SCALE),
            fill=style.colour,
            anchor=style.anchor,
            stroke_width=style.size * SCALE * 0.028 if style.bold else 0,
        )

    def png(self) -> bytes:
        """Encode the finished picture."""
        small = self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        flat = small.quantize(COLOURS, dither=Image.Dither.NONE)
        buffer = io.BytesIO()
        flat.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def _scaled(rectangle: Rectangle) -> Rectangle:
    left, top, right, bottom = rectangle
    return (left * SCALE, top * SCALE, right * SCALE, bottom * SCALE)


def _between(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
