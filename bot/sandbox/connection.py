"""Close a connection without an answer, which HTTP servers normally never do.

The protocol of `server` leaves the means in each request's scope.
"""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

EXTENSION = "sandbox.abort"
"""Key in the scope's extensions; its `abort` closes the connection at once."""


class NoAnswer(Response):
    """A response that says nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send nothing at all."""


async def drop(request: Request) -> Response:
    """Close the connection of a request."""
    means: dict[str, Callable[[], None]] = request.scope.get("extensions", {}).get(EXTENSION, {})
    if "abort" not in means:
        return Response(status_code=502)
    means["abort"]()
    # The server notices the closed connection on its next turn; only then is silence no error.
    await asyncio.sleep(0.01)
    return NoAnswer()
