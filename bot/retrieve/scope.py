"""Resolve which spaces somebody may read, at the moment of the question.

Knows chats and spaces, nothing of documents. A space that is not named here is never opened.
"""

import asyncio
from collections.abc import Awaitable, Callable

from bot.records import Origin, Scope
from bot.store.spaces import Spaces


class Scopes:
    """The readable spaces by origin. `member(chat, person)` asks Telegram, False where unknown.

    It is asked each time: whoever was just removed from a group reads nothing of it any more.
    """

    def __init__(self, spaces: Spaces, member: Callable[[int, int], Awaitable[bool]]) -> None:
        self._spaces = spaces
        self._member = member

    async def resolve(self, origin: Origin) -> Scope:
        """Return a group's own space, or a person's and those of the groups they are in now."""
        own = self._spaces.of(origin.chat_id)
        if not origin.private:
            return Scope((own,))
        groups = self._spaces.groups_of(origin.person.id)
        inside = await asyncio.gather(*(self._member(group, origin.person.id) for group in groups))
        shared = (
            self._spaces.of(group) for group, is_in in zip(groups, inside, strict=True) if is_in
        )
        return Scope(tuple(dict.fromkeys((own, *shared))))
