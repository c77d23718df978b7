"""Bring Telegram's updates, by polling or by webhook, through inbox and albums into the lanes.

Decides nothing about what is answered. Unfinished updates of an earlier process come first.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Coroutine
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from telegram import Bot, Update, User
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Updater

from bot import chores
from bot.errors import BadInput, BotError
from bot.records import Incoming
from bot.store.seen import Seen
from bot.store.spaces import Spaces
from bot.update.albums import Albums
from bot.update.commands import publish
from bot.update.inbox import Inbox
from bot.update.incoming import read
from bot.update.lanes import GRACE_SECONDS, Lanes
from bot.update.long_texts import LongTexts
from bot.update.patience import Patience
from bot.update.poll import ALLOWED, Poller
from bot.update.redact import conceal

logger = logging.getLogger(__name__)

WEBHOOK_RETRIES = 5


class GivenUp(BotError):
    """An update was in work each time the process ended, and is not tried again."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers to: a public address that a proxy leads to `port` on loopback."""

    url: str
    secret: str = field(repr=False)
    port: int = 8443


class Listener:
    """Listens from `start` to `stop`; the bot is initialised here and shut down by its owner."""

    def __init__(self, bot: Bot, inbox: Inbox, lanes: Lanes, seen: Seen, spaces: Spaces) -> None:
        self._bot = bot
        self._inbox = inbox
        self._lanes = lanes
        self._seen = seen
        self._spaces = spaces
        self._patience = Patience(bot.token)
        self._joining: tuple[LongTexts, Albums] | None = None
        self._updater: Updater | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, webhook: Webhook | None = None) -> None:
        """Take up what an earlier process left, then listen; raise `BadInput` for a wrong token."""
        me = await self._introduce()
        clock = asyncio.get_running_loop()
        albums = Albums(self._deliver, self._seen.album, clock)
        texts = LongTexts(albums.add, clock)
        self._joining = (texts, albums)
        for pending in self._inbox.restore(self._bot):
            if not pending.dead:
                self._take(pending.update, me, texts)
            elif event := read(pending.update, me):
                error = GivenUp(f"update {pending.update.update_id} ended the bot repeatedly")
                self._lanes.give_up(event, error)
        self._spawn(self._route(me, texts), "route")
        if webhook:
            await self._serve(webhook)
        else:
            self._spawn(Poller(self._bot, self._inbox, self._patience).run(), "poll")
        self._spawn(self._publish_menu(), "menu")

    async def stop(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Stop listening and let running answers end; what does not stays for the next start."""
        if self._updater and self._updater.running:
            await self._updater.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        for joining in self._joining or ():
            joining.close()
        await self._lanes.close(grace_seconds)
        self._inbox.release()

    async def _introduce(self) -> User:
        try:
            await self._patience.call(self._bot.initialize, hopeless=(InvalidToken,))
        except InvalidToken:
            # The library's own message contains the token, so it is not chained.
            raise BadInput(
                "Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from @BotFather"
            ) from None
        return self._bot.bot

    async def _serve(self, webhook: Webhook) -> None:
        self._updater = Updater(self._bot, self._inbox)
        await self._updater.initialize()
        await self._updater.start_webhook(
            listen="127.0.0.1",
            port=webhook.port,
            url_path=urlsplit(webhook.url).path,
            webhook_url=webhook.url,
            secret_token=webhook.secret,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
            bootstrap_retries=WEBHOOK_RETRIES,
        )

    def _spawn(self, coroutine: Coroutine[None, None, None], name: str) -> None:
        self._tasks.append(chores.start(coroutine, f"listen:{name}"))

    async def _publish_menu(self) -> None:
        try:
            await publish(self._bot)
        except TelegramError as error:
            told = conceal(str(error), self._bot.token)
            logger.warning("the menu of commands was not updated (%s)", told)

    async def _route(self, me: User, texts: LongTexts) -> None:
        while True:
            update = await self._inbox.get()
            if isinstance(update, Update):
                self._take(update, me, texts)

    def _take(self, update: Update, me: User, texts: LongTexts) -> None:
        try:
            event = read(update, me)
            if event is None:
                self._inbox.done((update.update_id,))
            elif isinstance(event, Incoming):
                texts.add(event)
            else:
                self._lanes.submit(event)
        except (AttributeError, KeyError, TypeError, ValueError, BotError, sqlite3.Error):
            # One update may not end the listening for all others.
            logger.exception("update %d stays pending: it cannot be routed", update.update_id)

    def _deliver(self, incoming: Incoming) -> None:
        origin = incoming.origin
        try:
            self._seen.remember(incoming)
            self._spaces.saw(origin.chat_id, origin.person.id, origin.chat_title, origin.chat_kind)
        except (BotError, sqlite3.Error):
            # What is remembered only widens later answers; this one does not need it.
            logger.exception("update %d leaves no memory", incoming.update_ids[0])
        self._lanes.submit(incoming)
