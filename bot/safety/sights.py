"""Look at pictures with a picture model (CLIP) for what the taxonomy describes, and with a trained head.

Everywhere, private chats included: no model is shown what this finds. Absent where no model is configured; the
head (LAION's CLIP-NSFW or one like it) adds its own finding where its file is set. What is labelled is looked at
without its words too, so that no word on a picture clears it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.categories import Category
from bot.records import Finding, Picture, Question
from bot.safety.banks import Look
from bot.safety.taxonomy import REMOVE_SCORE, Taxonomy, load
from knowledge.against import Thing, certainties
from knowledge.embed.head import Head
from knowledge.ports import ImageEmbedder, Vectors

MENTIONED = 0.2
"""Score below which nothing is said of a category."""

LABELLED = frozenset({"photo", "meme", "diagram", "chart"})
"""Kinds of pictures whose words are put onto what they show; of a page of words nothing would be left."""


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The taxonomy in the vectors of one model."""

    model: str
    things: tuple[Thing, ...]
    neutral: Vectors


class Sights:
    """Zero-shot over the taxonomy, on pictures and stills; the worst picture counts."""

    name = "pictures"

    def __init__(
        self,
        model: Callable[[], ImageEmbedder | None],
        look: Look,
        *,
        head: Callable[[], Head | None] = lambda: None,
        taxonomy: Callable[[], Taxonomy] = load,
    ) -> None:
        self._model = model
        self._look = look
        self._head = head
        self._taxonomy = taxonomy
        self._words: _Words | None = None

    async def check(self, question: Question) -> tuple[Finding, ...]:
        """Judge all pictures that a model would see."""
        pictures = question.pictures
        if not pictures:
            return (Finding(self.name, ""),)
        found = await self._look(lambda: self._judge(pictures))
        return found or (Finding(self.name, ""),)

    def _judge(self, pictures: Sequence[Picture]) -> tuple[Finding, ...]:
        model = self._model()
        if model is None:
            raise LookupError("the picture model is gone")
        taxonomy = self._taxonomy()
        views = [(at, view) for at, one in enumerate(pictures, 1) for view in _views(one)]
        vectors = model.embed_pictures([content for _, content in views])
        words = self._in_vectors(model, taxonomy)
        table = certainties(vectors, words.things, words.neutral)  # (views, sorts)
        found = []
        for sort, column in zip(taxonomy.sorts, table.T, strict=True):
            worst = int(column.argmax())
            score = round(sort.score(float(column[worst])), 3)
            if score >= MENTIONED:
                flagged = score >= REMOVE_SCORE
                detail = f"picture {views[worst][0]} of {len(pictures)}"
                found.append(Finding(self.name, sort.category, flagged, score, detail))
        head = self._head()
        if head is not None and head.dimensions == vectors.shape[1]:
            score = round(float(np.max(head.chances(vectors))), 3)
            if score >= MENTIONED:
                found.append(
                    Finding(
                        self.name, Category.SEXUAL, score >= REMOVE_SCORE, score, "trained head"
                    )
                )
        return tuple(found)

    def _in_vectors(self, model: ImageEmbedder, taxonomy: Taxonomy) -> _Words:
        if self._words is None or self._words.model != model.name:
            things = tuple(
                Thing(s.category, model.embed_texts(s.looks), model.embed_texts(s.others))
                for s in taxonomy.sorts
            )
            self._words = _Words(model.name, things, model.embed_texts(taxonomy.neutral))
        return self._words


def _views(picture: Picture) -> list[bytes]:
    """Return a picture as it is, and without its words where these are a label on it."""
    sight = picture.sight
    if not sight.lines:
        return [sight.content]
    from knowledge.vision.kind import guess
    from knowledge.vision.wordless import wordless

    if guess(sight.content, sight.lines) not in LABELLED:
        return [sight.content]
    return [sight.content, wordless(sight.content, [line.box for line in sight.lines])]
