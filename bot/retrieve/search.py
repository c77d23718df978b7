"""Ask the knowledge base on behalf of one question after the other, and number what it finds.

The one place where the bot crosses into `knowledge` to search. All of it is work of milliseconds that holds a
processor, so it runs on a worker thread or in a process of its own. Knows no model and no chat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.records import Evidence, Passage, Picture
from knowledge.records import Found, Hit, Kind, Query, Scope

PASSAGES = 6
"""What a model is given: about two pages, in which the first three hold nearly every answer."""

SEARCHED = 12
"""Hits asked for, so that six are left when those of one section are counted once."""


class Library(Protocol):
    """What is needed of `knowledge.KnowledgeBase`."""

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found:
        """Find units in the spaces of `scope`."""

    def ahead(self, texts: Sequence[str]) -> None:
        """Prepare texts that are about to be searched, all in one go."""

    def section(self, hit: Hit, max_characters: int = 1600) -> str:
        """Return the hit's text widened to its section."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One search: what is looked for, and in which spaces."""

    query: Query
    scope: Scope
    still: Picture | None = None


class Search:
    """Searches one library. Thread safe."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def all(self, together: Sequence[Asked]) -> list[Evidence | Exception]:
        """Return what each search finds, or what it raised: that is for whoever asked, and for nobody else."""
        self._library.ahead([one.query.text for one in together if not one.query.stays])
        found: list[Evidence | Exception] = []
        for asked in together:
            try:
                found.append(self(asked))
            except Exception as error:
                found.append(error)
        return found

    def __call__(self, asked: Asked) -> Evidence:
        """Return numbered passages from the spaces of the scope."""
        found = self._library.search(asked.query, asked.scope, SEARCHED)
        return Evidence(
            passages=self._passages(found.hits),
            nearest=found.nearest,
            answerable=found.answerable,
            lists=found.lists,
            took_ms=found.took_ms,
        )

    def _passages(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        """Number the best hits; what another one already shows is left out."""
        chosen: list[tuple[Hit, str]] = []
        for hit in hits:
            # To widen a hit takes longer than to find it, so it is done only for what may be kept.
            wanted = len(chosen) < PASSAGES or (
                hit.unit.kind is Kind.PICTURE and not _pictures(chosen)
            )
            if wanted and not any(_shows(earlier, text, hit) for earlier, text in chosen):
                chosen.append((hit, self._library.section(hit) or hit.unit.text))
        return tuple(
            Passage(number, hit, text) for number, (hit, text) in enumerate(_top(chosen), start=1)
        )


def _top(chosen: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """Keep the first six; the last place goes to a picture where one was found only further down."""
    top = list(chosen[:PASSAGES])
    pictures = _pictures(chosen)
    if pictures and pictures[0] not in top:
        top[-1] = pictures[0]
    return top


def _pictures(chosen: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    return [pair for pair in chosen if pair[0].unit.kind is Kind.PICTURE]


def _shows(earlier: Hit, text: str, hit: Hit) -> bool:
    """Tell whether a passage already contains `hit`: the same section, and its words within it."""
    if _section(earlier) != _section(hit) or hit.unit.kind is Kind.PICTURE:
        return earlier.unit.id == hit.unit.id and earlier.space == hit.space
    return hit.unit.kind is Kind.PAGE or _squeezed(hit.unit.text) in _squeezed(text)


def _section(hit: Hit) -> tuple[object, ...]:
    unit = hit.unit
    return (hit.space, unit.document, unit.page, unit.heading if unit.page is None else ())


def _squeezed(text: str) -> str:
    return " ".join(text.split())
