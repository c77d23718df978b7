"""From an event to whoever handles it, and from a failure to an apology."""

import logging
from dataclasses import dataclass

from bot.commands.presses import press
from bot.commands.response import Desk
from bot.errors import Undeliverable
from bot.pipeline import Pipeline
from bot.records import Incoming, Membership, Migration, Notice, Press, Say
from bot.reply.replies import Replies
from bot.update.incoming import Event

logger = logging.getLogger(__name__)

PRESENT = ("member", "restricted")
"""Standings in which the bot is in a group without being its administrator."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Hands each event on; `username` is the bot's own."""

    pipeline: Pipeline
    replies: Replies
    desk: Desk

    async def handle(self, event: Event) -> None:
        """Handle one event to its end; a chat that is gone is no failure of ours."""
        try:
            await self._handle(event)
        except Undeliverable as error:
            logger.warning("%s", error)

    async def _handle(self, event: Event) -> None:
        match event:
            case Incoming():
                await self.pipeline.handle(event)
                # The group may have moved while its answer was in work.
                self.desk.spaces.follow(event.origin.chat_id)
            case Press():
                await self.press(event)
            case Membership():
                await self.greet(event)
            case Migration():
                self.desk.spaces.migrate(event.old_chat_id, event.new_chat_id)

    async def press(self, event: Press) -> None:
        """Carry out a press; who pressed sees the outcome, everybody where it concerns all."""
        response = await press(event, self.desk)
        if not response.to_chat:
            await self.replies.answer_press(event, response.notice)
            return
        await self.replies.answer_press(event)
        await self.replies.tell(
            event.origin,
            response.notice,
            update_id=event.update_ids[0],
            pictures=response.pictures,
        )
        if response.spent:
            await self.replies.edit_buttons(event.origin.chat_id, event.origin.message_id)

    async def greet(self, event: Membership) -> None:
        """Say once how to reach a bot from which privacy mode hides what people say."""
        if event.origin.private or event.can_read_all or event.status not in PRESENT:
            return
        notice = Notice(Say.HOW_TO_REACH, {"username": self.replies.username})
        # Under the group's own id, which no update has, it is said once however often we come back.
        await self.replies.tell(event.origin, notice, update_id=event.origin.chat_id)

    async def apologise(self, event: Event, error: Exception) -> None:
        """Tell the sender that something broke."""
        if isinstance(event, Migration | Membership):
            return
        if isinstance(event, Press):
            await self.replies.answer_press(event, Notice(Say.APOLOGY))
            return
        if event.addressed:
            notice = Notice(Say.APOLOGY)
            await self.replies.tell(event.origin, notice, update_id=event.update_ids[0])
