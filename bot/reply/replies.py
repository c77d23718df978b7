"""The bot's mouth: what the pipeline and the commands call to say something.

Every message goes through the outbox, so it survives a crash and is shown once.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from telegram.error import BadRequest, TelegramError

from bot.records import Incoming, Origin, Press, Said
from bot.reply import cards, layout, refusals, split
from bot.reply.buttons import Issue
from bot.reply.cards import Crops
from bot.reply.connect import Bot
from bot.reply.limiter import Ticket
from bot.reply.parts import Body, Button, arranged
from bot.reply.repost import repost
from bot.reply.send import Courier
from bot.reply.stage import Stage
from bot.reply.stream import Live, answer_key
from bot.reply.times import Sleep, Times
from bot.reply.wire import Target, Wire, keyboard
from bot.say import Notice
from bot.store.deliveries import Address, Progress
from bot.store.outbox import Outbox

__all__ = ["Issue", "Live", "Replies", "Times"]

logger = logging.getLogger(__name__)

NOTICE = "notice"
MAX_ALERT = 200
"""Characters of an answer to a button (Bot API, answerCallbackQuery)."""


class Replies:
    """Say something in a chat, durably; see `Live` for an answer that grows."""

    def __init__(
        self,
        bot: Bot,
        outbox: Outbox,
        crops: Path,
        issue: Issue,
        *,
        times: Times | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._outbox = outbox
        self._crops = Crops(crops)
        wire = self._wire = Wire(bot, self._crops)
        self._courier = Courier(wire, outbox, sleep)
        self._stage = Stage(
            wire, outbox, self._courier, self._crops, issue, times or Times(), sleep
        )

    @property
    def username(self) -> str:
        """Return the bot's own name, known once the bot was initialised."""
        return self._bot.username

    async def tell(
        self,
        origin: Origin,
        notice: Notice,
        *,
        update_id: int,
        pictures: Sequence[tuple[bytes, str]] = (),
        buttons: Sequence[tuple[str, str]] = (),
        language: str | None = None,
        key: str = "",
    ) -> tuple[int, ...]:
        """Say a sentence of the bot's own, with pictures (bytes, caption) and (label, token) buttons.

        The same `Say` for one update is said once, or what `key` names. What an earlier version of the same message
        brought about is edited in place.
        """
        whole = layout.of_notice(notice, language or origin.person.language)
        offered = [Button(label, token) for label, token in buttons]
        bodies: list[Body] = [*layout.messages(whole, offered)]
        if pictures:
            album = await asyncio.to_thread(cards.of_pictures, pictures, self._crops)
            bodies += [album] if album is not None else []
        address = Address(origin.chat_id, origin.topic_id, origin.message_id)
        return await self._courier.post(key or f"{update_id}/{notice.key}", NOTICE, address, bodies)

    def live(
        self,
        incoming: Incoming,
        language: str | None = None,
        on_gone: Callable[[], None] | None = None,
    ) -> Live:
        """Return an answer in the making, to be entered with `async with`.

        `on_gone` is called when the message that it answers turns out to be deleted.
        """
        spoken = language or incoming.origin.person.language
        return Live(self._stage, incoming, spoken, on_gone)

    async def resume(self, incoming: Incoming) -> bool:
        """Deliver what was planned for this message before a crash; False if nothing was."""
        key = answer_key(incoming)
        # A late part of an album comes with the ids of parts that were answered long ago.
        updates = (max(incoming.update_ids),) if incoming.edited else incoming.update_ids
        planned = [found for update in updates for found in self._outbox.of_update(update)]
        own = [
            delivery
            for delivery in planned
            if delivery.progress is not Progress.OPEN
            and (delivery.kind == NOTICE or delivery.key == key)
        ]
        for delivery in own:
            await self._courier.deliver(delivery)
        return bool(own)

    async def answer_press(
        self, press: Press, notice: Notice | None = None, alert: bool = False
    ) -> None:
        """End the waiting circle on a pressed button, with a sentence where there is one to say."""
        text = None
        if notice is not None:
            text = layout.of_notice(notice, press.origin.person.language).text[:MAX_ALERT]
        try:
            await self._bot.answer_callback_query(press.id, text, show_alert=alert)
        except TelegramError as error:
            # Too late, or the button was forged: nobody waits for it.
            logger.info("press in chat %s: %s", press.origin.chat_id, error.message)

    async def edit_buttons(
        self, chat_id: int, message_id: int, buttons: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Put other (label, token) buttons under a message of ours, or take them away."""
        rows = arranged([Button(label, token) for label, token in buttons])
        try:
            await self._bot.edit_message_reply_markup(
                chat_id, message_id, reply_markup=keyboard(rows), rate_limit_args=Ticket()
            )
        except BadRequest as error:
            if not (refusals.unchanged(error) or refusals.gone(error)):
                raise

    async def revise(
        self,
        chat_id: int,
        message_id: int,
        notice: Notice,
        buttons: Sequence[tuple[str, str]] = (),
        language: str = "en",
    ) -> None:
        """Let a message of ours say something else, with other (label, token) buttons; what is too long is cut."""
        offered = [Button(label, token) for label, token in buttons]
        (shown, *_) = split.split(layout.of_notice(notice, language))
        (body,) = layout.messages(shown, offered)
        try:
            await self._wire.edit(chat_id, message_id, body, Ticket())
        except BadRequest as error:
            if not (refusals.unchanged(error) or refusals.gone(error)):
                raise

    async def repost(self, origin: Origin, notice: Notice, parts: Sequence[Said]) -> bool:
        """Post a message that was removed again, below a sentence of our own; False where it may not be there."""
        header = layout.of_notice(notice, origin.person.language)
        try:
            return await repost(self._bot, Target(origin.chat_id, origin.topic_id), header, parts)
        except TelegramError as error:
            # Whoever took the removal back is told so; what else is given back must not hang on it.
            logger.warning("chat %s: nothing was posted again: %s", origin.chat_id, error.message)
            return False
