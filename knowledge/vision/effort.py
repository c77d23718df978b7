"""How closely a picture is worth reading, from what kind it is, and the reading that comes of it.

Turns a kind into an effort before anything is read, and two readings into one. Knows lines and kinds; no pixel.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from knowledge.records import Box, Sight, TextLine
from knowledge.vision.order import in_rows

if TYPE_CHECKING:
    from knowledge.picture_kind import PictureKind

KindOf = Callable[[Sight], "PictureKind"]
"""Says what kind of picture it is that was opened and not read yet."""

Effort = Literal["once", "whole", "doubting", "closer"]
"""`once`: as it was opened. `whole`: at its full size, and once more where hardly a line is sure. `doubting`: once
more, too, where only a few lines were found. `closer`: twice in any case."""

EFFORTS: Final["Mapping[PictureKind, Effort]"] = {
    # What is written on it is large, or small and many times as dear to find.
    "photo": "once",
    "meme": "once",
    "screenshot": "whole",
    "document": "whole",
    "table": "whole",
    # Small labels, slanted or alone, lie along no gaps.
    "chart": "closer",
    "diagram": "closer",
}

JPEG = b"\xff\xd8"
"""How one begins. Around the letters of what was drawn it leaves a haze in which lines run into frames."""

FEW = 6
"""Lines of a dialog. Where so few are found in a drawn picture that is JPEG, others may have been taken for frames."""

SURE, DOUBTFUL = 0.8, 0.1
"""Confidence below which a line is doubtful, and what part of the letters may stand in such lines."""

CLOSELY_SURE = 0.7
"""Confidence of a line that only the second reading found."""

WRITING = 3
"""Letters and digits of a picture on which only a closer look found any; fewer are a shape that looks like one."""

AS_MUCH = 0.95
"""Part of the letters of a line that others have to hold that take its place."""


class Reads(Protocol):
    """What is needed of `knowledge.vision.ocr.Reader`."""

    def read(self, content: bytes) -> tuple[TextLine, ...]:
        """Read a picture."""

    def read_closer(self, content: bytes) -> tuple[TextLine, ...]:
        """Read it in another way."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture that was opened, how closely it is to be read, and itself at full size where that is larger."""

    sight: Sight
    effort: Effort = "once"
    whole: bytes = b""
    lossy: bool = False
    """Whether its sender saved it as JPEG."""


def effort_for(kind: "PictureKind", lossy: bool) -> Effort:
    """Choose by the kind of a picture, and by how its sender saved it."""
    effort = EFFORTS[kind]
    return "doubting" if effort == "whole" and lossy else effort


def read(reader: Reads, content: bytes, effort: Effort, whole: bytes = b"") -> tuple[TextLine, ...]:
    """Read an encoded picture, or the `whole` of it, as closely as it is worth; never less than `reader.read` alone."""
    lines = reader.read(whole or content)
    if whole and len(lines) <= 2 * FEW:
        # On a large ground single lines are lost that stand out where all is smaller.
        lines = joined(lines, reader.read(content))
    again = effort == "closer" or (effort != "once" and _doubtful(lines))
    again = again or (effort == "doubting" and len(lines) <= FEW)
    return joined(lines, reader.read_closer(whole or content)) if again else lines


def joined(lines: Sequence[TextLine], closer: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Add to a reading what a second one found elsewhere, or read more surely in its place."""
    kept: list[TextLine] = []
    used: set[int] = set()
    for line in lines:
        inside = [at for at, other in enumerate(closer) if _covers(line.box, other.box)]
        used.update(inside)
        others = [closer[at] for at in inside]
        kept += others if _better(others, line) else [line]
    new = [
        other
        for at, other in enumerate(closer)
        if at not in used
        # A star that is drawn is no word; as one, it would make a page of a drawing.
        and any(sign.isalnum() for sign in other.text)
        and other.confidence >= CLOSELY_SURE
        and not any(_covers(other.box, line.box) for line in lines)
    ]
    if not lines and sum(sign.isalnum() for line in new for sign in line.text) < WRITING:
        return ()
    if not new and kept == list(lines):
        return tuple(lines)
    return tuple(in_rows([*kept, *new]))


def _better(others: Sequence[TextLine], line: TextLine) -> bool:
    """Tell whether these take the place of a line: several that it ran together, or a surer reading of it."""
    letters = sum(len(other.text.replace(" ", "")) for other in others)
    if letters < AS_MUCH * len(line.text.replace(" ", "")):
        return False
    least = min((other.confidence for other in others), default=0.0)
    if len(others) > 1:
        return least >= SURE
    return line.confidence < min(SURE, least)


def _doubtful(lines: Sequence[TextLine]) -> bool:
    letters = sum(len(line.text) for line in lines)
    unsure = sum(len(line.text) for line in lines if line.confidence < SURE)
    return unsure > DOUBTFUL * letters


def _covers(outer: Box, inner: Box) -> bool:
    """Tell whether the middle of a line lies in another."""
    across, down = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= across <= outer.right and outer.top <= down <= outer.bottom
