"""Ask the knowledge base on behalf of a question, and number what it finds.

The one place where the bot crosses into `knowledge` to search; all of that work is done on a worker
thread. Knows no model and no chat.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from bot.ports import Outbound, unnoted
from bot.records import Evidence, Passage, Picture, Question, Sent, Turn
from bot.retrieve.follow import complete
from bot.retrieve.stills import telling
from knowledge.records import Found, Hit, Kind, Query, Scope

PASSAGES = 6
"""What a model is given: about two pages, in which the first three hold nearly every answer."""

SEARCHED = 12
"""Hits asked for, so that six are left when those of one section are counted once."""


SPOKEN = 600
"""Characters of a transcript that are searched with; the beginning names the subject."""


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
        *,
        elsewhere: str = "",
    ) -> None:
        """`elsewhere` names the text model where it stands in a cloud."""
        self._knowledge = knowledge
        self._elsewhere = elsewhere
        self._run = run
        self._by_words = together(self._prepare, self._search)

    async def retrieve(
        self,
        question: Question,
        history: Sequence[Turn],
        scope: Scope,
        outbound: Outbound | None = unnoted,
    ) -> Evidence:
        """Return numbered passages from the spaces of `scope`, which the asker may read now.

        `outbound` notes what leaves for a text model in a cloud; None: nothing may.
        """
        first = question.pictures[0] if question.pictures else None
        text = complete(question, history)
        if self._elsewhere and text.strip() and outbound is not None:
            outbound(Sent(self._elsewhere, len(text)))
        stays = outbound is None and bool(self._elsewhere)
        if question.clips and (first is None or first.clip):
            return await self._run(partial(self._best, _moments(question, text, scope, stays)))
        query = Query(text=text, picture=first.sight if first else None, stays=stays)
        if not query.text.strip() and query.picture is None:
            return Evidence()
        asked = Asked(query, scope)
        if query.picture is None:
            return await self._by_words(asked)
        # It takes a hundred times as long, which nobody should wait for beside it.
        return await self._run(partial(self._search, asked))

    def _prepare(self, together: Sequence[Asked]) -> None:
        self._knowledge.ahead([one.query.text for one in together if not one.query.stays])

    def _search(self, asked: Asked) -> Evidence:
        found = self._knowledge.search(asked.query, asked.scope, SEARCHED)
        return Evidence(
            passages=self._passages(found.hits),
            nearest=found.nearest,
            answerable=found.answerable,
            lists=found.lists,
            took_ms=found.took_ms,
        )

    def _best(self, moments: Sequence[Asked]) -> Evidence:
        """Search with each moment of a clip; return what the one found that the documents know best."""
        found = [replace(self._search(asked), still=asked.still) for asked in moments]
        return max(found, key=lambda one: (bool(one.passages), one.answerable), default=Evidence())

    def _passages(self, hits: Sequence[Hit]) -> tuple[Passage, ...]:
        """Number the best hits; what another one already shows is left out."""
        chosen: list[tuple[Hit, str]] = []
        for hit in hits:
            # To widen a hit takes longer than to find it, so it is done only for what may be kept.
            wanted = len(chosen) < PASSAGES or (
                hit.unit.kind is Kind.PICTURE and not _pictures(chosen)
            )
            if wanted and not any(_shows(earlier, text, hit) for earlier, text in chosen):
                chosen.append((hit, self._knowledge.section(hit) or hit.unit.text))
        return tuple(
            Passage(number, hit, text) for number, (hit, text) in enumerate(_top(chosen), start=1)
        )


def _moments(question: Question, text: str, scope: Scope, stays: bool) -> list[Asked]:
    """Return the searches for a clip: with what is asked and said, and with each telling still."""
    spoken = " ".join(clip.transcript for clip in question.clips)[:SPOKEN]
    words = text if spoken in text else f"{text}\n{spoken}".strip()
    moments = [
        Asked(Query(text=text, picture=still.sight, stays=stays), scope, still)
        for still in telling([one for one in question.pictures if one.clip])
    ]
    return [Asked(Query(text=words, stays=stays), scope), *moments] if words else moments


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
