"""People in the sandbox, for tests that read like a story.

Talks to the sandbox's JSON interface alone, as its page does; what the bot does is seen only through
what it says.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

Message = dict[str, Any]

MARA: dict[str, Any] = {"id": 101, "first_name": "Mara", "username": "mara", "status": "creator"}
JONAS: dict[str, Any] = {"id": 102, "first_name": "Jonas", "username": "jonas", "status": "member"}
XIAOYU: dict[str, Any] = {
    "id": 103,
    "first_name": "小雨",
    "language_code": "zh-hans",
    "status": "member",
}
PAT: dict[str, Any] = {"id": 104, "first_name": "Pat", "status": "member"}

PATIENCE_SECONDS = 150.0
"""Far beyond what an answer takes; only a bug waits this long."""


PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.02, 0.1
"""Between two looks at a chat, at first and at most: who looks all the time takes the processor from the bot."""


POLL_SECONDS = 0.05
"""Asking takes processor time from the bot that is waited for."""


class Silent(AssertionError):
    """The bot did not say what the story waits for."""


@dataclass
class Chat:
    """One chat, and what people do in it."""

    http: httpx.AsyncClient
    id: int
    owner: int

    async def say(self, text: str, *, by: int | None = None, **more: Any) -> int:
        """Write a message; return its id."""
        body = {"from": by or self.owner, "text": text, **more}
        answer = await self.http.post(f"/sandbox/chats/{self.id}/messages", json=body)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["message_ids"][0])

    async def send(
        self, *files: tuple[str, bytes], kind: str = "photo", by: int | None = None, **more: Any
    ) -> list[int]:
        """Send one file, or several as one album; return the ids of its parts."""
        form = {"from": str(by or self.owner), "as": kind}
        form |= {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in more.items()
        }
        parts = [("files", (name, content)) for name, content in files]
        answer = await self.http.post(
            f"/sandbox/chats/{self.id}/messages", data=form, files=parts, timeout=60
        )
        assert answer.status_code == 200, answer.text
        return [int(number) for number in answer.json()["message_ids"]]

    async def edit(self, message: int, text: str, *, by: int | None = None) -> None:
        """Edit a person's message."""
        body = {"from": by or self.owner, "text": text}
        answer = await self.http.patch(f"/sandbox/chats/{self.id}/messages/{message}", json=body)
        assert answer.status_code == 200, answer.text

    async def delete(self, message: int, *, by: int | None = None) -> None:
        """Delete a message as a person."""
        answer = await self.http.request(
            "DELETE",
            f"/sandbox/chats/{self.id}/messages/{message}",
            json={"from": by or self.owner},
        )
        assert answer.status_code == 200, answer.text

    async def press(self, message: int, data: str, *, by: int | None = None) -> dict[str, Any]:
        """Press a button, or pretend to with any data."""
        body = {"from": by or self.owner, "data": data}
        answer = await self.http.post(
            f"/sandbox/chats/{self.id}/messages/{message}/press", json=body, timeout=20
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def stop_draft(self) -> None:
        """Press the client's own Stop under the bot's draft."""
        answer = await self.http.post(f"/sandbox/chats/{self.id}/draft/stop")
        assert answer.status_code == 200, answer.text

    async def messages(self) -> list[Message]:
        """Return everything that was ever visible, in order."""
        answer = await self.http.get(f"/sandbox/chats/{self.id}/messages")
        return list(answer.json()["messages"])

    async def said(self) -> list[Message]:
        """Return what the bot has said and still stands, without drafts."""
        return [
            message
            for message in await self.messages()
            if message["from"]["username"] == "groundglass_bot"
            and not message["deleted"]
            and not message["draft"]
            and not message["service"]
        ]

    async def hears(
        self, wanted: Callable[[Message], object] | str, *, patience: float = PATIENCE_SECONDS
    ) -> Message:
        """Wait until the bot has said something that fits; return that message."""
        fits = (lambda message: wanted in message["text"]) if isinstance(wanted, str) else wanted
        async for _ in _looks(patience):
            for message in await self.said():
                if fits(message):
                    return message
        spoken = [message["text"] for message in await self.said()]
        raise Silent(f"waited for {wanted!r}; the bot said {spoken}")

    async def answer_to(self, question: int, *, patience: float = PATIENCE_SECONDS) -> Message:
        """Wait for the bot's first message after `question`."""
        return await self.hears(lambda message: message["id"] > question, patience=patience)

    async def bytes_of(self, message: Message) -> bytes:
        """Return the file that hangs on a message."""
        answer = await self.http.get(message["media"][0]["url"])
        assert answer.status_code == 200, answer.text
        return answer.content

    async def open_topic(self, name: str) -> int:
        """Open a forum topic; return its thread."""
        return int((await self._change("topics", {"name": name}))["thread"])

    async def migrate(self) -> "Chat":
        """Let a basic group become a supergroup; return it under its new id."""
        return Chat(self.http, int((await self._change("migrate", {}))["id"]), self.owner)

    async def block(self, blocked: bool = True) -> None:
        """Let the person of a private chat block the bot, or unblock it."""
        await self._change("block", {"blocked": blocked})

    async def move(self, who: int, action: str, **more: Any) -> None:
        """Let a person or the bot join, leave, or become or cease to be an administrator."""
        await self._change("members", {"id": who, "action": action, **more})

    async def _change(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.http.post(f"/sandbox/chats/{self.id}/{what}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def members(self) -> dict[int, dict[str, Any]]:
        """Return status and rights by person."""
        answer = await self.http.get(f"/sandbox/chats/{self.id}/members")
        return {member["id"]: member for member in answer.json()["members"]}


@dataclass
class Town:
    """A whole sandbox: its chats, its faults and its record of calls."""

    http: httpx.AsyncClient
    chats: list[Chat] = field(default_factory=list)
    ordered_429: int = 0

    async def private(self, person: dict[str, Any] = JONAS, **more: Any) -> Chat:
        """Open a private chat of one person with the bot."""
        return await self._open({"type": "private", "members": [person], **more}, person["id"])

    async def group(
        self, *people: dict[str, Any], title: str = "Team", kind: str = "supergroup", **more: Any
    ) -> Chat:
        """Open a group; its first person owns it."""
        members = list(people or (MARA, JONAS, XIAOYU, PAT))
        body = {"type": kind, "title": title, "members": members, **more}
        return await self._open(body, members[0]["id"])

    async def _open(self, body: dict[str, Any], owner: int) -> Chat:
        answer = await self.http.post("/sandbox/chats", json=body)
        assert answer.status_code == 200, answer.text
        chat = Chat(self.http, int(answer.json()["id"]), int(owner))
        self.chats.append(chat)
        return chat

    async def fault(self, method: str, error: int | str, **more: Any) -> None:
        """Let the next calls of `method` fail."""
        self.ordered_429 += int(more.get("times", 1)) if error == 429 else 0
        body = {"method": method, "error": error, "times": 1, **more}
        answer = await self.http.post("/sandbox/faults", json=body)
        assert answer.status_code == 200, answer.text

    async def calls(self, *methods: str, chat: Chat | None = None) -> list[dict[str, Any]]:
        """Return the bot's calls of these methods, in order."""
        answer = await self.http.get("/sandbox/calls")
        return [
            call
            for call in answer.json()["calls"]
            if (not methods or call["method"] in methods)
            and (chat is None or call["chat"] == chat.id)
        ]

    async def called(self, method: str, chat: Chat) -> dict[str, Any]:
        """Wait until the bot has called a method in a chat; return that call."""
        async for _ in _looks(PATIENCE_SECONDS):
            for call in await self.calls(method, chat=chat):
                return call
        raise Silent(f"waited for {method} in chat {chat.id}")

    async def settled(self, chat: Chat) -> list[Message]:
        """Wait until the bot is quiet; return what it has said in a chat and still stands."""
        await self.idle()
        return await chat.said()

    async def idle(self, seconds: float = 0.3) -> None:
        """Wait until the bot has called nothing but getUpdates for a while."""
        last = -1
        while True:
            calls = [call for call in await self.calls() if call["method"].lower() != "getupdates"]
            if len(calls) == last:
                return
            last = len(calls)
            await asyncio.sleep(seconds)


async def _looks(patience: float) -> AsyncIterator[None]:
    """Yield as long as patience lasts, ever more seldom."""
    loop, pause = asyncio.get_running_loop(), PAUSE_SECONDS
    deadline = loop.time() + patience
    while loop.time() < deadline:
        yield
        await asyncio.sleep(pause)
        pause = min(1.25 * pause, LONGEST_PAUSE_SECONDS)


def texts(messages: Sequence[Message]) -> list[str]:
    """Return what messages say."""
    return [str(message["text"]) for message in messages]
