"""Turn a picture file that is learned by itself into a document of one figure."""

from pathlib import PurePosixPath

from knowledge.errors import Unreadable
from knowledge.parse.pictures import tidy
from knowledge.records import Block, Parsed
from knowledge.vision.header import measure

MOST_COUNTED = 10_000
"""Frames of an animation; the door refuses far fewer."""


def parse(content: bytes, path: str, name: str) -> Parsed:
    """Wrap the bytes as found; they are opened where all pictures are."""
    block = Block(text="", picture=content, picture_name=PurePosixPath(tidy(path)).name)
    return Parsed(title=name, blocks=(block,), warnings=_moving(content))


def _moving(content: bytes) -> tuple[str, ...]:
    try:
        frames = measure(content, MOST_COUNTED).frames
    except Unreadable:
        # Whoever opens it says what is wrong with it.
        return ()
    return (f"it moves: of its {frames} frames the first was learned",) if frames > 1 else ()
