"""A bot and some people, each speaking to the sandbox over real HTTP."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
from PIL import Image

from bot.sandbox import World

TOKEN = "4242:test-token"
MARA, JONAS, PAT = 11, 12, 13


def png(width: int = 640, height: int = 480, color: str = "teal") -> bytes:
    """Draw a one-coloured PNG."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), color).save(written, "PNG")
    return written.getvalue()


def at(value: object, *path: str | int) -> object:
    """Walk into JSON by keys and positions."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value[step]
        else:
            assert isinstance(value, list), value
            assert isinstance(step, int), step
            value = value[step]
    return value


def listed(value: object) -> list[object]:
    """Return a JSON array."""
    assert isinstance(value, list), value
    return value


@dataclass
class Town:
    """One sandbox with both of its sides."""

    world: World
    http: httpx.AsyncClient
    offset: int = 0

    async def call(self, method: str, /, **parameters: object) -> dict[str, object]:
        """Call a method as the bot and return the whole answer."""
        response = await self.http.post(f"/bot{TOKEN}/{method}", json=parameters)
        answer: dict[str, object] = response.json()
        assert answer["ok"] is (response.status_code == 200)
        return answer

    async def ok(self, method: str, /, **parameters: object) -> dict[str, object]:
        """Call a method that succeeds with an object."""
        answer = await self.call(method, **parameters)
        assert answer["ok"], answer
        result = answer["result"]
        return result if isinstance(result, dict) else {"result": result}

    async def refused(self, method: str, /, **parameters: object) -> str:
        """Call a method that is refused and return Telegram's words."""
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def send(self, chat: int, text: str, **more: object) -> int:
        """Send a text as the bot and return its id."""
        sent = await self.ok("sendMessage", chat_id=chat, text=text, **more)
        number = sent["message_id"]
        assert isinstance(number, int)
        return number

    async def updates(self, timeout_seconds: int = 0, **more: object) -> list[dict[str, object]]:
        """Fetch and confirm the waiting updates."""
        more = {"offset": self.offset, "timeout": timeout_seconds, **more}
        answer = await self.call("getUpdates", **more)
        result = answer["result"]
        assert isinstance(result, list)
        for update in result:
            self.offset = update["update_id"] + 1
        return result

    async def person(self, method: str, path: str, /, **body: object) -> dict[str, object]:
        """Do something as a person; it succeeds."""
        response = await self.http.request(method, f"/sandbox{path}", json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, object] = response.json()
        return answer

    async def write(self, chat: int, text: str, sender: int = MARA, **more: object) -> int:
        """Write a text as a person and return its id."""
        body = {"from": sender, "text": text, **more}
        answer = await self.person("POST", f"/chats/{chat}/messages", **body)
        numbers = answer["message_ids"]
        assert isinstance(numbers, list)
        return int(numbers[0])

    async def attach(
        self, chat: int, files: Sequence[tuple[str, bytes, str]], **fields: object
    ) -> list[int]:
        """Send files as a person and return the ids."""
        form = {"from": str(MARA), **{name: str(value) for name, value in fields.items()}}
        parts = [("files", each) for each in files]
        path = f"/sandbox/chats/{chat}/messages"
        response = await self.http.post(path, data=form, files=parts)
        assert response.status_code == 200, response.text
        numbers: list[int] = response.json()["message_ids"]
        return numbers

    async def messages(self, chat: int) -> list[dict[str, object]]:
        """Return what a chat shows."""
        response = await self.http.get(f"/sandbox/chats/{chat}/messages")
        shown: list[dict[str, object]] = response.json()["messages"]
        return shown

    async def private(self) -> int:
        """Open a private chat with Mara."""
        body: dict[str, object] = {
            "type": "private",
            "members": [{"id": MARA, "first_name": "Mara"}],
        }
        return await self._found(body)

    async def group(self, kind: str = "supergroup", **more: object) -> int:
        """Open a group: Mara owns it, Jonas helps, Pat is new."""
        members = [
            {"id": MARA, "first_name": "Mara", "username": "mara_k", "status": "creator"},
            {"id": JONAS, "first_name": "Jonas", "status": "administrator"},
            {"id": PAT, "first_name": "Pat"},
        ]
        chat = await self._found({"type": kind, "title": "Team", "members": members, **more})
        await self.updates()
        return chat

    async def _found(self, body: dict[str, object]) -> int:
        answer = await self.person("POST", "/chats", **body)
        number = answer["id"]
        assert isinstance(number, int)
        return number
