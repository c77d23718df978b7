"""Ask the knowledge base on behalf of a question, and number what it finds.

The one place where the bot crosses into `knowledge` to search; all of that work is done on a worker
thread. Knows no model and no chat.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

from bot.records import Evidence, Passage, Question, Turn
from bot.retrieve.follow import complete
from bot.retrieve.scope import Scopes
from knowledge.records import Found, Hit, Kind, Query, Scope

PASSAGES = 6
"""What a model is given: about two pages, in which the first three hold nearly every answer."""

SEARCHED = 12
"""Hits asked for, so that six are left when those of one section are counted once."""


class Library(Protocol):
    """What is needed of `knowledge.KnowledgeBase`."""

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found:
        """Find units in the spaces of `scope`."""

    def section(self, hit: Hit, max_characters: int = 1600) -> str:
        """Return the hit's text widened to its section."""


class Retriever:
    """Searches for evidence. `run` calls a blocking function on a worker thread."""

    def __init__(
        self,
        knowledge: Library,
        scopes: Scopes,
        run: Callable[[Callable[[], Evidence]], Awaitable[Evidence]],
    ) -> None:
        self._knowledge = knowledge
        self._scopes = scopes
        self._run = run

    async def retrieve(self, question: Question, history: Sequence[Turn] = ()) -> Evidence:
        """Return numbered passages from the spaces that the asker may read now."""
        scope = await self._scopes.resolve(question.incoming.origin)
        query = Query(
            text=complete(question, history),
            picture=question.pictures[0].sight if question.pictures else None,
        )
        return await self._run(partial(self._search, query, scope))

    def _search(self, query: Query, scope: Scope) -> Evidence:
        if not query.text.strip() and query.picture is None:
            return Evidence()
        found = self._knowledge.search(query, scope, SEARCHED)
        return Evidence(
            passages=tuple(
                Passage(number, hit, self._text(hit))
                for number, hit in enumerate(_choose(found.hits), start=1)
            ),
            nearest=found.nearest,
            answerable=found.answerable,
            lists=found.lists,
            took_ms=found.took_ms,
        )

    def _text(self, hit: Hit) -> str:
        """Return what a model reads of a hit; of a picture, everything that is known in words."""
        section = self._knowledge.section(hit)
        if hit.unit.kind is not Kind.PICTURE:
            return section or hit.unit.text
        fields = [hit.unit.fields.get(name, "") for name in ("caption", "alt", "ocr")]
        said = dict.fromkeys(part for part in (hit.unit.text, *fields, section) if part.strip())
        return "\n".join(said)


def _choose(hits: Sequence[Hit]) -> list[Hit]:
    """Keep the best of each section, and a picture where one was good enough to be found."""
    by_section = {_section(hit): hit for hit in reversed(hits)}
    distinct = [hit for hit in hits if by_section[_section(hit)] is hit]
    chosen = distinct[:PASSAGES]
    rest = distinct[PASSAGES:]
    if not any(hit.unit.kind is Kind.PICTURE for hit in chosen):
        chosen[PASSAGES - 1 :] = [
            *[hit for hit in rest if hit.unit.kind is Kind.PICTURE][:1],
            *chosen[PASSAGES - 1 :],
        ][:1]
    return chosen


def _section(hit: Hit) -> tuple[object, ...]:
    """Name the section a hit belongs to; a picture and the words around it are told apart."""
    unit = hit.unit
    if unit.kind is Kind.PICTURE:
        return (hit.space, unit.document, unit.id)
    place = (unit.page,) if unit.page is not None else unit.heading
    return (hit.space, unit.document, *place)
