"""A Telegram of a few methods in place of the wire: it keeps messages and refuses what Telegram refuses."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram.request import BaseRequest, RequestData

TOKEN = "424242:test-token-that-must-never-be-logged-x"

Answer = dict[str, object]
Response = tuple[int, bytes]
"""Status and body, as they come over the wire."""
Fault = Callable[["Call"], Response | BaseException | None]


@dataclass(frozen=True)
class Call:
    """One Bot API call as it came over the wire."""

    method: str
    fields: dict[str, str]
    files: int = 0

    @property
    def chat(self) -> int:
        return int(self.fields["chat_id"])

    @property
    def text(self) -> str:
        return self.fields.get("text", self.fields.get("caption", ""))

    def json(self, name: str) -> list[dict[str, object]]:
        return json.loads(self.fields.get(name, "[]"))


@dataclass
class Message:
    """One message of the bot."""

    chat: int
    id: int
    shown: tuple[str, str, str]
    media: bool = False
    deleted: bool = False
    reply_to: int | None = None
    thread: str | None = None


@dataclass
class FakeTelegram:
    """Give `carrier` to `connect`, script `faults`, then read `calls` and `visible`."""

    next_id: int = 101
    calls: list[Call] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    """Each is asked about each call until it answers once; an answer replaces the real one."""
    after: list[Fault] = field(default_factory=list)
    """The same, but asked after the call took effect."""

    def carrier(self, connections: int) -> BaseRequest:
        return Carrier(self)

    def visible(self, chat: int) -> list[str]:
        """Return what a person sees in a chat."""
        return [m.shown[0] for m in self.messages if m.chat == chat and not m.deleted]

    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    def named(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def handle(self, call: Call) -> Response:
        await asyncio.sleep(0)
        if call.method == "getMe":
            return _ok({"id": 7, "is_bot": True, "first_name": "Glass", "username": "glass_bot"})
        self.calls.append(call)
        fault = _first(self.faults, call)
        response = self._answer(call) if fault is None else fault
        late = _first(self.after, call)
        response = late if late is not None else response
        if isinstance(response, BaseException):
            raise response
        return response

    def _answer(self, call: Call) -> Response:
        method = call.method
        if method in ("sendMessage", "sendPhoto", "sendLivePhoto"):
            return self._send(call, method != "sendMessage")
        if method == "sendMediaGroup":
            items = call.json("media")
            sent = [self._add(call, str(item.get("caption", "")), True) for item in items]
            return _ok([_public(message) for message in sent])
        if method in ("editMessageText", "editMessageCaption"):
            return self._edit(call)
        if method == "deleteMessages":
            wanted = json.loads(call.fields["message_ids"])
            for message in self.messages:
                message.deleted |= message.chat == call.chat and message.id in wanted
        return _ok(True)

    def _send(self, call: Call, media: bool) -> Response:
        if not media and not call.text.strip():
            return refuse("message text is empty")
        if len(call.text.encode("utf-16-le")) > 2 * 4096:
            return refuse("message is too long")
        return _ok(_public(self._add(call, call.text, media)))

    def _add(self, call: Call, text: str, media: bool) -> Message:
        reply = json.loads(call.fields.get("reply_parameters", "{}")).get("message_id")
        message = Message(
            call.chat, self.next_id, _shown(call, text), media, False, reply,
            call.fields.get("message_thread_id"),
        )  # fmt: skip
        self.next_id += 1
        self.messages.append(message)
        return message

    def _edit(self, call: Call) -> Response:
        number = int(call.fields["message_id"])
        mine = [m for m in self.messages if (m.chat, m.id, m.deleted) == (call.chat, number, False)]
        if not mine:
            return refuse("message to edit not found")
        if mine[0].media is (call.method == "editMessageText"):
            return refuse("there is no text in the message to edit")
        shown = _shown(call, call.text)
        if mine[0].shown == shown:
            return refuse(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        mine[0].shown = shown
        return _ok(_public(mine[0]))


def refuse(text: str, code: int = 400, **parameters: int) -> Response:
    """Answer as Telegram does when it refuses."""
    label = {400: "Bad Request", 403: "Forbidden", 429: "Too Many Requests"}.get(code, "Error")
    body = {"ok": False, "error_code": code, "description": f"{label}: {text}"}
    return code, json.dumps(body | ({"parameters": parameters} if parameters else {})).encode()


def on(method: str, answer: Response | BaseException, skip: int = 0) -> Fault:
    """Make a fault for the call number `skip` (from 0) of a method."""
    seen = 0

    def fault(call: Call) -> Response | BaseException | None:
        nonlocal seen
        if call.method != method:
            return None
        seen += 1
        return answer if seen > skip else None

    return fault


def _first(faults: list[Fault], call: Call) -> Response | BaseException | None:
    for fault in list(faults):
        answer = fault(call)
        if answer is not None:
            faults.remove(fault)
            return answer
    return None


def _shown(call: Call, text: str) -> tuple[str, str, str]:
    entities = call.fields.get("entities", call.fields.get("caption_entities", "[]"))
    return (text, entities, call.fields.get("reply_markup", ""))


def _public(message: Message) -> Answer:
    kind = "private" if message.chat > 0 else "supergroup"
    chat = {"id": message.chat, "type": kind}
    return {"message_id": message.id, "date": 1, "chat": chat, "text": message.shown[0]}


def _ok(result: object) -> Response:
    return 200, json.dumps({"ok": True, "result": result}).encode()


class Carrier(BaseRequest):
    """What carries a bot's calls to a `FakeTelegram`."""

    read_timeout = 20.0

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_: object
    ) -> Response:
        fields = dict(request_data.json_parameters) if request_data else {}
        files = len(request_data.multipart_data) if request_data else 0
        return await self._telegram.handle(Call(url.rsplit("/", 1)[1], fields, files))


class VirtualTime:
    """A clock that moves only when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._asleep: list[tuple[float, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = asyncio.get_running_loop().create_future()
        self._asleep.append((self.now + max(seconds, 0.0), wake))
        await wake

    async def settle(self) -> None:
        """Let everything run that needs no time."""
        for _ in range(200):
            await asyncio.sleep(0)

    async def pass_(self, seconds: float) -> None:
        """Let time go by, waking each sleeper at its own moment."""
        end = self.now + seconds
        await self.settle()
        while due := [item for item in self._asleep if item[0] <= end + 1e-9]:
            moment, wake = min(due, key=lambda item: item[0])
            self._asleep.remove((moment, wake))
            self.now = max(self.now, moment)
            if not wake.done():
                wake.set_result(None)
            await self.settle()
        self.now = end
