"""Planned deliveries into messages in a chat: each shown once, whatever fails in between.

Knows the outbox, the wire and what Telegram's refusals mean; not what the messages say.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import Undeliverable
from bot.reply import probe, refusals, revise
from bot.reply.flight import land
from bot.reply.limiter import Ticket, seconds
from bot.reply.parts import Album, Body, Text, loads
from bot.reply.times import Sleep
from bot.reply.wire import Target, Wire, plain
from bot.store.deliveries import Address, Delivery, Part, Plan, Progress, State
from bot.store.outbox import Outbox

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
DELETE_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Form:
    """What is left of a message after Telegram refused parts of it."""

    in_topic: bool = True
    replying: bool = True
    formatted: bool = True


class Courier:
    """Plan, deliver, and deliver again after a crash."""

    def __init__(self, wire: Wire, outbox: Outbox, sleep: Sleep = asyncio.sleep) -> None:
        self._wire = wire
        self._outbox = outbox
        self._sleep = sleep

    async def post(
        self, key: str, kind: str, address: Address, bodies: Sequence[Body]
    ) -> tuple[int, ...]:
        """Write a delivery down and make it; return the ids of its messages."""
        previous = self._outbox.previous(address, key, kind)
        return await self.deliver(self.plan(key, kind, address, bodies, previous))

    def plan(
        self,
        key: str,
        kind: str,
        address: Address,
        bodies: Sequence[Body],
        previous: Delivery | None,
    ) -> Delivery:
        """Write a delivery down that takes the place of the `previous` one."""
        drafts, surplus = revise.against(bodies, previous)
        replaces = previous.id if previous is not None and previous.key != key else None
        plan = Plan(key, kind, address, drafts, surplus=surplus, replaces=replaces)
        return self._outbox.plan(plan)

    async def deliver(self, delivery: Delivery) -> tuple[int, ...]:
        """Bring every part of a delivery into the chat; return the ids of its messages."""
        if delivery.progress in (Progress.DONE, Progress.FAILED, Progress.REPLACED):
            return delivery.message_ids
        for position in range(len(delivery.parts)):
            delivery = await self._settle(delivery, position)
        if delivery.surplus:
            await self.delete(delivery.address.chat_id, delivery.surplus)
        if delivery.progress is not Progress.DONE:
            self._outbox.close(delivery.id, Progress.DONE)
        return delivery.message_ids

    async def delete(self, chat_id: int, message_ids: tuple[int, ...]) -> bool:
        """Delete messages; False where Telegram does not let us."""
        for pause in range(1, DELETE_TRIES + 1):
            try:
                await self._wire.delete(chat_id, message_ids)
            except (BadRequest, Forbidden) as error:
                logger.warning("cannot delete in chat %s: %s", chat_id, error.message)
                return False
            except NetworkError as error:
                logger.warning("deleting in chat %s failed: %s", chat_id, type(error).__name__)
                await self._sleep(pause)
            else:
                return True
        return False

    async def _settle(self, delivery: Delivery, position: int) -> Delivery:
        """Try one part until it stands in the chat or can never stand there."""
        pause = FIRST_PAUSE_SECONDS
        form = _Form()
        while True:
            part = delivery.parts[position]
            if part.state in (State.SENT, State.FAILED):
                return delivery
            try:
                return await self._attempt(delivery, part, form)
            except ChatMigrated as error:
                self._outbox.move(delivery, error.new_chat_id)
            except RetryAfter as error:
                await self._sleep(seconds(error))
            except (BadRequest, Forbidden) as error:
                form = self._yield(delivery, part, form, error)
            except NetworkError as error:
                if refusals.never_left(error):
                    self._unbegin(part)
                name = type(error).__name__
                logger.warning("delivery %s: %s, again in %.1f s", delivery.id, name, pause)
                await self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            delivery = self._outbox.get(delivery.id)

    async def _attempt(self, delivery: Delivery, part: Part, form: _Form) -> Delivery:
        """Bring one part into the chat; return the delivery as it is then."""
        body = loads(part.payload)
        shown = body if form.formatted else plain(body)
        if part.state is State.SENDING and not part.message_ids:
            found = await probe.find(self._wire, self._outbox, delivery, shown)
            if found:
                return self._outbox.arrived(delivery, part, found)
        elif part.message_ids:
            edited = await self._edit(delivery, part, shown)
            if edited is not None:
                return edited
            self._outbox.back(part)
            part = replace(part, message_ids=())
        return await self._send(delivery, part, shown, _target(delivery, part, body, form))

    async def _edit(self, delivery: Delivery, part: Part, body: Body) -> Delivery | None:
        """Edit in place; None where the message is gone."""
        chat, number = delivery.address.chat_id, part.message_ids[0]

        async def call(note: Callable[[bool], None]) -> None:
            await self._wire.edit(chat, number, body, Ticket(key=delivery.key, note=note))

        def keep(_: None) -> Delivery:
            return self._outbox.arrived(delivery, part, part.message_ids)

        try:
            return await land(call, keep)
        except BadRequest as error:
            if refusals.unchanged(error):
                return keep(None)
            if refusals.gone(error):
                return None
            raise

    async def _send(self, delivery: Delivery, part: Part, body: Body, target: Target) -> Delivery:
        async def call(note: Callable[[bool], None]) -> tuple[int, ...]:
            def began(leaving: bool) -> None:
                note(leaving)
                if leaving:
                    self._outbox.begin(part)
                else:
                    self._outbox.back(part)

            return await self._wire.send(target, body, Ticket(key=delivery.key, note=began))

        return await land(call, lambda ids: self._outbox.arrived(delivery, part, ids))

    def _yield(self, delivery: Delivery, part: Part, form: _Form, error: TelegramError) -> _Form:
        """Give up what Telegram refused: the topic, the reply, the formatting, at last the message."""
        self._unbegin(part)
        logger.warning("delivery %s: %s", delivery.id, error.message)
        if refusals.no_topic(error) and form.in_topic:
            return replace(form, in_topic=False)
        if refusals.no_question(error) and form.replying:
            return replace(form, replying=False)
        closed = isinstance(error, Forbidden) or refusals.shut(error)
        if form.formatted and not closed:
            return replace(form, formatted=False)
        self._outbox.failed(part)
        # The words were delivered; a chat that takes no pictures must not fail the answer.
        if isinstance(loads(part.payload), Album) and not isinstance(error, Forbidden):
            return form
        self._outbox.close(delivery.id, Progress.FAILED)
        raise Undeliverable(
            f"chat {delivery.address.chat_id} takes no message from the bot ({error.message}); "
            "let the bot in again or give it the right to write"
        ) from error

    def _unbegin(self, part: Part) -> None:
        """Note that a call surely had no effect; what was to be edited still is."""
        current = self._outbox.get(part.delivery_id).parts[part.position]
        if not current.message_ids:
            self._outbox.back(current)


def _target(delivery: Delivery, part: Part, body: Body, form: _Form) -> Target:
    address = delivery.address
    # In a private chat it is plain what is answered; in a group others write in between.
    lead = part.position == 0 or not isinstance(body, Text)
    replying = lead and form.replying and address.chat_id < 0 and address.question_message_id > 0
    return Target(
        address.chat_id,
        address.topic_id if form.in_topic else None,
        address.question_message_id if replying else None,
    )
