"""Look at pictures with a picture model (CLIP) for what the taxonomy describes, and with a trained head.

Everywhere, private chats included: no model is shown what this finds. Absent where no model is configured; the
head (LAION's CLIP-NSFW or one like it) adds its own finding where its file is set.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.categories import Category
from bot.records import Finding, Question
from bot.safety.banks import Look
from bot.safety.taxonomy import REMOVE_SCORE, Taxonomy, load
from knowledge.against import Thing, certainties
from knowledge.embed.head import Head
from knowledge.ports import ImageEmbedder, Vectors

MENTIONED = 0.2
"""Score below which nothing is said of a category."""


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
        contents = [picture.sight.content for picture in question.pictures]
        if not contents:
            return (Finding(self.name, ""),)
        found = await self._look(lambda: self._judge(contents))
        return found or (Finding(self.name, ""),)

    def _judge(self, contents: list[bytes]) -> tuple[Finding, ...]:
        model = self._model()
        if model is None:
            raise LookupError("the picture model is gone")
        taxonomy = self._taxonomy()
        vectors = model.embed_pictures(contents)
        words = self._in_vectors(model, taxonomy)
        table = certainties(vectors, words.things, words.neutral)  # (pictures, sorts)
        found = []
        for sort, column in zip(taxonomy.sorts, table.T, strict=True):
            worst = int(column.argmax())
            score = round(sort.score(float(column[worst])), 3)
            if score >= MENTIONED:
                flagged = score >= REMOVE_SCORE
                detail = f"picture {worst + 1} of {len(contents)}"
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
