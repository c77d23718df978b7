"""Fifteen drawn screenshots of 1280 x 800 with what stands on them: code, dialogs, pages, tables, logs, chat.

Light and dark, 12 to 16 pixels, English and Chinese. Knows fonts and words; reads nothing.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.benchmarks.screen_words import CODE, DIALOGS, HAN_PAGE, LOG, MIXED, PAGE, SHELL, TABLE

SIZE = (1280, 800)

_FONTS = Path("/usr/share/fonts/truetype")
SANS = _FONTS / "dejavu" / "DejaVuSans.ttf"
MONO = _FONTS / "dejavu" / "DejaVuSansMono.ttf"
HAN = _FONTS / "wqy" / "wqy-microhei.ttc"
"""Debian's fonts-dejavu and fonts-wqy-microhei."""

LIGHT = ((255, 255, 255), (246, 247, 249), (32, 34, 38), (96, 100, 108))
DARK = ((30, 31, 36), (40, 42, 48), (222, 224, 230), (150, 154, 164))
"""Paper, panel, ink, faint ink."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screenshot and what a person reads on it, line by line."""

    name: str
    picture: bytes
    lines: tuple[str, ...]


def screens() -> list[Screen]:
    """Draw all fifteen; raise `OSError` where a font is missing."""
    drawn = [
        _column("code-light-14", CODE, MONO, 14, LIGHT),
        _column("code-dark-12", CODE, MONO, 12, DARK),
        _column("shell-dark-13", SHELL, MONO, 13, DARK),
        _column("shell-light-12", SHELL, MONO, 12, LIGHT),
        _column("log-dark-12", LOG, MONO, 12, DARK),
        _column("page-light-16", PAGE, SANS, 16, LIGHT),
        _column("page-light-12", PAGE, SANS, 12, LIGHT),
        _column("page-dark-14", PAGE, SANS, 14, DARK),
        _column("han-light-16", HAN_PAGE, HAN, 16, LIGHT),
        _column("han-dark-14", HAN_PAGE, HAN, 14, DARK),
        _column("mixed-light-14", MIXED, HAN, 14, LIGHT),
        _table("table-light-13", TABLE, SANS, 13, LIGHT),
        _dialog("dialog-light-14", DIALOGS[0], SANS, 14, LIGHT),
        _dialog("dialog-dark-16", DIALOGS[1], SANS, 16, DARK),
        _dialog("dialog-han-14", DIALOGS[2], HAN, 14, LIGHT),
    ]
    return [Screen(name, _png(image), tuple(lines)) for name, image, lines in drawn]


_Theme = tuple[tuple[int, int, int], ...]
_Drawn = tuple[str, Image.Image, list[str]]


def _sheet(theme: _Theme) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, theme[0])
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 34), fill=theme[1])
    for at in range(3):
        pen.ellipse((14 + at * 22, 11, 26 + at * 22, 23), fill=theme[3])
    pen.line((0, 34, SIZE[0], 34), fill=theme[3])
    return image, pen


def _column(name: str, lines: Sequence[str], font: Path, size: int, theme: _Theme) -> _Drawn:
    image, pen = _sheet(theme)
    set_in = ImageFont.truetype(font, size)
    pen.rectangle((0, 35, 46, SIZE[1]), fill=theme[1])
    step = round(size * 1.75)
    for row, line in enumerate(lines):
        pen.text((70, 60 + row * step), line, fill=theme[2], font=set_in)
    return name, image, [line.strip() for line in lines if line.strip()]


def _table(
    name: str, rows: Sequence[Sequence[str]], font: Path, size: int, theme: _Theme
) -> _Drawn:
    image, pen = _sheet(theme)
    set_in = ImageFont.truetype(font, size)
    height = round(size * 2.6)
    for row, cells in enumerate(rows):
        top = 80 + row * height
        if row % 2 == 0:
            pen.rectangle((90, top, 1190, top + height), fill=theme[1])
        pen.line((90, top, 1190, top), fill=theme[3])
        for column, cell in enumerate(cells):
            pen.text((110 + column * 220, top + size * 0.7), cell, fill=theme[2], font=set_in)
    return name, image, [cell for row in rows for cell in row]


def _dialog(name: str, words: Sequence[str], font: Path, size: int, theme: _Theme) -> _Drawn:
    image, pen = _sheet(theme)
    set_in = ImageFont.truetype(font, size)
    left, top, right, bottom = 380, 260, 900, 520
    pen.rectangle((left, top, right, bottom), fill=theme[1], outline=theme[3])
    title, first, second, button = words
    pen.line((left, top + 40, right, top + 40), fill=theme[3])
    pen.text((left + 20, top + 12), title, fill=theme[2], font=set_in)
    pen.ellipse((left + 24, top + 74, left + 64, top + 114), fill=(196, 60, 52))
    pen.text((left + 90, top + 76), first, fill=theme[2], font=set_in)
    pen.text((left + 90, top + 76 + 2 * size), second, fill=theme[2], font=set_in)
    pen.rounded_rectangle((right - 180, bottom - 60, right - 24, bottom - 24), 6, outline=theme[3])
    width = pen.textlength(button, font=set_in)
    pen.text((right - 102 - width / 2, bottom - 42 - size / 2), button, fill=theme[2], font=set_in)
    return name, image, list(words)


def _png(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()
