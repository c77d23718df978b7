"""Whether a message that may have been sent is in the chat.

After a crash between Telegram's yes and our note of it nobody can tell; but a message of ours can be
edited and nobody else's can. So each id that the message may have is edited to what it should say:
"not modified" means that it is there. If it is another lost message of ours, it now says this one's
words and that one will be looked for elsewhere, so each still appears once.
"""

import logging
from itertools import count, islice

from telegram.error import BadRequest

from bot.reply import refusals
from bot.reply.limiter import Ticket
from bot.reply.parts import Album, Body
from bot.reply.wire import Wire
from bot.store.deliveries import Delivery
from bot.store.outbox import Outbox

logger = logging.getLogger(__name__)

MOST_TRIES = 20
"""Ids looked at. In private chats and basic groups the ids of one bot's chats are interleaved."""
MOST_ABSENT = 3
"""In a supergroup ids have no gaps: so many absent ones in a row are the end of the chat."""
SUPERGROUPS_BELOW = -1_000_000_000_000
LOOK_BACK = 10
"""How far before our newest known message an unrecorded one may stand."""


async def find(wire: Wire, outbox: Outbox, delivery: Delivery, body: Body) -> tuple[int, ...]:
    """Return the ids under which `body` stands in the chat, none if it does not."""
    chat = delivery.address.chat_id
    question = delivery.address.question_message_id
    known = outbox.known_message_ids(chat)
    newest = max(known, default=0)
    start = max(question, newest - LOOK_BACK, *delivery.message_ids, 0)
    if start == 0:
        return ()
    absent = 0
    for candidate in islice((n for n in count(start + 1) if n not in known), MOST_TRIES):
        try:
            await wire.edit(chat, candidate, body, Ticket(probe=True))
        except BadRequest as error:
            if refusals.unchanged(error):
                return _ids(candidate, body)
            absent = absent + 1 if refusals.absent(error) else 0
            if absent >= MOST_ABSENT and chat < SUPERGROUPS_BELOW:
                break
        else:
            return _ids(candidate, body)
    logger.info("delivery %s: its message is not in chat %s, sending it", delivery.id, chat)
    return ()


def _ids(first: int, body: Body) -> tuple[int, ...]:
    # Telegram numbers the pictures of one album consecutively.
    many = len(body.cards) if isinstance(body, Album) else 1
    return tuple(range(first, first + many))
