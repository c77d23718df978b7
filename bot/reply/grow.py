"""The message of a group that grows into the answer: sent once, then edited, noted before it leaves."""

from collections.abc import Callable

from telegram.error import TelegramError

from bot.reply import refusals
from bot.reply.flight import land
from bot.reply.limiter import Ticket
from bot.reply.parts import Text, dumps
from bot.reply.stage import Stage
from bot.reply.wire import Target
from bot.store.deliveries import Address, Delivery, Draft, Plan, Progress, State

ANSWER = "answer"


async def grow(stage: Stage, key: str, address: Address, text: Text) -> None:
    """Let the message that will hold the answer say `text`; raise Telegram's refusal."""
    outbox = stage.outbox
    part = _open(stage, key, address, text).parts[0]
    target = Target(address.chat_id, address.topic_id, address.question_message_id)

    async def call(note: Callable[[bool], None]) -> tuple[int, ...]:
        def began(leaving: bool) -> None:
            note(leaving)
            if leaving and not part.message_ids:
                outbox.begin(part)

        ticket = Ticket(preview=True, key=key, note=began)
        if part.message_ids:
            await stage.wire.edit(address.chat_id, part.message_ids[0], text, ticket)
            return part.message_ids
        return await stage.wire.send(target, text, ticket)

    # A send that may have been received is looked for when the answer is whole.
    if part.state is State.SENDING:
        return
    try:
        await land(call, lambda ids: outbox.sent(part, ids))
    except TelegramError as error:
        if not part.message_ids and not refusals.uncertain(error):
            outbox.back(part)
        raise


async def take_away(stage: Stage, key: str, address: Address) -> None:
    """Delete what has grown so far; an answer that stood there whole is left."""
    begun = stage.outbox.previous(address, key, ANSWER)
    if begun is None or begun.progress is not Progress.OPEN:
        return
    if begun.message_ids:
        await stage.courier.delete(address.chat_id, begun.message_ids)
    stage.outbox.close(begun.id, Progress.FAILED)


def _open(stage: Stage, key: str, address: Address, text: Text) -> Delivery:
    previous = stage.outbox.previous(address, key, ANSWER)
    if previous is not None and previous.key == key:
        return previous
    draft = Draft(dumps(text))
    if previous is not None and previous.parts:
        draft = Draft(draft.payload, previous.parts[0].state, previous.parts[0].message_ids)
    replaces = previous.id if previous is not None else None
    plan = Plan(key, ANSWER, address, [draft], Progress.OPEN, replaces=replaces)
    return stage.outbox.plan(plan)
