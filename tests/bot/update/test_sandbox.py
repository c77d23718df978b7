"""The listener over real HTTP against the local Telegram, as people use it."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from PIL import Image
from telegram.ext import ExtBot

from bot.records import Incoming, Membership, Migration
from bot.sandbox.server import serving
from bot.sandbox.world import World
from bot.store.database import Database
from bot.store.seen import Seen
from bot.store.spaces import Spaces
from bot.update.inbox import Inbox
from bot.update.incoming import Event
from bot.update.lanes import Lanes
from bot.update.listen import Listener

TOKEN = "42:sandbox-secret"
MARA = {"id": 7, "first_name": "Mara", "username": "mara", "status": "administrator"}


def png(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, shade, shade)).save(out, "PNG")
    return out.getvalue()


class People:
    """What people do, and what the bot behind it was given to handle."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self.url = f"{url}/sandbox"
        self.handled: asyncio.Queue[Event] = asyncio.Queue()
        self._client = client

    async def post(self, path: str, **body: object) -> dict[str, object]:
        answer = await self._client.post(f"{self.url}{path}", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = answer.json()
        return found

    async def album(self, chat: object, text: str, spacing: float) -> None:
        files = [("files", (f"{n}.png", png(n * 40), "image/png")) for n in range(3)]
        form = {"from": "7", "text": text, "as": "photo", "spacing": str(spacing)}
        url = f"{self.url}/chats/{chat}/messages"
        answer = await self._client.post(url, data=form, files=files, timeout=20)
        assert answer.status_code == 200, answer.text

    async def event(self) -> Event:
        return await asyncio.wait_for(self.handled.get(), 15)

    async def question(self) -> Incoming:
        event = await self.event()
        assert isinstance(event, Incoming), event
        return event


@asynccontextmanager
async def listening(path: Path) -> AsyncIterator[People]:
    async def sorry(event: Event, error: Exception) -> None:
        raise error

    async with serving(World(TOKEN, flood=None)) as url, httpx.AsyncClient() as client:
        people = People(url, client)
        bot: ExtBot[None] = ExtBot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
        database = Database(path)
        inbox = Inbox(database)
        lanes = Lanes(people.handled.put, sorry, inbox)
        listener = Listener(bot, inbox, lanes, Seen(database), Spaces(database))
        await listener.start()
        try:
            yield people
        finally:
            await listener.stop()
            await bot.shutdown()
            database.close()


async def test_an_album_with_a_late_part_and_its_edit(tmp_path: Path) -> None:
    async with listening(tmp_path / "bot.sqlite") as people:
        chat = (await people.post("/chats", type="private", members=[MARA]))["id"]
        await people.album(chat, "what are these?", spacing=0.3)
        album = await people.question()
        assert (len(album.attachments), album.text, album.addressed) == (
            3,
            "what are these?",
            True,
        )
        first = album.message_ids[0]
        url = f"{people.url}/chats/{chat}/messages/{first}"
        async with httpx.AsyncClient() as client:
            await client.patch(url, json={"from": 7, "text": "and these?"})
        again = await people.question()
        assert (again.text, again.edited, again.message_ids) == (
            "and these?",
            True,
            album.message_ids,
        )


async def test_a_group_its_standing_a_reply_and_its_migration(tmp_path: Path) -> None:
    async with listening(tmp_path / "bot.sqlite") as people:
        made = await people.post("/chats", type="group", title="Northlight", members=[MARA])
        standing = await people.event()
        assert isinstance(standing, Membership)
        assert (standing.status, standing.can_read_all) == ("administrator", True)
        posted = await people.post(f"/chats/{made['id']}/messages", **{"from": 7, "text": "lunch?"})
        assert not (await people.question()).addressed
        numbers = posted["message_ids"]
        assert isinstance(numbers, list)
        text = "/ask@sandbox_bot when?"
        await people.post(
            f"/chats/{made['id']}/messages", **{"from": 7, "text": text, "reply_to": numbers[0]}
        )
        asked = await people.question()
        assert (asked.addressed, asked.text) == (True, "when?")
        assert asked.replied is not None and asked.replied.text == "lunch?"
        moved = await people.post(f"/chats/{made['id']}/migrate")
        migration = await people.event()
        assert isinstance(migration, Migration)
        assert (migration.old_chat_id, migration.new_chat_id) == (made["id"], moved["id"])
