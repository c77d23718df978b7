"""Ten chats, each held at another point between a question and its answer, for one real `kill -9`.

Each point is seen on the wire: in the sandbox's record of calls, or at the model's door.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.way.drawing import dialog
from tests.way.endpoint import Endpoint
from tests.way.town import Chat, Message, Silent, Town

MEALS = "What is the meal allowance in Norway?"
PIECES = tuple(f"Sentence number {number} of this answer. " for number in range(80))
STREAMED = "".join(PIECES) + "That is all [1]."
LONG = (
    "\n\n".join(f"Part {number}. " + "Keep every receipt. " * 190 for number in range(5))
    + "\n\nThe end [1]."
)
SHORT = "It stands there [1]."

Reached = Callable[[Chat, Town, Endpoint], Awaitable[bool]]


@dataclass(frozen=True)
class Point:
    """Where a question is when the process is killed; `name` is in the question."""

    name: str
    says: str
    reached: Reached
    fault: tuple[str, int | str, int] | None = None
    """A method, how it fails, and how many calls go well before."""
    group: bool = False
    pictures: int = 0
    """Cited pictures that belong to the answer."""
    sends_picture: bool = False

    @property
    def shown(self) -> int:
        """Count the pictures of the answer: the dialog that is sent stands in the documents as well."""
        return self.pictures + self.sends_picture

    @property
    def question(self) -> str:
        return f"{MEALS} ({self.name})" if not self.pictures else f"Error HB-2209 ({self.name})"

    async def ask(self, chat: Chat, town: Town) -> int:
        """Order the fault of this point, and ask."""
        if self.fault is not None:
            method, error, skip = self.fault
            where = {} if method == "getFile" else {"chat": chat.id}
            await town.fault(method, error, retry_after=60, skip=skip, **where)
        if self.sends_picture:
            picture = ("dialog.png", dialog("HB-2209", "The lease is lost."))
            return (await chat.send(picture, text=self.question))[0]
        prefix = "/ask " if self.group else ""
        return await chat.say(prefix + self.question)


def after(count: int, *methods: str, status: int | None = None) -> Reached:
    """Tell whether so many calls of these methods were made to the chat."""

    async def reached(chat: Chat, town: Town, model: Endpoint) -> bool:
        calls = await town.calls(*methods, chat=None if methods == ("getFile",) else chat)
        fitting = [call for call in calls if status in (None, call["status"])]
        return len(fitting) >= count

    return reached


def at_the_model(words: str) -> Reached:
    """Tell whether the model was asked a question with these words."""

    async def reached(chat: Chat, town: Town, model: Endpoint) -> bool:
        return any(words in str(messages[-1]["content"]) for messages in model.asked)

    return reached


async def delivered(chat: Chat, town: Town, model: Endpoint) -> bool:
    """Tell whether getUpdates has handed out anything of this chat."""
    for call in await town.calls("getUpdates"):
        updates: list[dict[str, Any]] = (call["answer"] or {}).get("result") or []
        if any(
            update.get("message", {}).get("chat", {}).get("id") == chat.id for update in updates
        ):
            return True
    return False


POINTS = (
    Point(
        "before its file", SHORT, after(1, "getFile"), ("getFile", "timeout", 0), sends_picture=True
    ),
    Point("after its file", SHORT, at_the_model("after its file"), sends_picture=True),
    Point("at the model", SHORT, at_the_model("at the model")),
    Point("streaming in private", STREAMED, after(2, "sendMessageDraft")),
    Point("placeholder in group", STREAMED, after(1, "sendMessage"), group=True),
    Point("edits in group", STREAMED, after(1, "editMessageText"), group=True),
    Point("sent without an answer", SHORT, after(1, "sendMessage"), ("sendMessage", "timeout", 0)),
    Point(
        "between two parts",
        LONG,
        after(1, "sendMessage", status=429),
        ("sendMessage", 429, 2),
    ),
    Point(
        "between text and picture",
        "It lost its lease [1][2][3][4].",
        after(1, "sendPhoto", status=429),
        ("sendPhoto", 429, 0),
        pictures=1,
    ),
    Point("just received", SHORT, delivered),
)


def script(messages: list[dict[str, object]]) -> tuple[str, ...]:
    """Say what the point in the question is answered with."""
    asked = str(messages[-1]["content"])
    point = next((point for point in POINTS if f"({point.name})" in asked), None)
    says = point.says if point else SHORT
    return (*PIECES, "That is all [1].") if says == STREAMED else (says,)


def is_held(messages: list[dict[str, object]]) -> bool:
    """Tell whether the model keeps a question until the process is gone."""
    asked = str(messages[-1]["content"])
    return "(at the model)" in asked or "(after its file)" in asked


async def until(condition: Callable[[], Awaitable[bool]], what: str, patience: float = 200) -> None:
    """Wait until something is so."""
    deadline = asyncio.get_running_loop().time() + patience
    while not await condition():
        if asyncio.get_running_loop().time() > deadline:
            raise Silent(f"never came to be: {what}")
        await asyncio.sleep(0.1)


def is_text(message: Message) -> bool:
    """Tell a text from a picture."""
    return not message["media"]
