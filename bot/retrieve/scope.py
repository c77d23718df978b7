"""Resolve which spaces somebody may read, at the moment of the question.

Knows chats and spaces, nothing of documents. A space that is not named here is never opened.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.records import Origin, Scope
from bot.store.spaces import Spaces

KEPT_SECONDS = 30.0
"""How long an answer about membership is believed: long enough for one conversation's burst."""


class Scopes:
    """The readable spaces by origin. `member(chat, person)` asks Telegram, False where unknown."""

    def __init__(
        self,
        spaces: Spaces,
        member: Callable[[int, int], Awaitable[bool]],
        *,
        kept_seconds: float = KEPT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spaces = spaces
        self._member = member
        self._kept_seconds = kept_seconds
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def resolve(self, origin: Origin) -> Scope:
        """Return a group's own space, or a person's and those of the groups they are in now."""
        own = self._spaces.of(origin.chat_id)
        if not origin.private:
            return Scope((own,))
        groups = self._spaces.groups_of(origin.person.id)
        inside = await asyncio.gather(*(self._is_in(group, origin.person.id) for group in groups))
        shared = (
            self._spaces.of(group) for group, is_in in zip(groups, inside, strict=True) if is_in
        )
        return Scope(tuple(dict.fromkeys((own, *shared))))

    async def _is_in(self, group: int, person: int) -> bool:
        now = self._clock()
        known = self._known.get((group, person))
        if known is not None and now - known[0] < self._kept_seconds:
            return known[1]
        answer = await self._member(group, person)
        # What is out of date goes with the next question, so the table stays as small as the traffic.
        self._known = {
            key: value for key, value in self._known.items() if now - value[0] < self._kept_seconds
        }
        self._known[group, person] = (now, answer)
        return answer
