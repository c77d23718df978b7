"""The state of one local Telegram: its bot, chats, files, updates and ids.

Holds and finds things; what happens in a chat is in `timeline`, how it looks in `wire` and `view`.
"""

import asyncio
import re
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from bot.sandbox.calls import CallLog
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.flood import TELEGRAM_LIMITS, Flood, FloodMeter
from bot.sandbox.media import Studio
from bot.sandbox.records import Chat, ChatType, Json, Media, Member, Person, Status
from bot.sandbox.rights import ALL_ADMIN_RIGHTS
from bot.sandbox.updates import UpdateQueue, Webhook

TOKEN = re.compile(r"(\d{1,16}):[A-Za-z0-9_-]{3,128}\Z")
SUPERGROUP_BASE = -1_000_000_000_000
"""Ids of supergroups count down from here, as Telegram's do."""


@dataclass(slots=True)
class Profile:
    """What the bot says about itself."""

    commands: dict[str, list[Json]] = field(default_factory=dict)
    """Scope and language, joined, to the list shown there."""
    texts: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Press:
    """A press on a button that waits for the bot's answer."""

    answered: "asyncio.Future[Json]"
    pressed: float


def _rename_in(change: object, bot_id: int) -> None:
    """Correct the bot's id in news of its standing from before its token was known."""
    if not isinstance(change, dict):
        return
    for name in ("old_chat_member", "new_chat_member"):
        change[name]["user"]["id"] = bot_id


class World:
    """Everything that this Telegram knows."""

    def __init__(
        self,
        token: str | None = None,
        flood: Flood | None = TELEGRAM_LIMITS,
        first_id: int = 1,
        *,
        clock: Callable[[], float] = time.time,
        bot: Person | None = None,
    ) -> None:
        self.clock = clock
        self.bot = bot or Person(1, "Sandbox Bot", "sandbox_bot", is_bot=True)
        self.token: str | None = None
        self.first_id = max(first_id, 1)
        self.chats: dict[int, Chat] = {}
        self.files = FileStore(count(self.first_id))
        self.studio = Studio(self.files)
        self.updates = UpdateQueue(count(self.first_id))
        self.webhook: Webhook | None = None
        self.events = Events()
        self.calls = CallLog()
        self.faults = Faults()
        self.flood = FloodMeter(flood) if flood else None
        self.profile = Profile()
        self.portraits: dict[int, Media] = {}
        """What people show of themselves, by person."""
        self.presses: dict[str, Press] = {}
        self.closing = asyncio.Event()
        self._small_ids = count(self.first_id)
        self._tasks: set[asyncio.Task[None]] = set()
        if token is not None and not self.adopt(token):
            raise ValueError(f"{token!r} is no bot token; use the form 123456:secret")

    def now(self) -> int:
        """Return the unix time in whole seconds, as messages carry it."""
        return int(self.clock())

    def adopt(self, token: str) -> bool:
        """Tell whether this token is the bot's; the first well-formed one becomes it."""
        if self.token is not None:
            return secrets.compare_digest(self.token.encode(), token.encode())
        match = TOKEN.match(token)
        if match is None:
            return False
        self.token = token
        self.rename(replace(self.bot, id=int(match.group(1))))
        return True

    def rename(self, bot: Person) -> None:
        """Change who the bot is, in every chat it is in."""
        self.bot = bot
        for chat in self.chats.values():
            chat.bot = replace(chat.bot, person=bot)
        for update in self.updates.pending.values():
            _rename_in(update.get("my_chat_member"), bot.id)

    def person(self, person_id: int) -> Person | None:
        """Return somebody who is, or was, in any chat."""
        if person_id == self.bot.id:
            return self.bot
        for chat in self.chats.values():
            if person_id in chat.members:
                return chat.members[person_id].person
        return None

    def message_ids(self, kind: ChatType) -> Iterator[int]:
        """Return the sequence a chat numbers by: a supergroup has its own, the others share one."""
        # The first message of a supergroup tells of its creation; a forum's General topic is 1.
        return count(self.first_id + 1) if kind is ChatType.SUPERGROUP else self._small_ids

    def new_chat_id(self, kind: ChatType) -> int:
        """Return an id that no chat has."""
        base = SUPERGROUP_BASE if kind is ChatType.SUPERGROUP else 0
        number = 4_000_000 + self.first_id + len(self.chats)
        while base - number in self.chats:
            number += 1
        return base - number

    def bot_as_admin(self) -> Member:
        """Return the bot with every right."""
        return Member(self.bot, Status.ADMINISTRATOR, ALL_ADMIN_RIGHTS)

    def spawn(self, task: "asyncio.Task[None]") -> None:
        """Keep a task until it ends, or until the sandbox closes."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def open(self) -> None:
        """Begin to serve, for the first time or again after `close`."""
        self.closing.clear()
        self.updates.open()
        self.events.open()

    async def close(self) -> None:
        """Let everyone who waits go, and end what runs beside the requests."""
        self.closing.set()
        self.updates.close()
        self.events.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
