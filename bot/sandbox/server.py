"""Put a world on a port of this machine: Bot API, people's interface, page.

`serving` runs inside another asyncio program; nothing here touches signals.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.api import BotApi
from bot.sandbox.groups import Groups
from bot.sandbox.people import Conversation
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
LOOPBACK = "127.0.0.1"
PAGE_HEADERS = {
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


class OwnPagesOnly:
    """Refuse requests that a foreign web page makes through a person's browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless its address or its origin is another site's."""
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            host = headers.get(b"host", b"").decode("latin-1")
            origin = headers.get(b"origin", b"").decode("latin-1")
            foreign = bool(origin) and origin.partition("://")[2] != host
            if foreign or not _is_local_name(host):
                refusal = PlainTextResponse("Open the sandbox by its own address.\n", 403)
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _is_local_name(host: str) -> bool:
    """Tell whether a host is a number or a name without dots; a rebound domain name is neither."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if "." not in name and ":" not in name:
        return True
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


async def _index(request: Request) -> Response:
    index = PAGE / "index.html"
    if not index.is_file():
        return PlainTextResponse("The sandbox is running; its page is not installed.\n")
    return FileResponse(index, headers=PAGE_HEADERS)


async def _page(request: Request) -> Response:
    path = (PAGE / str(request.path_params["path"])).resolve()
    if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
        return PlainTextResponse("Not found\n", 404)
    return FileResponse(path, headers=PAGE_HEADERS)


def create_app(world: World) -> Starlette:
    """Make the application that serves one world."""
    api = BotApi(world)
    methods = ["GET", "POST"]
    routes = [
        Route("/bot{token}/{method}", api.call, methods=methods),
        Route("/file/bot{token}/{path:path}", api.file, methods=["GET"]),
        *Groups(world).routes(),
        *Conversation(world).routes(),
        Route("/", _index),
        Route("/page/{path:path}", _page),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(OwnPagesOnly)
    return app


@contextlib.asynccontextmanager
async def serving(world: World, port: int = 0, host: str = LOOPBACK) -> AsyncIterator[str]:
    """Serve a world while the block runs and yield its address."""
    from bot.sandbox.listener import HttpServer, bind

    world.open()
    with bind(host, port) as listener:
        server = HttpServer(create_app(world))
        bound: int = listener.getsockname()[1]
        running = asyncio.create_task(server.serve([listener]))
        running.add_done_callback(lambda _: server.ready.set())
        await server.ready.wait()
        try:
            yield f"http://{host}:{bound}"
        finally:
            server.should_exit = True
            await world.close()
            await running
