"""Many chats that talk to one bot, and how long each waits for its answer.

Time runs from the moment a message is posted to the sandbox to the moment the page would show the
bot's final message (server-sent events), so drafts and typing do not count. The street shares the
machine with what it measures, so it speaks through the cheapest client there is: with httpx, it and
not the echo bot was the busiest process.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import orjson


@dataclass
class Street:
    """A sandbox as the benchmark sees it."""

    http: aiohttp.ClientSession
    waiting: dict[int, asyncio.Future[float]] = field(default_factory=dict)

    async def listen(self) -> None:
        """Resolve whoever waits in the chat where the bot has just spoken."""
        patience = aiohttp.ClientTimeout(total=None)
        async with self.http.get("/sandbox/events", timeout=patience) as stream:
            async for line in stream.content:
                if not line.startswith(b"data:"):
                    continue
                event = orjson.loads(line[5:])
                if event["type"] != "message" or not event["message"]["from"]["is_bot"]:
                    continue
                waiter = self.waiting.pop(event["chat"], None)
                if waiter is not None and not waiter.done():
                    waiter.set_result(time.perf_counter())

    async def chat(self, person: int) -> int:
        """Open a private chat."""
        member = {"id": person, "first_name": f"P{person}", "status": "member"}
        body = {"type": "private", "members": [member]}
        async with self.http.post("/sandbox/chats", json=body) as answer:
            return int((await answer.json())["id"])

    async def calls(self) -> int:
        """Count the bot's calls but for its polling."""
        async with self.http.get("/sandbox/calls") as answer:
            calls = (await answer.json())["calls"]
        return sum(call["method"].lower() != "getupdates" for call in calls)

    async def ask(self, chat: int, text: str, picture: bytes | None = None) -> float:
        """Say something and wait for the answer; return the seconds between."""
        path = f"/sandbox/chats/{chat}/messages"
        if picture is not None:
            return await self.show(chat, text, ("photo", picture), 60)
        body = aiohttp.JsonPayload({"from": chat, "text": text})
        return await self._timed(chat, self._post(path, body), 60)

    async def show(
        self, chat: int, text: str, shown: tuple[str, bytes], patience_seconds: float
    ) -> float:
        """Send a photo or a video, and wait so long for the answer."""
        kind, content = shown
        form = aiohttp.FormData({"from": str(chat), "text": text, "as": kind})
        form.add_field("files", content, filename="a.jpg" if kind == "photo" else "a.mp4")
        path = f"/sandbox/chats/{chat}/messages"
        return await self._timed(chat, self._post(path, form), patience_seconds)

    async def _post(self, path: str, body: aiohttp.Payload | aiohttp.FormData) -> None:
        async with self.http.post(path, data=body) as answer:
            await answer.read()

    async def _timed(
        self, chat: int, posting: Coroutine[object, object, None], patience_seconds: float
    ) -> float:
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


@asynccontextmanager
async def opened(url: str, connections: int) -> AsyncIterator[Street]:
    """Listen to the sandbox at `url` until the block ends."""
    # Shorter than the sandbox keeps a silent connection, which may be closing while it is used again.
    connector = aiohttp.TCPConnector(limit=connections, keepalive_timeout=2)
    async with aiohttp.ClientSession(url, connector=connector, read_bufsize=1 << 20) as http:
        street = Street(http)
        listening = asyncio.create_task(street.listen())
        try:
            yield street
        finally:
            listening.cancel()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
