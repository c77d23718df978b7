"""From an event to whoever handles it, and from a failure to an apology."""

import logging
from dataclasses import dataclass

from bot.commands.presses import press
from bot.commands.response import Desk
from bot.errors import Undeliverable
from bot.pipeline import Pipeline
from bot.records import Application, Incoming, Membership, Migration, Movement, Press, Stopped
from bot.reply.replies import Replies
from bot.review import joining, rights
from bot.say import Notice, Say
from bot.update.incoming import Event

logger = logging.getLogger(__name__)

GONE = ("left", "kicked")
"""Standings in which nothing can be said in the chat any more."""

PRESENT = ("member", "restricted")
"""Standings in which the bot is in a group without being its administrator."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Hands each event on, and tells its sender where that failed."""

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
                if await joining.answered(self.desk.moderation, event):
                    return
                await self.pipeline.handle(event)
                # The group may have moved while its answer was in work.
                self.desk.spaces.follow(event.origin.chat_id)
            case Press():
                await self.press(event)
            case Stopped():
                self.desk.stops.stop_draft(event.origin.chat_id, event.draft_id)
            case Membership():
                await self.greet(event)
                await rights.changed(self.desk.moderation, event)
            case Movement():
                rights.moved(self.desk.moderation, event)
            case Application():
                await joining.asked(self.desk.moderation, event)
            case Migration():
                self.desk.spaces.migrate(event.old_chat_id, event.new_chat_id)

    async def press(self, event: Press) -> None:
        """Carry out a press; who pressed sees the outcome, everybody where it concerns all."""
        response = await press(event, self.desk)
        if response.ask is not None:
            await self.replies.answer_press(event, response.notice)
            await self.pipeline.handle(response.ask)
            return
        if not (response.to_chat or response.in_place):
            await self.replies.answer_press(event, response.notice)
            if response.spent:
                await self.replies.edit_buttons(event.origin.chat_id, event.origin.message_id)
            if response.again is not None:
                await self.pipeline.answer(response.again, "redact")
            return
        await self.replies.answer_press(event)
        if response.in_place:
            origin = event.origin
            await self.replies.revise(
                origin.chat_id,
                origin.message_id,
                response.notice,
                response.buttons,
                origin.person.language,
            )
            return
        await self.replies.tell(
            event.origin,
            response.notice,
            update_id=event.update_ids[0],
            pictures=response.pictures,
            buttons=response.buttons,
        )
        if response.spent:
            await self.replies.edit_buttons(event.origin.chat_id, event.origin.message_id)

    async def greet(self, event: Membership) -> None:
        """Say once how to reach a bot from which privacy mode hides what people say."""
        if event.status in GONE:
            self.desk.stops.stop_all(event.origin.chat_id)
            return
        if event.origin.private or event.can_read_all or event.status not in PRESENT:
            return
        notice = Notice(Say.HOW_TO_REACH, {"username": self.replies.username})
        # Under the group's own id, which no update has, it is said once however often we come back.
        await self.replies.tell(event.origin, notice, update_id=event.origin.chat_id)

    async def apologise(self, event: Event, error: Exception) -> None:
        """Tell the sender that something broke."""
        if isinstance(event, Migration | Membership | Movement | Application | Stopped):
            return
        if isinstance(event, Press):
            await self.replies.answer_press(event, Notice(Say.APOLOGY))
            return
        if event.addressed:
            notice = Notice(Say.APOLOGY)
            await self.replies.tell(event.origin, notice, update_id=event.update_ids[0])
