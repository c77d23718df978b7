"""A figure of a PDF is found by its caption, its labels and what OCR reads in it, and is shown cut out."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

import pytest

from knowledge import KnowledgeBase, crop
from knowledge.errors import NotFound
from knowledge.records import Box, Hit, Kind, Query, Scope
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import KnowingEyes, write
from tests.knowledge.parse.drawing import drawn, lines

TEAM = Scope(("team",))


def dialog() -> ImageReader:
    """A screenshot: its words are pixels."""
    picture = Image.new("RGB", (600, 400), "whitesmoke")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 580, 80), fill="navy")
    pen.text((50, 150), "Quarantine the parcel", "black", ImageFont.load_default(40))
    return ImageReader(picture)


def page(canvas: Canvas) -> None:
    lines(canvas, (50, 460, 16, "Post room"))
    for row in range(5):
        lines(canvas, (50, 430 - 12 * row, 10, f"What arrives is written down before it is opened, rule {row}."))
    canvas.drawImage(dialog(), 50, 190, 240, 160)
    lines(canvas, (50, 172, 9, "Figure 2: What the scanner shows"))


def wiring(canvas: Canvas) -> None:
    for row in range(5):
        lines(canvas, (50, 430 - 12 * row, 10, f"The wiring of the house is shown on the next line, {row}."))
    for at, name in enumerate(("Transformer", "Rectifier", "Accumulator")):
        for ring in range(3):
            canvas.circle(110 + 90 * at, 250, 20 + 6 * ring, fill=0)
        lines(canvas, (90 + 90 * at, 208, 8, name))


@pytest.fixture
def learned(base: KnowledgeBase, real_eyes: Eyes, tmp_path: Path) -> KnowledgeBase:
    eyes = ReadingEyes(real_eyes)
    base = KnowledgeBase(tmp_path / "home", eyes)
    return base


class ReadingEyes(KnowingEyes):
    """Eyes that do read what stands in a picture."""
