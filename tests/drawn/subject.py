"""What is drawn and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.drawn.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Subject:
    """One meaning; `kind` is its class in the zero-shot measurement."""

    kind: str
    caption: str
    """English, and the only one that names everything that the drawing is asked for by."""
    chinese: str
    paint: Callable[[Canvas], None]
    dark: bool | None = None
    """Whether the paper has to be dark or light; None leaves it to the seed."""


COLOURS = {
    "red": ("红色", (212, 40, 44)),
    "green": ("绿色", (40, 150, 62)),
    "blue": ("蓝色", (48, 86, 214)),
    "yellow": ("黄色", (238, 192, 36)),
    "purple": ("紫色", (142, 56, 172)),
    "orange": ("橙色", (240, 124, 28)),
}
"""Name to Chinese name and the shade around which drawings vary (red, green, blue; 0 to 255)."""

NUMBERS = {2: ("two", "两"), 3: ("three", "三"), 4: ("four", "四"), 5: ("five", "五")}
