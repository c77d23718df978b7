"""A sheet to draw on in fractions of its size, with everything random that no caption names."""

import io
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]

_FONTS = ("", "Vera.ttf", "VeraBd.ttf", "VeraIt.ttf", "VeraBI.ttf")
"""Pillow's own, and those that reportlab brings: the same on every machine."""

_WORDS = (
    *(
        "Harbour",
        "Meridian",
        "Quarter",
        "Network",
        "Budget",
        "Station",
        "River",
        "Morning",
        "Ledger",
    ),
    *(
        "Window",
        "Garden",
        "Number",
        "Sample",
        "Printer",
        "Lantern",
        "Village",
        "Thursday",
        "Archive",
    ),
    *("Bridge", "Parcel", "Winter", "Engine", "Teacher", "Kitchen", "Report", "Signal"),
)


class Canvas:
    """A picture twice as large as it ends up, so that its edges come out smooth."""

    def __init__(self, rng: random.Random, dark: bool | None = None) -> None:
        self.rng = rng
        self.dark = rng.random() < 0.2 if dark is None else dark
        shade = rng.randint(22, 60) if self.dark else rng.randint(226, 255)
        self.paper = self.near((shade, shade, shade), 6)
        self.ink = (225, 228, 232) if self.dark else (40, 44, 52)
        side = rng.randint(170, 240)
        self.width, self.height = 2 * side, int(2 * side * rng.uniform(0.85, 1.0))
        self._image = Image.new("RGB", (self.width, self.height), self.paper)
        self._pen = ImageDraw.Draw(self._image)
        self._font = rng.choice(_FONTS)

    def near(self, colour: Colour, spread: int = 16) -> Colour:
        """Return a shade of `colour`."""
        red, green, blue = (
            max(0, min(255, part + self.rng.randint(-spread, spread))) for part in colour
        )
        return red, green, blue

    def word(self) -> str:
        """Return a word that says nothing of the drawing."""
        return self.rng.choice(_WORDS)

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill a polygon."""
        self._pen.polygon([self._at(point) for point in points], fill=fill)

    def ellipse(self, centre: Point, radius: float, fill: Colour) -> None:
        """Fill a circle; `radius` is a fraction of the shorter side."""
        x, y = self._at(centre)
        r = radius * min(self.width, self.height)
        self._pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def slice(
        self, centre: Point, radius: float, degrees: tuple[float, float], fill: Colour
    ) -> None:
        """Fill a slice of a pie, clockwise from the right."""
        x, y = self._at(centre)
        r = radius * min(self.width, self.height)
        self._pen.pieslice((x - r, y - r, x + r, y + r), *degrees, fill=fill, outline=self.paper)

    def box(
        self,
        start: Point,
        end: Point,
        fill: Colour | None,
        outline: Colour | None = None,
        corner: float = 0,
    ) -> None:
        """Draw a rectangle, with round corners where `corner` is above 0."""
        radius = corner * min(self.width, self.height)
        place = (*self._at(start), *self._at(end))
        self._pen.rounded_rectangle(place, radius, fill=fill, outline=outline, width=3)

    def line(self, points: Sequence[Point], fill: Colour, width: float = 0.012) -> None:
        """Draw a line through `points`; `width` is a fraction of the width."""
        places = [self._at(point) for point in points]
        self._pen.line(places, fill=fill, width=max(2, round(width * self.width)), joint="curve")

    def arrow(self, start: Point, end: Point) -> None:
        """Draw an arrow, either level or upright."""
        self.line((start, end), self.ink, 0.01)
        (x, y), level = end, abs(start[1] - end[1]) < 1e-6
        head = 0.025
        tail = (
            [(x - head, y - head), (x - head, y + head)]
            if level
            else [(x - head, y - head), (x + head, y - head)]
        )
        self.polygon((end, *tail), self.ink)

    def text(self, place: Point, text: str, size: float = 0.05, fill: Colour | None = None) -> None:
        """Write `text` with its middle at `place`; `size` is a fraction of the height."""
        points = max(8, round(size * self.height))
        font: ImageFont.FreeTypeFont | ImageFont.ImageFont = ImageFont.load_default(points)
        if self._font:
            fonts = Path(reportlab.__file__).parent / "fonts"
            font = ImageFont.truetype(str(fonts / self._font), points)
        self._pen.text(self._at(place), text, fill=fill or self.ink, font=font, anchor="mm")

    def encoded(self) -> bytes:
        """Return the picture as PNG: smoothed, and now and then grained, blurred or dimmed."""
        picture = self._image.reduce(2)
        if self.rng.random() < 0.3:
            picture = picture.filter(ImageFilter.GaussianBlur(self.rng.uniform(0.3, 0.9)))
        pixels = np.asarray(picture).astype(np.float32) * self.rng.uniform(0.92, 1.0)
        grain = np.random.default_rng(self.rng.getrandbits(32))
        if self.rng.random() < 0.5:
            pixels += grain.normal(0, self.rng.uniform(1, 7), pixels.shape)
        held = io.BytesIO()
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(held, "PNG", compress_level=1)
        return held.getvalue()

    def _at(self, point: Point) -> Point:
        return point[0] * self.width, point[1] * self.height
