"""Updates as Telegram sends them, a scripted Bot API, a clock that tests move, an empty state file."""

import asyncio
import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from telegram import Update, User
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from bot.records import Incoming
from bot.store.database import Database
from bot.store.seen import Seen
from bot.store.spaces import Spaces
from bot.update.inbox import Inbox
from bot.update.incoming import Event
from bot.update.lanes import Lanes
from bot.update.listen import Listener

Json = dict[str, object]

CHATS: dict[str, Json] = {
    "private": {"id": 7, "type": "private", "first_name": "Mara"},
    "group": {"id": -1001, "type": "supergroup", "title": "Northlight"},
    "forum": {"id": -1002, "type": "supergroup", "title": "Forum", "is_forum": True},
}

MARA: Json = {
    "id": 7,
    "is_bot": False,
    "first_name": "Mara",
    "last_name": "Lind",
    "username": "mara",
    "language_code": "de",
}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Wire:
    """Writes updates; numbers count up by themselves."""

    me = User(99, "Groundglass", is_bot=True, username="GroundglassBot")

    def __init__(self) -> None:
        self.mara = MARA
        self._numbers = count(100)
        self._messages = count(10)

    def body(self, chat: str = "private", **fields: object) -> Json:
        """Return the JSON of one message."""
        return {
            "message_id": next(self._messages),
            "date": 1_800_000_000,
            "chat": CHATS[chat],
            "from": self.mara,
            **fields,
        }

    def message(self, chat: str = "private", **fields: object) -> Update:
        """Return the update of one new message."""
        return self.update(message=self.body(chat, **fields))

    def edit(self, chat: str = "private", **fields: object) -> Update:
        """Return the update of an edited message."""
        return self.update(edited_message=self.body(chat, edit_date=1_800_000_060, **fields))

    def update(self, **fields: object) -> Update:
        """Return any update."""
        return Update.de_json({"update_id": next(self._numbers), **fields})

    @staticmethod
    def mark(kind: str, text: str, part: str, **more: object) -> Json:
        """Return the entity over `part` of `text`, counted in UTF-16 units as Telegram does."""
        offset = _units(text[: text.index(part)])
        return {"type": kind, "offset": offset, "length": _units(part), **more}

    @staticmethod
    def photo(name: str = "p", sides: tuple[int, ...] = (90, 1280, 320)) -> list[Json]:
        """Return the sizes of a photo, not in order."""
        return [
            {
                "file_id": f"{name}-{side}",
                "file_unique_id": f"u-{name}-{side}",
                "width": side,
                "height": side,
                "file_size": side * 10,
            }
            for side in sides
        ]

    def text(self, chat: str, text: str, *marks: Json, **fields: object) -> Update:
        """Return a message of words."""
        return self.message(chat, text=text, entities=list(marks), **fields)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "bot.sqlite")
    yield opened
    opened.close()


class Alarms:
    """A clock that only the test moves; alarms fire on the way."""

    def __init__(self) -> None:
        self._now = 0.0
        self._set: dict[object, tuple[float, Callable[[], None]]] = {}

    def time(self) -> float:
        return self._now

    def call_later(self, delay: float, callback: Callable[[], None], /) -> "Alarm":
        alarm = Alarm(self._set)
        self._set[alarm] = (self._now + delay, callback)
        return alarm

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass and every alarm on the way go off at its moment."""
        end = self._now + seconds
        while due := [(at, alarm) for alarm, (at, _) in self._set.items() if at <= end]:
            at, alarm = min(due, key=lambda pair: pair[0])
            _, callback = self._set.pop(alarm)
            self._now = max(self._now, at)
            callback()
        self._now = end


class Alarm:
    def __init__(self, among: dict[object, tuple[float, Callable[[], None]]]) -> None:
        self._among = among

    def cancel(self) -> None:
        self._among.pop(self, None)


@pytest.fixture
def alarms() -> Alarms:
    return Alarms()


TOKEN = "123456:very-secret-half"
ME = {"id": 99, "is_bot": True, "first_name": "Groundglass", "username": "GroundglassBot"}


class Telegram(BaseRequest):
    """A Bot API that hands out `updates` and fails as scripted, one entry of `faults` a call."""

    def __init__(self) -> None:
        self.updates: list[dict[str, object]] = []
        self.faults: dict[str, list[tuple[int, dict[str, object]]]] = {}
        self.calls: list[str] = []
        self.offsets: list[int | None] = []
        self.arrived = asyncio.Event()

    read_timeout = 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: object,
        **_more: object,
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        self.calls.append(name)
        if faults := self.faults.get(name):
            code, error = faults.pop(0)
            return code, json.dumps({"ok": False, "error_code": code, **error}).encode()
        parameters = request_data.parameters if request_data else {}
        if name == "getMe":
            return self._told(ME)
        if name.lower() == "getupdates":
            return self._told(await self._wait(parameters))
        return self._told(True)

    async def _wait(self, parameters: dict[str, object]) -> list[dict[str, object]]:
        offset = parameters.get("offset")
        assert offset is None or isinstance(offset, int)
        self.offsets.append(offset)
        while True:
            limit = int(str(parameters["limit"]))
            due = [u for u in self.updates if int(str(u["update_id"])) >= (offset or 0)]
            if due:
                return due[:limit]
            self.arrived.clear()
            await self.arrived.wait()

    def send(self, *updates: Update) -> None:
        self.updates += [json.loads(update.to_json()) for update in updates]
        self.arrived.set()

    @staticmethod
    def _told(result: object) -> tuple[int, bytes]:
        return 200, json.dumps({"ok": True, "result": result}).encode()


class Bench:
    """A listener with what it handled."""

    def __init__(self, database: Database) -> None:
        self.telegram = Telegram()
        self.bot: ExtBot[None] = ExtBot(
            TOKEN, request=self.telegram, get_updates_request=self.telegram
        )
        self.inbox = Inbox(database)
        self.handled: asyncio.Queue[Event] = asyncio.Queue()
        self.sorry: asyncio.Queue[tuple[Event, Exception]] = asyncio.Queue()
        self.lanes = Lanes(self.handled.put, self._apologise, self.inbox)
        self.seen, self.spaces = Seen(database), Spaces(database)
        self.listener = Listener(self.bot, self.inbox, self.lanes, self.seen, self.spaces)

    async def _apologise(self, event: Event, error: Exception) -> None:
        await self.sorry.put((event, error))

    async def text(self) -> str:
        event = await asyncio.wait_for(self.handled.get(), 10)
        assert isinstance(event, Incoming)
        return event.text


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)
