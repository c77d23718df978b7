"""Pictures as people send them, drawn: error dialogs, signs, photos, and a small team's handbook."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

PAGES = {
    "vpn.md": """# Remote access

## VPN

Install WireGuard and import the profile from the portal. The gateway listens on UDP port 51820.
The profile expires after 90 days; renew it at the portal under *Devices*.

## Error HB-2209

HB-2209 means that the printer has lost its lease. Switch the printer off for 30 seconds, then print
the network page. If the address starts with 169.254, call Ingrid on extension 411.

![Dialog HB-2209: the printer has lost its network lease](hb-2209.png)

*Figure 1. The dialog as it appears on Windows.*
""",
    "travel.md": """# Travel

## Meals

The meal allowance is 38 euros a day in Norway and 31 euros a day abroad. Send receipts within 21 days.

## Trains

Book trains through the desk; first class only for rides over four hours.
""",
    "办公室.md": """# 办公室

## 会议室

会议室最多提前十四天预订，每次不超过两小时。预订后请在日历中写明人数。
""",
}
"""A handbook of three pages in two languages."""


def write_handbook(folder: Path) -> Path:
    """Write the handbook with its picture; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "hb-2209.png").write_bytes(
        dialog("HB-2209", "The printer has lost its network lease.")
    )
    return folder


def dialog(code: str, message: str, size: tuple[int, int] = (900, 420)) -> bytes:
    """Draw an error dialog with readable words."""
    return lines((f"Error {code}", message, "[ Retry ]   [ Close ]"), size)


def lines(
    words: Sequence[str], size: tuple[int, int] = (900, 420), form: str = "PNG", points: int = 32
) -> bytes:
    """Draw dark words on a light ground."""
    picture = Image.new("RGB", size, (244, 245, 248))
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(points)
    for row, text in enumerate(words):
        pen.text((48, 48 + row * (points * 2)), text, fill=(24, 28, 36), font=font)
    return encoded(picture, form)


def photo(seed: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """Draw something without words: soft blobs of colour, as a camera gives."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 255, (12, 16, 3), dtype=np.uint8)
    return encoded(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC), "JPEG")


def sign(seed: int, *words: str, size: tuple[int, int] = (900, 560)) -> bytes:
    """Draw a sheet of words on a wall of coloured tiles that is like no other seed's."""
    tiles = np.random.default_rng(seed).integers(40, 220, (4, 6, 3), dtype=np.uint8)
    wall = Image.fromarray(tiles).resize(size, Image.Resampling.NEAREST)
    with Image.open(io.BytesIO(lines(words, (size[0] // 2, size[1] // 3)))) as sheet:
        wall.paste(sheet, (size[0] // 4, size[1] // 3))
    return encoded(wall, "PNG")


def qr(text: str) -> bytes:
    """Draw a QR code on a poster."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6)
    picture = Image.new("RGB", (640, 480), (228, 236, 244))
    picture.paste(Image.fromarray(np.array(code)), (200, 120))
    return encoded(picture, "PNG")


def encoded(picture: Image.Image, form: str) -> bytes:
    """Encode a picture."""
    held = io.BytesIO()
    picture.save(held, form)
    return held.getvalue()
