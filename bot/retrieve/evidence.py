"""Turn a question into searches: its words completed from the talk before, its picture, a clip's moments.

Knows no model and no chat.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.ports import Outbound, unnoted
from bot.records import Evidence, Question, Sent, Turn
from bot.retrieve.follow import complete
from bot.retrieve.search import Asked, Search
from bot.retrieve.stills import telling
from knowledge.records import Query, Scope

SPOKEN = 600
"""Characters of a transcript that are searched with; the beginning names the subject."""


class Retriever:
    """Searches for evidence. `run` calls a blocking function on a worker thread."""

    def __init__(
        self,
        search: Search,
        run: Callable[[Callable[[], Evidence]], Awaitable[Evidence]],
        by_words: Callable[[Asked], Awaitable[Evidence]],
        *,
        elsewhere: str = "",
    ) -> None:
        """`by_words` searches where there is no picture; `elsewhere` names a text model that stands in a cloud."""
        self._search = search
        self._elsewhere = elsewhere
        self._run = run
        self._by_words = by_words

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

    def _best(self, moments: Sequence[Asked]) -> Evidence:
        """Search with each moment of a clip; return what the one found that the documents know best."""
        found = [replace(self._search(asked), still=asked.still) for asked in moments]
        return max(found, key=lambda one: (bool(one.passages), one.answerable), default=Evidence())


def _moments(question: Question, text: str, scope: Scope, stays: bool) -> list[Asked]:
    """Return the searches for a clip: with what is asked and said, and with each telling still."""
    spoken = " ".join(clip.transcript for clip in question.clips)[:SPOKEN]
    words = text if spoken in text else f"{text}\n{spoken}".strip()
    moments = [
        Asked(Query(text=text, picture=still.sight, stays=stays), scope, still)
        for still in telling([one for one in question.pictures if one.clip])
    ]
    return [Asked(Query(text=words, stays=stays), scope), *moments] if words else moments
