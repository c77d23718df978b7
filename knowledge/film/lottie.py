"""Unpack a drawn sticker (TGS: gzipped Lottie, core.telegram.org/stickers) and keep what draws from itself alone.

Whatever names a file, an address, a font, a script or a picture is left out, and what would unfold without end is
refused before a renderer sees it. Knows JSON; run in a confined process.
"""

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from knowledge.errors import TooLarge, Unreadable

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

GZIP = b"\x1f\x8b"

MOST_PACKED = 64 * 1024
"""Telegram's own limit for stickers."""
MOST_UNPACKED = 8_000_000
"""What a sticker of that size unpacks to; a bomb unpacks to a thousand times its size."""
DEEPEST = 120
"""Groups in groups, three levels of JSON each."""
MOST_LAYERS = 4_000
"""When every drawing that a layer shows is unfolded."""
DEEPEST_DRAWING = 16
MOST_NUMBER = 1e6
MOST_COPIES = 64
"""Of a repeated shape, or corners of a star."""
MOST_RATE = 120.0
MOST_SECONDS = 12.0
"""Four times as long as Telegram lets a sticker be."""

DRAWN_LAYERS = frozenset({0, 1, 3, 4})
"""Drawings, plain grounds, groups without a look of their own, shapes; neither pictures nor text in fonts."""
WORDS = frozenset({"ty", "refId", "id", "v", "sc"})
"""Entries whose text draws something: kinds, names by which layers show drawings, a ground's colour."""
LEFT_OUT = frozenset({"fonts", "chars", "markers", "slots", "ef", "meta", "metadata"})
REPEATING = frozenset({"rp", "sr"})

DAMAGED = "the sticker is damaged or draws nothing; send a screenshot of it"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that moves: Lottie without anything from outside, its pictures a second, and how many there are."""

    content: bytes
    rate: float
    frames: int
    cut: bool = False
    """Whether there are more than are shown."""

    @property
    def seconds(self) -> float:
        return self.frames / self.rate


def unpack(content: bytes) -> Drawing:
    """Return what a sticker draws; raise `TooLarge` or `Unreadable`."""
    if len(content) > MOST_PACKED:
        raise TooLarge("the sticker is larger than 64 KB; send a screenshot of it")
    document = _document(content)
    layers, assets = document.get("layers"), document.get("assets")
    known = {
        str(one["id"]): one["layers"]
        for one in (assets if isinstance(assets, list) else [])
        if isinstance(one, dict) and "id" in one and isinstance(one.get("layers"), list)
    }
    if not layers or _unfolded(layers, known, {}, 0) > MOST_LAYERS:
        raise Unreadable(DAMAGED)
    rate = min(_number(document, "fr"), MOST_RATE)
    frames = _number(document, "op") - _number(document, "ip")
    if rate <= 0 or frames < 1 or not all(1 <= _number(document, side) <= 10_000 for side in "wh"):
        raise Unreadable(DAMAGED)
    shown = min(frames, MOST_SECONDS * rate)
    return Drawing(json.dumps(document).encode(), rate, max(1, int(shown)), shown < frames)


def _document(content: bytes) -> dict[str, Json]:
    try:
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        text = unpacking.decompress(content, MOST_UNPACKED)
        if unpacking.unconsumed_tail:
            raise TooLarge("the sticker unpacks to far more than it shows; send a screenshot of it")
        if not unpacking.eof:
            raise Unreadable(DAMAGED)
        document = _kept(cast("Json", json.loads(text)), 0)
    except (zlib.error, ValueError, OverflowError, RecursionError) as error:
        raise Unreadable(DAMAGED) from error
    if not isinstance(document, dict):
        raise Unreadable(DAMAGED)
    return document


def _kept(value: Json, depth: int, most: float = MOST_NUMBER) -> Json:
    """Return the value without what comes from outside, its numbers within limits."""
    if depth > DEEPEST:
        raise Unreadable(DAMAGED)
    if isinstance(value, list):
        return [_kept(one, depth + 1, most) for one in value]
    if isinstance(value, dict):
        if value.get("ty") in REPEATING:
            most = MOST_COPIES
        return {
            key: _layers(one, depth + 1) if key == "layers" else _kept(one, depth + 1, most)
            for key, one in value.items()
            # A text that is no name of something inside is a path, an address or a script.
            if key not in LEFT_OUT and (key in WORDS or not isinstance(one, str))
        }
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return value[:64]
    if not math.isfinite(value):
        raise Unreadable(DAMAGED)
    return max(-most, min(value, most))


def _layers(value: Json, depth: int) -> Json:
    some = value if isinstance(value, list) else []
    return [
        _kept(one, depth) for one in some if isinstance(one, dict) and one.get("ty") in DRAWN_LAYERS
    ]


def _unfolded(layers: Json, known: Mapping[str, Json], counted: dict[str, int], depth: int) -> int:
    """Count the layers that are drawn when each shows what it refers to; more than enough for a circle."""
    if depth > DEEPEST_DRAWING:
        return MOST_LAYERS + 1
    total = 0
    for layer in layers if isinstance(layers, list) else []:
        total += 1
        shown = str(layer.get("refId", "")) if isinstance(layer, dict) else ""
        if shown not in known:
            continue
        if shown not in counted:
            # Until it is known, who shows itself unfolds without end.
            counted[shown] = MOST_LAYERS + 1
            counted[shown] = _unfolded(known[shown], known, counted, depth + 1)
        total += counted[shown]
        if total > MOST_LAYERS:
            break
    return total


def _number(document: Mapping[str, Json], key: str) -> float:
    value = document.get(key, 0)
    return float(value) if isinstance(value, int | float) else 0.0
