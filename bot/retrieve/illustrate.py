"""Give an answer the pictures that it rests on: the cited figure, or the part of the page with the cited lines framed.

Knows what to show; the pictures themselves come from `knowledge`, on a worker thread.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.records import Answer, Citation, Scope
from knowledge.errors import KnowledgeError
from knowledge.records import Box, Kind

MOST = 4
"""Pictures sent with one answer; more would bury the words."""


class Gallery(Protocol):
    """What is needed of `knowledge.KnowledgeBase`."""

    def cited(
        self, image: str, quotes: Sequence[str], within: Sequence[Box], scope: Scope
    ) -> bytes:
        """Return the encoded picture behind a hit, the lines of `quotes` framed, if `scope` may read it."""


class Illustrator:
    """Adds crops to citations. `run` calls a blocking function on a worker thread."""

    def __init__(
        self, gallery: Gallery, run: Callable[[Callable[[], Answer]], Awaitable[Answer]]
    ) -> None:
        self._gallery = gallery
        self._run = run

    async def illustrate(self, answer: Answer, scope: Scope) -> Answer:
        """Return `answer` with a picture at each citation that has something to show."""
        if not any(citation.passage.hit.image for citation in answer.citations):
            return answer
        return await self._run(lambda: self._with_crops(answer, scope))

    def _with_crops(self, answer: Answer, scope: Scope) -> Answer:
        # Figures before pages: a figure is the evidence itself, a page only surrounds it.
        wanted = sorted(
            (citation for citation in answer.citations if citation.passage.hit.image),
            key=lambda citation: citation.passage.hit.unit.kind is not Kind.PICTURE,
        )
        # Several passages of one page are framed on one picture of it.
        by_image: dict[str, list[Citation]] = {}
        for citation in wanted:
            by_image.setdefault(citation.passage.hit.image or "", []).append(citation)
        crops = {
            image: self._picture(image, cited, scope)
            for image, cited in list(by_image.items())[:MOST]
        }
        shown: set[str] = set()
        return replace(
            answer, citations=tuple(_with(one, crops, shown) for one in answer.citations)
        )

    def _picture(self, image: str, cited: Sequence[Citation], scope: Scope) -> bytes | None:
        quotes = [citation.quote for citation in cited]
        boxes = [one.passage.hit.unit.box for one in cited]
        try:
            return self._gallery.cited(image, quotes, [box for box in boxes if box], scope)
        except KnowledgeError:
            # Forgotten since the search: the words are still right, there is only nothing to show.
            return None


def _with(citation: Citation, crops: dict[str, bytes | None], shown: set[str]) -> Citation:
    """Attach a picture to the first citation that it belongs to, so that it is sent once."""
    image = citation.passage.hit.image
    if not image or image in shown:
        return citation
    shown.add(image)
    return replace(citation, crop=crops.get(image))
