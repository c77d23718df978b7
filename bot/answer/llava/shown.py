"""Pictures as a LLaVA takes them: opened, and where it takes only one, together on a sheet."""

import math
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from bot.records import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

SHEET = (
    "(The {count} pictures lie on one sheet: row by row from left to right, each with its number.)"
)
"""Said to the model where several pictures are shown as one."""

CELL = 448
"""Pixels a side of one picture on a sheet: LLaVA-1.5 looks at 336 for all of it."""


def opened(pictures: Sequence[Picture]) -> "list[Image]":
    """Open pictures that went through `knowledge.vision`."""
    from PIL import Image

    shown = []
    for picture in pictures:
        with Image.open(BytesIO(picture.sight.content), formats=("PNG", "JPEG")) as image:
            shown.append(image.convert("RGB"))
    return shown


def sheet(pictures: "Sequence[Image]") -> "Image":
    """Lay pictures side by side with their numbers, in as many rows as columns."""
    from PIL import Image, ImageDraw, ImageFont

    columns = math.ceil(math.sqrt(len(pictures)))
    rows = math.ceil(len(pictures) / columns)
    whole = Image.new("RGB", (columns * CELL, rows * CELL), "white")
    pen = ImageDraw.Draw(whole)
    font = ImageFont.load_default(CELL // 10)
    for at, picture in enumerate(pictures):
        left, top = at % columns * CELL, at // columns * CELL
        small = picture.copy()
        small.thumbnail((CELL - 8, CELL - 8 - CELL // 8))
        whole.paste(small, (left + (CELL - small.width) // 2, top + CELL // 8))
        pen.text((left + 8, top + 2), str(at + 1), fill="black", font=font)
    return whole
