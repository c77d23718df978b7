"""Ask the knowledge base on behalf of a question, and number what it finds.

The one place where the bot crosses into `knowledge` to search; all of that work is done on a worker
thread. Knows no model and no chat.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.records import Evidence, Passage, Question, Turn
from bot.retrieve.follow import complete
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


class Together(Protocol):
    """See `bot.workers.Workers.together`."""

    def __call__(
        self, prepare: Callable[[list[Asked]], None], work: Callable[[Asked], Evidence], /
    ) -> Callable[[Asked], Awaitable[Evidence]]:
        """Return what runs `work`, on a worker thread, after `prepare` for all that came together."""


class Retriever:
    """Searches for evidence. `run` calls a blocking function on a worker thread."""

    def __init__(
        self,
        knowledge: Library,
        run: Callable[[Callable[[], Evidence]], Awaitable[Evidence]],
        together: Together,
    ) -> None:
        self._knowledge = knowledge
        self._run = run
        self._by_words = together(self._prepare, self._search)

    async def retrieve(self, question: Question, history: Sequence[Turn], scope: Scope) -> Evidence:
        """Return numbered passages from the spaces of `scope`, which the asker may read now."""
        query = Query(
            text=complete(question, history),
            picture=question.pictures[0].sight if question.pictures else None,
        )
        if not query.text.strip() and query.picture is None:
            return Evidence()
        asked = Asked(query, scope)
        if query.picture is None:
            return await self._by_words(asked)
        # It takes a hundred times as long, which nobody should wait for beside it.
        return await self._run(partial(self._search, asked))

    def _prepare(self, together: Sequence[Asked]) -> None:
        self._knowledge.ahead([asked.query.text for asked in together])

    def _search(self, asked: Asked) -> Evidence:
        found = self._knowledge.search(asked.query, asked.scope, SEARCHED)
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
            if not any(_shows(earlier, text, hit) for earlier, text in chosen):
                chosen.append((hit, self._knowledge.section(hit) or hit.unit.text))
        return tuple(
            Passage(number, hit, text) for number, (hit, text) in enumerate(_top(chosen), start=1)
        )


def _top(chosen: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """Keep the first six; the last place goes to a picture where one was found only further down."""
    top = list(chosen[:PASSAGES])
    pictures = [pair for pair in chosen if pair[0].unit.kind is Kind.PICTURE]
    if pictures and pictures[0] not in top:
        top[-1] = pictures[0]
    return top


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
