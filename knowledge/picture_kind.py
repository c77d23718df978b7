"""Say what kind of picture this is: by the picture model where there is one, else by pixels and lines.

Knows an `ImageEmbedder` and what `knowledge.vision.kind` sees; no task and no store.
"""

from collections.abc import Mapping
from typing import Final, Literal

from knowledge.errors import ModelMissing
from knowledge.ports import ImageEmbedder
from knowledge.records import Sight
from knowledge.zero_shot import classify

PictureKind = Literal["photo", "screenshot", "chart", "table", "diagram", "document", "meme"]

LABELS: Final[Mapping[str, PictureKind]] = {
    "a photo of a scene": "photo",
    "a screenshot of a program": "screenshot",
    "a chart with axes": "chart",
    "a table of numbers": "table",
    "a diagram with arrows": "diagram",
    "a page of a document": "document",
    "a meme with a caption": "meme",
}
"""What the model is asked, and what each stands for."""


def kind_of(sight: Sight, embedder: ImageEmbedder | None) -> PictureKind:
    """Name the kind; where the model finds that nothing fits, or cannot be asked, pixels decide."""
    if embedder is not None:
        try:
            best = classify(sight.content, tuple(LABELS), embedder).best
        except ModelMissing:
            best = None
        if best is not None:
            return LABELS[best]
    # It decodes, for which Pillow is loaded.
    from knowledge.vision.kind import guess

    return guess(sight.content, sight.lines)
