"""From Telegram's wire to a handled event: real python-telegram-bot, a scripted Bot API below it."""

import asyncio
import logging
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.errors import BadInput
from bot.records import Incoming
from bot.store.database import Database
from bot.update.inbox import Inbox
from bot.update.listen import GivenUp, Webhook

if TYPE_CHECKING:
    from conftest import Bench, Wire


async def test_a_message_travels_from_the_wire_to_the_handler(bench: "Bench", wire: "Wire") -> None:
    await bench.listener.start()
    bench.telegram.send(wire.message("group", text="one", photo=wire.photo()))
    assert await bench.text() == "one"
    bench.telegram.send(wire.message(text="two"))
    assert await bench.text() == "two"
    await bench.listener.stop()
    assert bench.telegram.offsets[:2] == [None, 101]
    assert bench.spaces.groups_of(7) == (-1001,)
    assert len(bench.seen.attachments(-1001, 10)) == 1
    assert bench.inbox.restore(bench.bot) == ()


async def test_the_menu_exists_in_both_languages(bench: "Bench", wire: "Wire") -> None:
    await bench.listener.start()
    bench.telegram.send(wire.message(text="hi"))
    await bench.text()
    await bench.listener.stop()
    assert bench.telegram.calls.count("setMyCommands") == 2


async def test_what_was_left_comes_first_and_albums_join_again(
    bench: "Bench", wire: "Wire", database: Database
) -> None:
    parts = [wire.message(photo=wire.photo(str(n)), media_group_id="al") for n in range(2)]
    left, nothing = wire.message("group", text="left"), wire.message("group", new_chat_title="x")
    Inbox(database).accept([*parts, left, nothing])
    await bench.listener.start()
    assert await bench.text() == "left"
    album = await asyncio.wait_for(bench.handled.get(), 10)
    assert isinstance(album, Incoming)
    assert (album.message_ids, album.update_ids) == ((10, 11), (100, 101))
    await bench.listener.stop()
    assert bench.inbox.restore(bench.bot) == ()


async def test_an_album_cut_short_by_the_end_is_whole_after_it(
    bench: "Bench", wire: "Wire", database: Database
) -> None:
    parts = [wire.message(photo=wire.photo(str(n)), media_group_id="al") for n in range(2)]
    await bench.listener.start()
    bench.telegram.send(*parts)
    bench.telegram.send(wire.message("group", text="after"))
    assert await bench.text() == "after"
    await bench.listener.stop()
    second = type(bench)(database)
    await second.listener.start()
    album = await asyncio.wait_for(second.handled.get(), 10)
    assert isinstance(album, Incoming)
    assert album.message_ids == (10, 11)
    await second.listener.stop()


async def test_what_ends_the_bot_each_time_is_apologised_for(
    bench: "Bench", wire: "Wire", database: Database
) -> None:
    poison = wire.message(text="poison")
    Inbox(database).accept([poison])
    for _ in range(2):
        crashed = Inbox(database)
        crashed.restore(bench.bot)
        crashed.begin([poison.update_id])
    await bench.listener.start()
    event, error = await asyncio.wait_for(bench.sorry.get(), 10)
    await bench.listener.stop()
    assert isinstance(event, Incoming) and event.text == "poison"
    assert isinstance(error, GivenUp)
    assert bench.handled.empty()


async def test_a_wrong_token_is_one_sentence_without_the_token(
    bench: "Bench", caplog: pytest.LogCaptureFixture
) -> None:
    bench.telegram.faults["getMe"] = [(401, {"description": "Unauthorized"})]
    with caplog.at_level(logging.DEBUG), pytest.raises(BadInput, match="@BotFather") as raised:
        await bench.listener.start()
    assert raised.value.__cause__ is None
    assert "secret" not in str(raised.value) + caplog.text


# --- webhook


async def test_a_webhook_stores_before_it_says_yes(
    bench: "Bench", wire: "Wire", unused_tcp_port: int
) -> None:
    webhook = Webhook("https://bot.example/telegram", "s3cret", unused_tcp_port)
    await bench.listener.start(webhook)
    body = wire.message(text="hi").to_json()
    url = f"http://127.0.0.1:{unused_tcp_port}/telegram"
    kind = {"Content-Type": "application/json"}
    async with httpx.AsyncClient() as client:
        forged = await client.post(url, content=body, headers=kind)
        secret = {**kind, "X-Telegram-Bot-Api-Secret-Token": "s3cret"}
        answers = [await client.post(url, content=body, headers=secret) for _ in range(2)]
    assert (forged.status_code, [a.status_code for a in answers]) == (403, [200, 200])
    assert await bench.text() == "hi"
    await bench.listener.stop()
    assert bench.handled.empty()
    assert "setWebhook" in bench.telegram.calls
    assert "getUpdates" not in bench.telegram.calls
    assert "s3cret" not in repr(webhook)
