"""Show what a hit names: a stored picture, a page of a stored PDF, or the lines on it that a quote was taken from.

What it may show is what a space of the asker holds. Knows no index and no search.
"""

from collections.abc import Sequence
from typing import Protocol

from knowledge import crop
from knowledge.build import Eyes
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.errors import NotFound
from knowledge.reading import Readings
from knowledge.records import Box, Place, Scope, TextLine


class Painter(Protocol):
    """What is needed of `knowledge.vision.eyes.Eyes`."""

    def draw(self, pdf: bytes, places: Sequence[Place], longest: int) -> tuple[bytes, ...]:
        """Draw pages of a PDF or parts of them; nothing stands for what cannot be drawn."""

    def mark(
        self,
        content: bytes,
        page: int | None,
        quotes: tuple[str, ...],
        within: tuple[Box, ...],
        lines: tuple[TextLine, ...],
    ) -> bytes:
        """Draw a picture, or the part of a page, with the lines of `quotes` in frames; empty where none is found."""


class AllEyes(Eyes, Painter, Protocol):
    """What a whole store needs of `knowledge.vision.eyes.Eyes`."""


class Gallery:
    """The stored pictures. Thread safe."""

    def __init__(
        self, catalog: Catalog, derived: Derived, readings: Readings, eyes: Painter
    ) -> None:
        self._catalog = catalog
        self._derived = derived
        self._readings = readings
        self._eyes = eyes

    def picture(self, image: str, scope: Scope) -> bytes:
        """Return the encoded picture that `Hit.image` names, if a space of `scope` holds it."""
        content, _, place = self._held(image, scope)
        if place is None:
            return content
        (drawn,) = self._eyes.draw(content, (place,), crop.LONGEST)
        if not drawn:
            raise NotFound(
                f"page {place.page} of the document cannot be drawn; open the file itself"
            )
        return drawn

    def cited(
        self, image: str, quotes: Sequence[str], within: Sequence[Box], scope: Scope
    ) -> bytes:
        """Return what `image` names with the lines of `quotes` framed: a picture whole, of a page a part.

        `within` are the boxes of the passages that were quoted. What stands nowhere is shown without a frame.
        """
        content, sha256, place = self._held(image, scope)
        page = place.page if place else None
        if page is None:
            sight = self._derived.sight(sha256)
            lines = sight.lines if sight else ()
            marked = self._eyes.mark(content, None, tuple(quotes), (), lines) if lines else b""
        else:
            # What OCR read of a page that is a picture; of any other the lines are taken from the page.
            lines = self._readings.known(sha256).get(page, ())
            marked = self._eyes.mark(content, page, tuple(quotes), tuple(within), lines)
        return marked or self.picture(image, scope)

    def _held(self, image: str, scope: Scope) -> tuple[bytes, str, Place | None]:
        sha256, place = crop.resolve(image)
        page = place.page if place else None
        if not any(self._catalog.holds(space, sha256, page) for space in scope.spaces):
            raise NotFound("no document that you can read holds this picture; search again")
        return self._derived.blob(sha256), sha256, place
