"""Screenshots with one planted secret, or with what only looks like one: terminals, chats, files, forms, settings.

Light and dark, 12 to 16 pixels, several fonts; some slightly turned, some photographed from the screen. All of it
follows from a seed. Knows fonts, words and pixels; reads nothing.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from tests.benchmarks.bends import BENDS, Colour, photographed
from tests.benchmarks.secret_lookalikes import lookalikes
from tests.benchmarks.secret_words import KINDS, Planted

_FONTS = Path("/usr/share/fonts/truetype")
MONO = (_FONTS / "dejavu/DejaVuSansMono.ttf", _FONTS / "liberation/LiberationMono-Regular.ttf")
SANS = (_FONTS / "dejavu/DejaVuSans.ttf", _FONTS / "liberation/LiberationSans-Regular.ttf")
HAN = _FONTS / "wqy/wqy-microhei.ttc"
"""Debian's fonts-dejavu, fonts-liberation and fonts-wqy-microhei."""

HEIGHT = 640
WIDTHS = (620, 800, 1000)
"""In a narrow window a value is broken over two lines."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screenshot, and what is planted in it; None where all is harmless."""

    name: str
    picture: bytes
    planted: Planted | None
    lines: tuple[str, ...]
    """What is written on it, row by row."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a screen is set."""

    paper: Colour
    panel: Colour
    ink: Colour
    faint: Colour
    font: ImageFont.FreeTypeFont
    size: int


THEMES: Sequence[tuple[Colour, Colour, Colour, Colour]] = (
    ((255, 255, 255), (243, 244, 247), (30, 32, 36), (120, 124, 132)),
    ((250, 247, 240), (236, 232, 222), (48, 44, 40), (130, 124, 112)),
    ((28, 30, 36), (42, 45, 52), (220, 223, 230), (140, 146, 156)),
    ((12, 12, 14), (32, 34, 38), (204, 210, 204), (120, 130, 124)),
)


def screens(seed: int, count: int, *, planted: bool, around: int = 5) -> list[Screen]:
    """Draw `count` screens, the kinds of secrets and of screens in turn; raise `OSError` where a font is missing.

    `around` is the most lookalikes above and below the middle.
    """
    drawn = []
    for at in range(count):
        rng = Random(f"{seed} {planted} {at}")
        secret = KINDS[at % len(KINDS)](rng) if planted else None
        kind = LAYOUTS[(at + at // len(KINDS)) % len(LAYOUTS)]
        drawn.append(_screen(rng, secret, f"{at:02d} {kind}", _rows(rng, secret, kind, around)))
    return drawn


_Rows = list[tuple[str, str]]
"""(how a row is set, its words)."""


def _screen(rng: Random, secret: Planted | None, called: str, rows: _Rows) -> Screen:
    kind = called.split()[-1]
    mono = kind in ("terminal", "file")
    theme = rng.choice(THEMES)
    size = rng.randint(12, 16)
    chosen = rng.choice(MONO if mono else SANS)
    if any(ord(c) > 0x2E80 for _, words in rows for c in words):
        chosen = HAN
    look = Look(*theme, ImageFont.truetype(chosen, size), size)
    image, lines = _drawn(rows, look, kind, rng.choice(WIDTHS))
    bend = rng.choice(BENDS)
    held = io.BytesIO()
    bent = bend(image, rng, look.paper)
    form = "JPEG" if bend is photographed or rng.random() < 0.3 else "PNG"
    bent.save(held, form, quality=88)
    held_in = secret.kind if secret else "clean"
    name = f"{called}, {held_in}, {size} px, {bend.__name__}"
    return Screen(name, held.getvalue(), secret, tuple(lines))


def _rows(rng: Random, secret: Planted | None, kind: str, around: int) -> _Rows:
    before = lookalikes(rng, rng.randint(min(2, around), around))
    after = lookalikes(rng, rng.randint(min(2, around), around))
    told = LAYOUT_ROWS[kind](rng, secret) if secret else []
    harmless: Callable[[str], _Rows] = HARMLESS.get(kind, lambda line: [("row", line)])
    return (
        [row for line in before for row in harmless(line)]
        + told
        + [row for line in after for row in harmless(line)]
    )


def _terminal(rng: Random, secret: Planted) -> _Rows:
    first, *more = secret.value.split("\n")
    ways = (f"$ export {secret.name}={first}", f"{secret.name}: {first}", f"$ echo ${secret.name}")
    way = rng.randrange(2 if not more else 3)
    rows = [("row", ways[way])] + ([("row", first)] if way == 2 else [])
    if secret.kind in ("private key", "seed phrase"):
        rows = [("row", f"$ cat {secret.name.lower()}.txt"), ("row", first)]
    return rows + [("row", line) for line in more]


def _file(rng: Random, secret: Planted) -> _Rows:
    first, *more = secret.value.split("\n")
    ways = (
        f"{secret.name}={first}",
        f'{secret.name.lower()}: "{first}"',
        f'"{secret.name}": "{first}",',
    )
    head = rng.choice(ways) if not more else f"{secret.name}={first}"
    return [("row", head), *(("row", line) for line in more)]


def _chat(rng: Random, secret: Planted) -> _Rows:
    first, *more = secret.value.split("\n")
    if more:
        return [("bubble", f"{secret.label}:\n{secret.value}")]
    said = rng.choice(
        (
            f"{secret.label}: {first}",
            f"here you go, {secret.label}: {first}",
            f"{secret.label} is {first}",
        )
    )
    return [("bubble", said)]


def _form(rng: Random, secret: Planted) -> _Rows:
    first, *more = secret.value.split("\n")
    return [("label", secret.label), ("field", first), *(("row", line) for line in more)]


def _settings(rng: Random, secret: Planted) -> _Rows:
    first, *more = secret.value.split("\n")
    return [("pair", f"{secret.label}\t{first}"), *(("pair", f"\t{line}") for line in more)]


def _two(line: str) -> _Rows:
    head, mark, rest = line.partition(": ")
    return [("pair", f"{head}\t{rest}")] if mark and len(head) < 28 else [("row", line)]


LAYOUTS = ("terminal", "chat", "file", "form", "settings")
LAYOUT_ROWS: dict[str, Callable[[Random, Planted], _Rows]] = {
    "terminal": _terminal,
    "chat": _chat,
    "file": _file,
    "form": _form,
    "settings": _settings,
}
HARMLESS: dict[str, Callable[[str], _Rows]] = {
    "chat": lambda line: [("bubble", line)],
    "settings": _two,
}


def _drawn(rows: _Rows, look: Look, kind: str, width: int) -> tuple[Image.Image, list[str]]:
    image = Image.new("RGB", (width, HEIGHT), look.paper)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width, 30), fill=look.panel)
    top, written = 44, []
    left = 58 if kind == "file" else 24
    step = round(look.size * 1.6)
    for number, (way, words) in enumerate(rows, start=1):
        head, _, value = words.partition("\t")
        wide = width - left - 30 - (240 if way == "pair" else 180 if way == "bubble" else 0)
        lines = _wrapped(value if way == "pair" else words, look.font, wide)
        across = left + (240 if way == "pair" else 12 if way in ("bubble", "field") else 0)
        if way in ("bubble", "field"):
            box = (
                left,
                top - 3,
                width - 20 - (150 if way == "bubble" else 0),
                top + step * len(lines) + 3,
            )
            pen.rounded_rectangle(box, 6, fill=look.panel, outline=look.faint)
        if way == "pair":
            pen.text((left, top), head, fill=look.faint, font=look.font)
        if kind == "file":
            pen.text((16, top), str(number), fill=look.faint, font=look.font)
        for line in lines:
            pen.text(
                (across, top), line, fill=look.faint if way == "label" else look.ink, font=look.font
            )
            written.append(line)
            top += step
        top += 12 if way in ("bubble", "field") else 0
        if top > HEIGHT - 40:
            break
    # A window that is hardly filled is cut to what is in it, as people do.
    return image.crop((0, 0, width, min(HEIGHT, max(top + 40, HEIGHT // 4)))), written


def _wrapped(text: str, font: ImageFont.FreeTypeFont, wide: int) -> list[str]:
    """Break at words where there are any, else in the middle of one, as terminals and chats do."""
    lines: list[str] = []
    for given in text.split("\n"):
        left = given
        while font.getlength(left) > wide:
            fits = next(n for n in range(len(left), 0, -1) if font.getlength(left[:n]) <= wide)
            at = left.rfind(" ", fits // 2, fits + 1)
            at = at if at > 0 else fits
            lines.append(left[:at])
            left = left[at:].lstrip()
        lines.append(left)
    return lines
