"""Fetch updates from Telegram by long polling into the inbox, through every outage.

In place of `telegram.ext.Updater`'s polling, for three reasons: one commit for all updates of a poll,
a refused token or a full disk does not end it silently, and one update that the library cannot read
does not block all others for ever. Telegram is told of an update by the next call's `offset`, so only
after `Inbox.accept` has returned.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta

from telegram import Bot, Update

from bot.update.inbox import Inbox
from bot.update.patience import Patience

logger = logging.getLogger(__name__)

ALLOWED = (
    *(Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER),
    *(Update.CHAT_MEMBER, Update.CHAT_JOIN_REQUEST),
    # Younger than the library, which hands it on as it came.
    "stopped_message_generation",
)
"""Kinds of updates that are asked for: those that `incoming.read` reads."""

LONG_POLL = timedelta(seconds=10)
BATCH = 100


class Poller:
    """One endless conversation with `getUpdates`."""

    def __init__(self, bot: Bot, inbox: Inbox, patience: Patience) -> None:
        self._bot = bot
        self._inbox = inbox
        self._patience = patience
        self._offset: int | None = None
        self._batch = BATCH

    async def run(self) -> None:
        """Poll until cancelled."""
        # While a webhook is set, Telegram refuses to be polled.
        await self._patience.call(lambda: self._bot.delete_webhook(drop_pending_updates=False))
        while True:
            await self._patience.call(self._poll)

    async def _poll(self) -> None:
        try:
            updates: Sequence[Update] = await self._bot.get_updates(
                offset=self._offset,
                timeout=LONG_POLL,
                limit=self._batch,
                allowed_updates=ALLOWED,
            )
        except (AttributeError, KeyError, TypeError, ValueError):
            await self._narrow()
            return
        self._batch = BATCH
        if updates:
            self._inbox.accept(updates)
            self._offset = updates[-1].update_id + 1

    async def _narrow(self) -> None:
        """Find the unreadable update by asking for single ones, then step over it."""
        if self._batch > 1:
            self._batch = 1
            return
        asked = {"limit": 1, "timeout": 0, "allowed_updates": list(ALLOWED)}
        if self._offset is not None:
            asked["offset"] = self._offset
        # Its number alone is read. In small letters, as the library warns of its own names here.
        for raw in await self._bot.do_api_request("getupdates", api_kwargs=asked):
            number = int(raw["update_id"])
            self._offset = number + 1
            logger.error("update %d cannot be read by this version and is skipped", number)
