"""Many chats that talk to one bot, and how long each waits for its answer.

Time runs from the moment a message is posted to the sandbox to the moment the page would show the
bot's final message (server-sent events), so drafts and typing do not count.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

import httpx


@dataclass
class Street:
    """A sandbox as the benchmark sees it."""

    http: httpx.AsyncClient
    waiting: dict[int, asyncio.Future[float]] = field(default_factory=dict)

    async def listen(self) -> None:
        """Resolve whoever waits in the chat where the bot has just spoken."""
        async with self.http.stream("GET", "/sandbox/events", timeout=None) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                event = json.loads(line[5:])
                if event["type"] != "message" or not event["message"]["from"]["is_bot"]:
                    continue
                waiter = self.waiting.pop(event["chat"], None)
                if waiter is not None and not waiter.done():
                    waiter.set_result(time.perf_counter())

    async def chat(self, person: int) -> int:
        """Open a private chat."""
        member = {"id": person, "first_name": f"P{person}", "status": "member"}
        answer = await self.http.post(
            "/sandbox/chats", json={"type": "private", "members": [member]}
        )
        return int(answer.json()["id"])

    async def ask(self, chat: int, text: str, picture: bytes | None = None) -> float:
        """Say something and wait for the answer; return the seconds between."""
        path = f"/sandbox/chats/{chat}/messages"
        if picture is not None:
            return await self.show(chat, text, ("photo", picture), 60)
        return await self._timed(chat, self.http.post(path, json={"from": chat, "text": text}), 60)

    async def show(
        self, chat: int, text: str, shown: tuple[str, bytes], patience_seconds: float
    ) -> float:
        """Send a photo or a video, and wait so long for the answer."""
        kind, content = shown
        form = {"from": str(chat), "text": text, "as": kind}
        named = {"files": ("a.jpg" if kind == "photo" else "a.mp4", content)}
        path = f"/sandbox/chats/{chat}/messages"
        return await self._timed(
            chat, self.http.post(path, data=form, files=named), patience_seconds
        )

    async def _timed(self, chat: int, posting: Awaitable[object], patience_seconds: float) -> float:
        waiter: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.waiting[chat] = waiter
        started = time.perf_counter()
        await posting
        async with asyncio.timeout(patience_seconds):
            return await waiter - started

    async def talk(self, chats: Sequence[int], rounds: int, text: str) -> list[list[float]]:
        """Let all chats talk at once, each saying the next thing when it was answered."""

        async def one(chat: int) -> list[float]:
            return [await self.ask(chat, f"{text} (chat {chat}, {turn})") for turn in range(rounds)]

        return list(await asyncio.gather(*(one(chat) for chat in chats)))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
