"""Give each space the embedders whose vectors it has: the one that answers, and the one that is wanted.

Loads an earlier model by its name only when a space still answers with it. Knows no vector.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from knowledge.derived import Content
from knowledge.embed.clip import OpenClip
from knowledge.embed.endpoint import PREFIX as ELSEWHERE
from knowledge.embed.remember import Remembering
from knowledge.errors import ModelMissing
from knowledge.generations import Generations, Modality
from knowledge.index.shelf import Model
from knowledge.language import script
from knowledge.ports import ImageEmbedder, TextEmbedder

Load = Callable[[str], TextEmbedder]
"""Make the text embedder of a name as `TextEmbedder.name` gives it; raise `ModelMissing`."""

UNRELATED = (0.08, 0.09)
"""Mean and spread of the cosines of MiniLM for texts that have little to do with each other."""

CONTENTS: Mapping[Modality, tuple[Content, ...]] = {
    "text": ("text",),
    "picture": ("picture", "caption"),
}
"""What a model of each modality makes vectors of; each has an index."""

UNKNOWN = 1
"""In place of the length of vectors that nobody can tell now; an index is removed by its name alone."""


class Models:
    """Embedders by space. Thread safe."""

    def __init__(
        self, generations: Generations, embedder: TextEmbedder, clip: str, load: Load
    ) -> None:
        """Take what is wanted now: a text embedder, and the name of a picture model or nothing."""
        self._generations = generations
        self._embedder: TextEmbedder = Remembering(embedder)
        self._clip_name = clip
        self._load = load
        self._guard = threading.Lock()
        self._clip: ImageEmbedder | None = None
        self._earlier: dict[str, TextEmbedder] = {}
        self._earlier_clips: dict[str, ImageEmbedder] = {}

    @property
    def wanted_text(self) -> TextEmbedder:
        """Return the text embedder that was asked for."""
        return self._embedder

    def alike(self, text: str, others: Sequence[str]) -> float:
        """Return how near `text` is to the nearest of `others`; -1 where that is not for this model to say.

        A cosine on the scale of MiniLM, on which texts that have little to do with each other lie at `UNRELATED`. A
        model behind an address is not asked: each sentence would leave the machine, and cost.
        """
        model = self._embedder
        strange = {script(one) for one in (text, *others)} - model.languages
        if strange or not others or model.name.startswith(ELSEWHERE):
            return -1.0
        row, *rows = model.embed([text, *others])
        nearest = float(max(row @ other for other in rows))
        if nearest == 0.0:
            # They were embedded by different models.
            return -1.0
        mean, spread = model.unrelated(text)
        return min(1.0, (nearest - mean) / spread * UNRELATED[1] + UNRELATED[0])

    def wanted_picture(self) -> ImageEmbedder | None:
        """Return the picture model that was asked for; None where there is none or its weights are not here."""
        try:
            return self._named_clip()
        except ModelMissing:
            return None

    def text(self, space: str) -> TextEmbedder:
        """Return the embedder whose vectors answer in `space`; raise `ModelMissing` if it is gone."""
        name = self._generations.name(space, "text")
        if name in (None, self._embedder.name):
            return self._embedder
        with self._guard:
            if name not in self._earlier:
                self._earlier[str(name)] = Remembering(self._load(str(name)))
            return self._earlier[str(name)]

    def ahead(self, texts: Sequence[str]) -> None:
        """Embed questions that are about to be searched, by every model that is loaded for answers."""
        with self._guard:
            embedders = [self._embedder, *self._earlier.values()]
        for embedder in embedders:
            with suppress(ModelMissing):
                # The search itself tells what is missing.
                embedder.embed([text for text in texts if script(text) in embedder.languages])

    def picture(self, space: str) -> ImageEmbedder:
        """Return the picture model whose vectors answer in `space`; raise `ModelMissing` without one."""
        clip = self._named_clip()
        name = self._generations.name(space, "picture")
        if name in (None, clip.name):
            return clip
        with self._guard:
            if name not in self._earlier_clips:
                found = OpenClip(str(name).rpartition("@")[0])
                if found.name != name:
                    raise ModelMissing(
                        f"the weights of {str(name)!r} are no longer there ({found.name!r} now); put them back, or"
                        " wait until the new model has seen everything"
                    )
                self._earlier_clips[str(name)] = found
            return self._earlier_clips[str(name)]

    def _named_clip(self) -> ImageEmbedder:
        if not self._clip_name:
            raise ModelMissing("no picture model is set; name one in GROUNDGLASS_CLIP")
        with self._guard:
            self._clip = self._clip or OpenClip(self._clip_name)
            return self._clip

    def want(self, space: str) -> None:
        """Note for `space` what is wanted now."""
        self._generations.want(space, "text", self._embedder.name)
        clip = self.wanted_picture()
        if clip is not None:
            self._generations.want(space, "picture", clip.name)

    def texts(self, space: str) -> list[TextEmbedder]:
        """Return the embedders whose vectors every text of `space` should have, those that are here."""
        return _distinct([_try(lambda: self.text(space)), self._embedder])

    def pictures(self, space: str) -> list[ImageEmbedder]:
        """Return the models whose vectors every picture of `space` should have, those that are here."""
        return _distinct([_try(lambda: self.picture(space)), self.wanted_picture()])

    def serving(self, space: str) -> list[Model]:
        """Describe what the indexes of `space` are made of, as far as the models behind them are here."""
        models = [
            _try(lambda: _described("text", self.text(space))),
            _try(lambda: _described("picture", self.picture(space))),
            _try(lambda: _described("caption", self.picture(space))),
        ]
        return [model for model in models if model is not None]

    def lost(self, space: str) -> list[Model]:
        """Describe the other indexes of `space`, whose models are gone, or do not answer."""
        here = {model.name for model in self.serving(space)}
        return [
            Model(content, one.name, UNKNOWN)
            for one in self._generations.all(space)
            if one.state == "present" and one.name not in here
            for content in CONTENTS[one.modality]
        ]


def _described(content: Content, embedder: TextEmbedder | ImageEmbedder) -> Model:
    # One behind an address has to be asked how long its vectors are.
    return Model(content, embedder.name, embedder.dimensions)


E = TypeVar("E", TextEmbedder, ImageEmbedder)
M = TypeVar("M")


def _try(make: Callable[[], M]) -> M | None:
    try:
        return make()
    except ModelMissing:
        # Without it words find what it would have found.
        return None


def _distinct(models: Sequence[E | None]) -> list[E]:
    return list({model.name: model for model in models if model is not None}.values())
