"""Calls over real sockets: what comes back, and which failures are told apart."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from telegram import InputFile
from telegram._utils.types import JSONDict
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.reply.request import AiohttpRequest, NeverLeft


@dataclass
class Server:
    """Keeps what came in; answers by the path."""

    url: str = ""
    forms: list[dict[str, object]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.content_type == "application/json":
            form = await request.json()
        else:
            form = await request.post()
        values = {
            name: value.file.read() if isinstance(value, web.FileField) else value
            for name, value in form.items()
        }
        self.forms.append(values)
        match request.path:
            case "/refuse":
                body = {"ok": False, "description": "Bad Request: chat not found"}
                return web.json_response(body, status=400)
            case "/flood":
                body = {"ok": False, "parameters": {"retry_after": 7}}
                return web.json_response(body, status=429)
            case "/silent":
                await asyncio.Event().wait()
            case "/break":
                assert request.transport is not None
                request.transport.abort()
            case "/away":
                raise web.HTTPFound("/sendMessage")
        return web.json_response({"ok": True, "result": {"path": request.path}})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    here = Server()
    app = web.Application()
    app.router.add_route("*", "/{any}", here.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    here.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield here
    await runner.cleanup()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(4) as carrier:
        yield carrier


def data(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def test_words_and_numbers_arrive_as_fields(server: Server, request_: AiohttpRequest) -> None:
    result: JSONDict = await request_.post(
        f"{server.url}/sendMessage", data(chat_id=-5, text="é & 你好", entities=[{"offset": 0}])
    )
    assert result == {"path": "/sendMessage"}
    assert server.forms == [{"chat_id": -5, "text": "é & 你好", "entities": [{"offset": 0}]}]


async def test_a_file_arrives_with_its_bytes(server: Server, request_: AiohttpRequest) -> None:
    picture = InputFile(bytes(range(256)) * 40, filename="a.png")
    await request_.post(f"{server.url}/sendPhoto", data(chat_id=5, photo=picture))
    assert server.forms == [{"chat_id": "5", "photo": bytes(range(256)) * 40}]


async def test_refusals_keep_telegrams_meaning(server: Server, request_: AiohttpRequest) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await request_.post(f"{server.url}/refuse")
    with pytest.raises(RetryAfter):
        await request_.post(f"{server.url}/flood")


async def test_silence_ends_in_its_time_and_may_have_had_an_effect(
    server: Server, request_: AiohttpRequest
) -> None:
    with pytest.raises(TimedOut):
        await request_.post(f"{server.url}/silent", read_timeout=0.05)


async def test_a_torn_connection_may_have_had_an_effect(
    server: Server, request_: AiohttpRequest
) -> None:
    with pytest.raises(NetworkError) as caught:
        await request_.post(f"{server.url}/break")
    assert not isinstance(caught.value, NeverLeft | TimedOut)


async def test_where_nobody_listens_nothing_left_and_no_address_is_told(
    request_: AiohttpRequest, unused_tcp_port: int
) -> None:
    with pytest.raises(NeverLeft) as caught:
        await request_.post(f"http://127.0.0.1:{unused_tcp_port}/bot42:secret/sendMessage")
    assert "secret" not in str(caught.value)


async def test_a_redirect_is_not_followed(server: Server, request_: AiohttpRequest) -> None:
    # The address holds the token, which must not be shown to another host.
    with pytest.raises(NetworkError):
        await request_.post(f"{server.url}/away")
    assert len(server.forms) == 1
