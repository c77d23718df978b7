"""Updates reach the bot once confirmed, by polling or by webhook, never both ways."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import orjson
from sandbox_client import MARA, TOKEN, Town, at, listed

from bot.sandbox import World, serving


async def test_updates_stay_until_the_offset_passes_them(town: Town) -> None:
    chat = await town.private()
    for text in ("one", "two", "three"):
        await town.write(chat, text)

    async def waiting(**more: object) -> list[object]:
        answer = await town.call("getUpdates", **more)
        return [at(each, "message", "text") for each in listed(answer["result"])]

    assert await waiting(limit=2) == ["one", "two"]
    assert await waiting(offset=2) == ["two", "three"]
    assert await waiting(offset=-1) == ["three"]
    assert await waiting() == ["three"]


async def test_a_long_poll_ends_when_something_comes(town: Town) -> None:
    chat = await town.private()
    poll = asyncio.create_task(town.updates(timeout_seconds=20))
    await town.world.updates.changed(10)
    await town.write(chat, "news")

    assert len(await poll) == 1


async def test_the_newer_of_two_polls_wins(town: Town) -> None:
    first = asyncio.create_task(town.call("getUpdates", timeout=20))
    await town.world.updates.changed(10)
    await town.call("getUpdates", timeout=0)

    assert (await first)["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


@asynccontextmanager
async def receiver(statuses: list[bytes]) -> AsyncIterator[tuple[str, "asyncio.Queue[bytes]"]]:
    """Listen for webhook calls, answering with the given statuses and then with 200."""
    received: asyncio.Queue[bytes] = asyncio.Queue()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        received.put_nowait(head + await reader.readexactly(size))
        status = statuses.pop(0) if statuses else b"200 OK"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", received


async def test_a_webhook_gets_each_update_with_the_secret_until_it_accepts(town: Town) -> None:
    chat = await town.private()
    async with receiver([b"502 Bad Gateway"]) as (url, received):
        await town.call("setWebhook", url=url, secret_token="s3cret")
        await town.write(chat, "news")
        refused, accepted = await received.get(), await received.get()
        polled = await town.refused("getUpdates")
        info = await town.ok("getWebhookInfo")
        await town.call("deleteWebhook")

    assert refused == accepted
    head, _, body = accepted.partition(b"\r\n\r\n")
    assert b"x-telegram-bot-api-secret-token: s3cret" in head.lower()
    assert orjson.loads(body)["message"]["text"] == "news"
    assert polled.startswith("Conflict: can't use getUpdates method while webhook is active")
    assert info["url"] == url
    assert "502" in str(info["last_error_message"])
    assert (await town.call("getUpdates"))["ok"]


async def test_webhooks_must_be_safe(town: Town) -> None:
    assert await town.refused("setWebhook", url="http://example.com/hook") == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )
    assert await town.refused("setWebhook", url="https://a.example", secret_token="no spaces") == (
        "Bad Request: secret token contains unallowed characters"
    )


async def test_a_press_waits_for_the_answer(town: Town) -> None:
    chat = await town.private()
    keyboard = {"inline_keyboard": [[{"text": "ok", "callback_data": "yes"}]]}
    number = await town.send(chat, "sure?", reply_markup=keyboard)
    press = {"from": MARA, "data": "forged:../../x"}
    pressing = asyncio.create_task(
        town.person("POST", f"/chats/{chat}/messages/{number}/press", **press)
    )
    (update,) = await town.updates(timeout_seconds=10)
    query = update["callback_query"]
    assert isinstance(query, dict)
    answer = {"callback_query_id": query["id"], "text": "Thanks", "show_alert": True}
    await town.call("answerCallbackQuery", **answer)

    assert query["data"] == "forged:../../x"
    assert await pressing == {"answered": True, "text": "Thanks", "show_alert": True, "url": None}
    assert await town.refused("answerCallbackQuery", **answer) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_reactions_are_told_only_on_request(town: Town) -> None:
    chat = await town.private()
    number = await town.send(chat, "nice?")
    path = f"/chats/{chat}/messages/{number}/react"
    await town.person("POST", path, **{"from": MARA, "emoji": "👍"})
    assert await town.updates(allowed_updates=["message_reaction"]) == []
    await town.person("POST", path, **{"from": MARA, "emoji": ""})
    (update,) = await town.updates()

    assert at(update, "message_reaction", "old_reaction") == [{"type": "emoji", "emoji": "👍"}]


async def test_the_page_hears_what_happens(town: Town) -> None:
    chat = await town.private()
    heard: list[tuple[object, object]] = []
    async with town.http.stream("GET", "/sandbox/events") as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        number = await town.write(chat, "hi")
        await town.call("sendChatAction", chat_id=chat, action="typing")
        await town.call("sendMessageDraft", chat_id=chat, draft_id=1, text="Hel")
        await town.send(chat, "Hello")
        await town.call("deleteMessage", chat_id=chat, message_id=number)
        while len(heard) < 6:
            line = await anext(lines)
            if line.startswith("data: "):
                event = orjson.loads(line[6:])
                heard.append((event["type"], event["chat"]))

    kinds = ["message", "action", "draft", "draft_end", "message", "delete"]
    assert heard == [(kind, chat) for kind in kinds]


async def test_foreign_pages_are_kept_out(town: Town) -> None:
    foreign = await town.http.post(
        "/sandbox/chats", json={}, headers={"origin": "https://evil.example"}
    )
    rebound = await town.http.get("/sandbox/chats", headers={"host": "evil.example"})
    outside = await town.http.get("/page/%2e%2e/server.py")

    assert (foreign.status_code, rebound.status_code, outside.status_code) == (403, 403, 404)


async def test_strangers_bytes_are_never_shown_as_a_page(town: Town) -> None:
    chat = await town.private()
    await town.attach(chat, [("a.html", b"<script>alert(1)</script>", "text/html")])
    (shown,) = await town.messages(chat)
    response = await town.http.get(str(at(shown, "media", 0, "url")))
    part = await town.http.get(str(response.url), headers={"range": "bytes=1-6"})

    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")
    assert (part.status_code, part.content) == (206, b"script")


async def test_the_first_token_is_adopted_and_no_other() -> None:
    async with serving(World()) as url, httpx.AsyncClient(base_url=url) as http:
        statuses = [
            (await http.get(f"/bot{token}/getMe")).status_code
            for token in ("nonsense", TOKEN, "9:other")
        ]

    assert statuses == [401, 200, 401]


async def test_a_world_outlives_its_server() -> None:
    world = World(TOKEN)
    for _ in range(2):
        async with serving(world) as url, httpx.AsyncClient(base_url=url) as http:
            town = Town(world, http)
            if not world.chats:
                await town.write(await town.private(), "before")
            answer = await town.call("getUpdates", timeout=20)

    assert at(answer, "result", 0, "message", "text") == "before"
