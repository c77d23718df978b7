"""What is due without anybody asking: acts that a crash interrupted, and the receipt of a watching week."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.errors import BotError
from bot.review import cards, ledger
from bot.review.moderation import Moderation

logger = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
WEEK = 7 * 86_400


async def make(
    moderation: Moderation, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Finish what was in work, then look every ten minutes for what is due, until cancelled."""
    try:
        await moderation.enforcer.resume()
    except (BotError, sqlite3.Error):
        logger.exception("what was in work stays so until the next start")
    while True:
        for chat_id in moderation.books.judged.chats():
            try:
                await _receipt(moderation, chat_id)
            except (TelegramError, BotError, sqlite3.Error) as error:
                logger.warning("chat %d: no receipt: %s", chat_id, type(error).__name__)
        await sleep(EVERY_SECONDS)


async def _receipt(moderation: Moderation, chat_id: int) -> None:
    """Post the receipt of a group that was watched for a week, once for each policy that watches."""
    books = moderation.books
    policy, first = books.policy(chat_id), books.judged.first_at(chat_id)
    if not policy.watches_only or first is None or books.audit.now - first < WEEK:
        return
    if not books.audit.tell_once(chat_id, f"receipt {policy.version}"):
        return
    language = moderation.language(chat_id)
    pictures = await ledger.thumbnails(moderation, chat_id)
    for place in await cards.destinations(moderation, chat_id) or (chat_id,):
        notice, buttons = ledger.receipt(moderation, chat_id, place, language)
        await moderation.replies.tell(
            cards.at(place, language),
            notice,
            update_id=0,
            key=f"receipt/{chat_id}/{policy.version}/{place}",
            pictures=pictures,
            buttons=buttons,
            language=language,
        )
