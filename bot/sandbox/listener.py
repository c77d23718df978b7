"""An HTTP server on one port that leaves signals to the program around it.

Wraps uvicorn; knows nothing of what it serves.
"""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.sandbox.connection import EXTENSION

BACKLOG = 1024
SHUTDOWN_SECONDS = 2
"""How long an answer under way may still take when the server ends."""


class _Protocol(HttpToolsProtocol):
    """Lets a request close its own connection (`connection.drop`)."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: {"abort": self.transport.abort}}


class HttpServer(uvicorn.Server):
    """Serves an application; `ready` is set once it does."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_Protocol,
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            )
        )
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve and say so."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal away from the program around."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """Listen on a port. The protocol is named because asyncio sends without delay only where it is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # From here on a client can connect, even before the server first looks.
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = "is taken" if error.errno == errno.EADDRINUSE else "may not be used"
        raise OSError(
            f"port {port} {why}; choose another one with --port or GROUNDGLASS_SANDBOX_PORT"
        ) from error
    return listener
