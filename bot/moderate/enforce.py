"""Carry out what the policy decided, and write it down so that it can be taken back.

Knows the order in which an act is safe; Telegram's calls are given to it.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.moderate.policy import NONE, decide
from bot.records import Action, Incoming, Person, Verdict
from bot.store.acts import Act, Acts

logger = logging.getLogger(__name__)

REPLAYS = 20
"""So many of a chat's newest acts are compared, lest an update that comes twice acts twice."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A removed message as it can be posted again."""

    person: Person
    text: str


class Enforcer:
    """Acts in groups.

    `remove` deletes messages and says whether it could. `is_admin(chat, person)` answers for this
    very moment, counts the group itself and its linked channel as administrators, and gives None
    where Telegram does not say.
    """

    def __init__(
        self,
        remove: Callable[[int, Sequence[int]], Awaitable[bool]],
        acts: Acts,
        is_admin: Callable[[int, int], Awaitable[bool | None]],
    ) -> None:
        self._remove = remove
        self._acts = acts
        self._is_admin = is_admin

    async def enforce(self, incoming: Incoming, verdict: Verdict, mode: str) -> Action:
        """Do what `mode` asks for, the whole album at once; return what was really done."""
        action = decide(verdict, incoming, mode)
        if action.name == "none":
            return action
        origin = incoming.origin
        admin = await self._is_admin(origin.chat_id, origin.person.id)
        if admin:
            return NONE
        known = self._known(incoming, action)
        if known is not None and (known.action == "delete" or action.name == "note"):
            return replace(action, name=known.action, reason=known.reason, record=known.id)
        if action.name == "delete":
            action = await self._delete(origin.chat_id, action, unsure=admin is None)
        record = self._acts.record(origin.chat_id, origin.person, action, incoming.text)
        return replace(action, record=record)

    async def undo(self, record: int, by: int) -> Restored | None:
        """Take an act back, once and by an administrator of its group; return what to repost."""
        act = self._acts.get(record)
        if act is None or not await self._is_admin(act.chat_id, by):
            return None
        if not self._acts.undo(record, by):
            return None
        return Restored(person=act.person, text=act.text)

    async def _delete(self, chat_id: int, action: Action, *, unsure: bool) -> Action:
        """Delete, or turn the act into a note that says why it could not be done."""
        if unsure:
            obstacle = "could not tell whether the sender is an administrator"
        elif await self._remove(chat_id, action.message_ids):
            return action
        else:
            obstacle = "could not delete: missing right"
        logger.warning("chat %d: %s", chat_id, obstacle)
        return replace(action, name="note", reason=f"{action.reason}; {obstacle}")

    def _known(self, incoming: Incoming, action: Action) -> Act | None:
        """Return the act on these very messages that was recorded before."""
        for act in self._acts.latest(incoming.origin.chat_id, REPLAYS):
            same = act.message_ids == action.message_ids and act.text == incoming.text
            if same and act.undone_by is None:
                return act
        return None
