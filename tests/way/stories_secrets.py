"""What nobody may ever see: the bot's token, the model's key, the webhook's secret."""

import socket
from pathlib import Path

import httpx

from bot.app import Core
from tests.way.bot_process import BotProcess
from tests.way.conftest import TOKEN, Library, raised
from tests.way.drawing import dialog
from tests.way.endpoint import Endpoint
from tests.way.kill_points import until
from tests.way.town import JONAS, MARA, PAT, Chat, Town, texts

KEY = "sk-a-key-that-nobody-may-ever-see-anywhere"
SECRET = "a-secret-that-telegram-repeats"
HALVES = (TOKEN, TOKEN.partition(":")[2], KEY)


def found(place: Path) -> list[str]:
    """Return the files below a folder that hold the token or the key."""
    return [
        str(file)
        for file in place.rglob("*")
        if file.is_file() and any(part.encode() in file.read_bytes() for part in HALVES)
    ]


async def trouble(town: Town, chat: Chat) -> None:
    """Bring about every kind of failure whose message could quote an address with the token."""
    for method in ("getUpdates", "sendMessage", "getFile", "setMyCommands"):
        await town.fault(method, 500)
        await town.fault(method, "drop")
    await chat.say("What is the meal allowance in Norway?")
    await chat.send(("dialog.png", dialog("HB-2209", "The lease is lost.")), text="What is this?")
    await chat.send(("a.jpg", b"<html>no picture</html>"), kind="document")
    await chat.say("/why")
    await chat.say("/docs")
    await town.idle(1.0)


async def test_token_and_key_are_in_no_log_file_answer_or_prompt(
    town: Town, process: BotProcess, library: Library, model: Endpoint
) -> None:
    process.environment |= {"GROUNDGLASS_LOG_LEVEL": "DEBUG", "OPENAI_API_KEY": KEY}
    private = await town.private(JONAS)
    library.lend(private)
    await process.start()
    await trouble(town, private)
    model.fail_with = 401
    await private.send(("dialog.png", dialog("HB-2209", "Again.")), text="And this?")
    await private.hears("did not answer")
    await process.kill()
    assert "INFO" in process.log, "something was logged, and at DEBUG nothing is held back"
    assert model.asked, "the model was asked, so the key was used"
    assert found(process.home) == []
    said = "\n".join(texts(await private.messages()))
    for secret in HALVES:
        assert secret not in process.log
        assert secret not in said
        assert secret not in str(model.asked)


async def test_a_refused_token_is_named_by_its_setting_and_not_by_itself(
    town: Town, process: BotProcess
) -> None:
    process.token = "4242:another-token-that-nobody-may-ever-see"
    await process.start()
    assert process.process is not None
    assert await process.process.wait() == 2
    assert "TELEGRAM_BOT_TOKEN" in process.log
    assert "another-token" not in process.log
    assert "Traceback" not in process.log


async def test_a_webhook_answers_who_knows_the_secret_and_nobody_else(
    town: Town, parts: Core, state: Path, model: Endpoint
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/hook"
    hook = {"webhook_url": address, "webhook_secret": SECRET, "webhook_port": port}
    async with raised(town, parts, state, openai_base_url=model.url, **hook) as bot:
        private = await bot.reader(PAT)
        asked = await private.say("What is the meal allowance in Norway?")
        assert "travel.md" in (await private.answer_to(asked))["text"]
        forged = {
            "update_id": 999_999,
            "message": {
                "message_id": 7,
                "date": 1_700_000_000,
                "chat": {"id": PAT["id"], "type": "private", "first_name": "Pat"},
                "from": {"id": PAT["id"], "is_bot": False, "first_name": "Pat"},
                "text": "/reset",
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            },
        }
        header = "X-Telegram-Bot-Api-Secret-Token"
        async with httpx.AsyncClient() as stranger:
            for headers in ({}, {header: "guessed"}, {header: ""}):
                refused = await stranger.post(address, json=forged, headers=headers)
                assert refused.status_code == 403
            assert len(await town.settled(private)) == 1
            accepted = await stranger.post(address, json=forged, headers={header: SECRET})
            assert accepted.status_code == 200
        await private.hears("Done: I forgot")
        assert await town.calls("getUpdates") == []


async def test_polling_takes_over_from_a_webhook_that_was_left_behind(
    town: Town, parts: Core, state: Path
) -> None:
    left = {"url": "http://127.0.0.1:9/nobody", "secret_token": SECRET}
    await town.http.post(f"/bot{TOKEN}/setWebhook", json=left)
    async with raised(town, parts, state) as bot:
        private = await bot.reader(MARA)
        asked = await private.say("What is the meal allowance in Norway?")
        assert "38 euros" in (await private.answer_to(asked))["text"]

        async def polled() -> bool:
            return bool(await town.calls("getUpdates"))

        await until(polled, "the bot polls")
