"""Say what kind of picture this is: by the picture model where there is one, else by pixels and lines.

Knows an `ImageEmbedder` and what `knowledge.vision.kind` sees; no task and no store.
"""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from knowledge.errors import ModelMissing
from knowledge.ports import ImageEmbedder
from knowledge.records import Sight
from knowledge.zero_shot import Ready, judge, ready

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


class Kinds:
    """Names kinds; the labels are put into vectors once for each model. Thread safe."""

    def __init__(self, model: Callable[[], ImageEmbedder | None]) -> None:
        """Take what gives the picture model, None where there is none."""
        self._model = model
        self._ready: Ready | None = None

    def of(self, sight: Sight) -> PictureKind:
        """Name the kind; where the model finds that nothing fits, or cannot be asked, pixels decide."""
        embedder = self._model()
        if embedder is not None:
            try:
                best = self._best(sight, embedder)
            except ModelMissing:
                best = None
            if best is not None:
                return LABELS[best]
        # It decodes, for which Pillow is loaded.
        from knowledge.vision.kind import guess

        return guess(sight.content, sight.lines)

    def _best(self, sight: Sight, embedder: ImageEmbedder) -> str | None:
        labels = self._ready
        if labels is None or labels.model != embedder.name:
            labels = self._ready = ready(tuple(LABELS), embedder)
        return judge(sight.content, labels, embedder).best
