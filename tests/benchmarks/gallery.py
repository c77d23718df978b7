"""Draw pictures like those of a team's documents, many of them nearly alike.

A family shares layout, colours and title; its members differ in what they say: the same dialog with
another message, the same chart with other values. Knows nothing of how they are searched.
"""

import io
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from knowledge.errors import Unreadable
from knowledge.vision.eyes import Eyes

WORDS = """
account active add address admin agent alert all apply archive audit backup batch billing blocked branch browser build
bundle button cache cancel certificate change channel check client cloud cluster code column commit connect console
copy cost create credit custom data date default delay delete deploy device disk domain download draft driver edit
email enable engine entry error event export factor failed feature field file filter folder form gateway group guest
handler header help history host image import index input install invoice issue job key label language layer lease
level license limit link list load local log login mail manage map member memory menu merge message metric mobile mode
model module monitor name network new node note number object offset open option order output owner package page panel
partner password path payment pending permit phone plan policy pool port preview price print printer privacy process
profile project proxy queue quota rate read record region release remote remove rename report request reset resource
restart retry role route router rule run sample save scan schedule schema scope screen script search secret section
security select server service session setting share shift shop signal site size source space stage start state status
step stop storage store stream subject switch sync system table tag target task team template tenant test theme ticket
time token tool topic total trace traffic trial trigger type unit update upload usage user value vendor version view
volume wait warning week window worker zone"""
LEXICON = WORDS.split()

SIZES = ((1280, 800), (960, 640), (1024, 768), (800, 500), (1440, 900), (640, 480), (720, 960))

SHORTEST = 64
"""Pictures of folders with a shorter side are icons."""

Draw = Callable[["Sheet"], None]


class Sheet:
    """A picture under way, with one source of chance for its family and one for itself."""

    def __init__(self, family: int, member: int) -> None:
        self.common = random.Random(f"family {family}")
        self.own = random.Random(f"member {family}.{member}")
        self.size = self.common.choice(SIZES)
        dark = self.common.random() < 0.3
        self.back = self.shade(self.common, *((20, 60) if dark else (215, 255)))
        self.ink = (230, 230, 235) if dark else (30, 32, 40)
        self.accent = self.shade(self.common, 40, 200)
        self.image = Image.new("RGB", self.size, self.back)
        self.draw = ImageDraw.Draw(self.image)

    @staticmethod
    def shade(chance: random.Random, low: int, high: int) -> tuple[int, int, int]:
        return (chance.randint(low, high), chance.randint(low, high), chance.randint(low, high))

    def write(self, at: tuple[float, float], text: str, size: int = 16) -> None:
        self.draw.text(at, text, fill=self.ink, font=ImageFont.load_default(size))

    def words(self, chance: random.Random, count: int) -> str:
        return " ".join(chance.choice(LEXICON) for _ in range(count))

    def paragraph(self, left: float, top: float, width: float, lines: int, size: int = 16) -> None:
        """Write lines that this member alone has."""
        for line in range(lines):
            count = max(2, int(width / size / 4.2))
            self.write((left, top + line * size * 1.5), self.words(self.own, count), size)

    def panel(self, box: tuple[float, float, float, float], lighter: int = 12) -> None:
        fill = tuple(min(255, max(0, part + lighter)) for part in self.back)
        self.draw.rounded_rectangle(box, self.common.randint(0, 10), fill, self.accent, 2)


def dialog(sheet: Sheet) -> None:
    """A window with a message and buttons, over a page of grey lines."""
    width, height = sheet.size
    for row in range(6, height // 40):
        end = sheet.common.uniform(0.3, 0.9) * width
        sheet.write((30, row * 40), sheet.words(sheet.common, int(end / 90)), 14)
    left, top = width * sheet.common.uniform(0.1, 0.3), height * sheet.common.uniform(0.15, 0.3)
    right, bottom = width - left, height - top
    sheet.panel((left, top, right, bottom))
    sheet.draw.rectangle((left, top, right, top + 40), sheet.accent)
    sheet.write((left + 14, top + 10), sheet.words(sheet.common, 2).title(), 18)
    code = f"{sheet.own.choice(['ERR', 'NL', 'E', 'APP'])}-{sheet.own.randint(1000, 9999)}"
    sheet.write((left + 90, top + 64), f"{code}: {sheet.words(sheet.own, 3)}", 20)
    sheet.draw.ellipse((left + 24, top + 60, left + 72, top + 108), sheet.accent)
    lines = max(2, int((bottom - top - 190) / 26))
    sheet.paragraph(left + 90, top + 104, right - left - 110, lines)
    for number in range(sheet.common.randint(1, 3)):
        x = right - 130 * (number + 1)
        sheet.panel((x, bottom - 54, x + 112, bottom - 16), 25)
        sheet.write((x + 16, bottom - 46), sheet.words(sheet.common, 1).title(), 16)


def settings(sheet: Sheet) -> None:
    """A page with a menu at its left and rows of names and values."""
    width, height = sheet.size
    sheet.draw.rectangle((0, 0, 200, height), sheet.accent)
    for row in range(height // 44):
        sheet.write((20, 20 + row * 44), sheet.words(sheet.common, 2).title(), 15)
    sheet.write((230, 22), sheet.words(sheet.common, 3).title(), 26)
    for row in range((height - 90) // 48):
        y = 80 + row * 48
        sheet.write((230, y), sheet.words(sheet.common, 3), 16)
        sheet.panel((width * 0.6, y - 6, width - 30, y + 30))
        sheet.write((width * 0.6 + 12, y), sheet.words(sheet.own, 2), 16)


def table(sheet: Sheet) -> None:
    """Rows and columns of words and numbers."""
    width, height = sheet.size
    columns = sheet.common.randint(3, 6)
    sheet.write((20, 14), sheet.words(sheet.common, 4).title(), 24)
    for row in range((height - 70) // 34):
        y = 60 + row * 34
        sheet.draw.line((20, y, width - 20, y), sheet.accent, 1)
        for column in range(columns):
            chance = sheet.common if row == 0 or column == 0 else sheet.own
            text = sheet.words(chance, 1)
            if column > 1 and row:
                text = f"{sheet.own.uniform(0, 9999):,.1f}"
            sheet.write((30 + column * (width - 40) / columns, y + 7), text, 16)


def chart(sheet: Sheet) -> None:
    """Bars or lines over named steps, with a legend."""
    width, height = sheet.size
    sheet.write((60, 16), sheet.words(sheet.common, 5).title(), 24)
    series, steps = sheet.common.randint(1, 3), sheet.common.randint(5, 10)
    bars = sheet.common.random() < 0.5
    base, step = height - 60, (width - 120) / steps
    for level in range(6):
        y = base - level * (base - 80) / 5
        sheet.draw.line((60, y, width - 40, y), (128, 128, 128), 1)
        sheet.write((14, y - 8), f"{level * 20}", 14)
    for number in range(series):
        colour = sheet.shade(sheet.common, 20, 230)
        values = [sheet.own.uniform(0.05, 1) for _ in range(steps)]
        tops = [base - value * (base - 80) for value in values]
        for at, y in enumerate(tops):
            x = 70 + at * step
            if bars:
                wide = step * 0.8 / series
                sheet.draw.rectangle(
                    (x + number * wide, y, x + (number + 1) * wide - 2, base), colour
                )
            elif at:
                sheet.draw.line((x - step, tops[at - 1], x, y), colour, 4)
            if number == 0:
                sheet.write((x, base + 8), sheet.words(sheet.common, 1), 14)
                sheet.write((x, y - 18), f"{values[at] * 100:.0f}", 13)
        sheet.draw.rectangle((70 + number * 150, 52, 84 + number * 150, 66), colour)
        sheet.write((90 + number * 150, 50), sheet.words(sheet.common, 1), 14)


def diagram(sheet: Sheet) -> None:
    """Named boxes joined by lines."""
    width, height = sheet.size
    places = [
        (width * (column + sheet.common.uniform(0.1, 0.3)) / 4, height * (row + 0.25) / 4)
        for column in range(4)
        for row in range(4)
    ]
    chosen = sheet.common.sample(places, sheet.common.randint(7, 12))
    for start, end in zip(chosen, [*chosen[2:], *chosen[:2]], strict=True):
        if sheet.own.random() < 0.7:
            sheet.draw.line((start[0] + 70, start[1] + 25, end[0] + 70, end[1] + 25), sheet.ink, 2)
    for x, y in chosen:
        sheet.panel((x, y, x + 150, y + 56), sheet.common.choice([-30, 20]))
        sheet.write((x + 10, y + 6), sheet.words(sheet.common, 2), 15)
        sheet.write((x + 10, y + 30), sheet.words(sheet.own, 2), 13)


def page(sheet: Sheet) -> None:
    """A page of text under a heading, beside a picture of nothing in particular."""
    width, height = sheet.size
    sheet.draw.rectangle((0, 0, width, 54), sheet.accent)
    sheet.write((20, 14), sheet.words(sheet.common, 4).title(), 22)
    sheet.paragraph(30, 80, width * 0.55, int((height - 110) / 27), 18)
    for _ in range(12):
        x, y = sheet.common.uniform(0.65, 0.9) * width, sheet.common.uniform(0.15, 0.8) * height
        reach = sheet.common.uniform(10, 70)
        sheet.draw.ellipse((x, y, x + reach, y + reach), sheet.shade(sheet.common, 0, 255))


def photo(sheet: Sheet) -> None:
    """Soft light, many shapes and grain: what a camera sees of a desk."""
    width, height = sheet.size
    grains = np.random.default_rng(sheet.own.getrandbits(32))
    coarse = grains.integers(0, 255, (9, 12, 3), dtype=np.uint8)
    light = Image.fromarray(coarse).resize(sheet.size, Image.Resampling.BICUBIC)
    sheet.image.paste(light)
    for _ in range(60):
        x, y = sheet.own.uniform(-0.1, 1) * width, sheet.own.uniform(-0.1, 1) * height
        count = sheet.own.randint(3, 6)
        reach = [(sheet.own.uniform(0, 160), sheet.own.uniform(0, 160)) for _ in range(count)]
        corners = [(x + right, y + down) for right, down in reach]
        sheet.draw.polygon(corners, sheet.shade(sheet.own, 0, 255))
    sheet.image = sheet.image.filter(ImageFilter.GaussianBlur(1.5))
    seen = np.asarray(sheet.image) + grains.normal(0, 6, (height, width, 3))
    sheet.image = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))


KINDS: tuple[Draw, ...] = (dialog, settings, table, chart, diagram, page, photo)


def draw(family: int, member: int) -> Image.Image:
    """Draw one picture; equal arguments give equal pixels."""
    sheet = Sheet(family, member)
    KINDS[family % len(KINDS)](sheet)
    return sheet.image


def png(picture: Image.Image) -> bytes:
    """Encode without loss."""
    picture.save(encoded := io.BytesIO(), "PNG", compress_level=1)
    return encoded.getvalue()


def gallery(count: int, members: int = 4, first: int = 0) -> Iterator[tuple[str, Image.Image]]:
    """Yield `count` named pictures, `members` to a family, from family `first` on."""
    for number in range(count):
        family, member = first + number // members, number % members
        yield f"{KINDS[family % len(KINDS)].__name__}-{family}-{member}", draw(family, member)


def material(folders: Sequence[Path], count: int, members: int) -> dict[str, bytes]:
    """Return `count` pictures by name: those in the folders, and drawn ones for the rest."""
    found: dict[str, bytes] = {}
    eyes = Eyes()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in (".png", ".jpg", ".jpeg", ".webp") or len(found) >= count:
                continue
            content = path.read_bytes()
            try:
                sight = eyes.look(content, read=False)
            except Unreadable:
                continue
            if min(sight.width, sight.height) >= SHORTEST:
                found[f"f{len(found):04d}{path.suffix.lower()}"] = content
    eyes.close()
    for name, picture in gallery(count - len(found), members):
        found[f"{name}.png"] = png(picture)
    return found
