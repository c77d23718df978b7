"""Scale a picture to what a vision model looks at, and write it as a data URL.

Knows the sizes that the GPT-4o family works with (fit into 2048, then shortest side 768, in tiles of
512; or 512 at low detail): more pixels cost upload time and are thrown away at the other end.
"""

import base64
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from knowledge.records import Sight

LONGEST_SIDE = 2048
SHORTEST_SIDE = 768
LOW_SIDE = 512

FLAT_BYTES_PER_PIXEL = 0.05
"""Below this a wordless picture is so plain (a logo, one colour) that low detail loses nothing."""

JPEG_QUALITY = 90

Detail = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a model gets it."""

    content: bytes
    media_type: str
    detail: Detail

    @property
    def data_url(self) -> str:
        """Return the picture as an address that holds its bytes."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode('ascii')}"


def show(sight: Sight) -> Shown:
    """Return the picture at the size that its detail deserves; blocking, milliseconds."""
    detail = choose_detail(sight)
    width, height = fitted(sight.width, sight.height, detail)
    if (width, height) == (sight.width, sight.height):
        return Shown(sight.content, sight.media_type, detail)
    content = _scaled(sight, width, height)
    return Shown(content, sight.media_type, detail)


def choose_detail(sight: Sight) -> Detail:
    """Choose high wherever something might be small: words, and everything that is not plain."""
    if max(sight.width, sight.height) <= LOW_SIDE:
        return "low"
    plain = len(sight.content) / (sight.width * sight.height) < FLAT_BYTES_PER_PIXEL
    return "low" if plain and not sight.lines else "high"


def fitted(width: int, height: int, detail: Detail) -> tuple[int, int]:
    """Return the size that the model will work with, never larger than the picture is."""
    if detail == "low":
        scale = LOW_SIDE / max(width, height)
    else:
        scale = min(LONGEST_SIDE / max(width, height), 1.0)
        scale *= min(SHORTEST_SIDE / (min(width, height) * scale), 1.0)
    if scale >= 1.0:
        return width, height
    return max(1, round(width * scale)), max(1, round(height * scale))


def _scaled(sight: Sight, width: int, height: int) -> bytes:
    from PIL import Image

    written = BytesIO()
    # The bytes were written by `knowledge.vision`, so no limit needs to be checked again.
    with Image.open(BytesIO(sight.content)) as picture:
        if sight.media_type == "image/jpeg":
            picture.draft("RGB", (width, height))
        # A palette has no colours between its colours, which scaling needs.
        full = picture if picture.mode in ("RGB", "L", "RGBA") else picture.convert("RGB")
        small = full.resize((width, height), Image.Resampling.LANCZOS)
    if sight.media_type == "image/png":
        small.save(written, "PNG")
    else:
        small.convert("RGB").save(written, "JPEG", quality=JPEG_QUALITY)
    return written.getvalue()
