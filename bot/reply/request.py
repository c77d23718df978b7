"""Carry Bot API calls over aiohttp, which costs a third less of an answer than python-telegram-bot's own client.

Turns the library's request data into one HTTP exchange, and failures into the library's errors. Knows
neither methods nor chats. Addresses hold the token, so no error repeats one.
"""

import json
from collections.abc import Mapping
from typing import Final
from urllib.request import getproxies

import aiohttp
import orjson
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

READ_SECONDS: Final = 20.0
CONNECT_SECONDS: Final = 10.0
UPLOAD_SECONDS: Final = 600.0
"""For a call with files: 50 MB, the most that a bot may send, over a slow line."""


_JSON: Final = {"Content-Type": "application/json"}


class NeverLeft(NetworkError):
    """The call surely did not reach Telegram: no connection came about."""


class AiohttpRequest(BaseRequest):
    """A pool of at most `connections` connections, opened by `initialize` on the running loop."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Longest silence in seconds, if a call names no other."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                headers={"User-Agent": self.USER_AGENT},
                # Asked once: the client would go through the environment with every call.
                trust_env=bool(getproxies()),
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Read an answer; what orjson finds malformed (halves of surrogate pairs) json may still read."""
        try:
            answer: dict[str, object] = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return BaseRequest.parse_json_payload(payload)
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Exchange one request for (status, body); aiohttp knows no time for writing apart from the whole."""
        if self._session is None:
            raise RuntimeError("the connection pool is not open; call initialize first")
        read = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        files = request_data is not None and request_data.contains_files
        timeout = aiohttp.ClientTimeout(
            total=UPLOAD_SECONDS if files else read + 2 * CONNECT_SECONDS,
            connect=CONNECT_SECONDS,
            sock_read=read,
        )
        try:
            body, headers = _body(request_data)
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NeverLeft(f"no connection ({type(error).__name__})") from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection broke ({type(error).__name__})") from error


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str]]:
    """Return what is sent, and the header that says how it is written."""
    if data is None or not data.parameters:
        return None, {}
    if not data.contains_files:
        return _json(data), _JSON
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=media_type)
    return form, {}


def _json(data: RequestData) -> bytes:
    """Write the parameters; halves of surrogate pairs, which orjson refuses, are sent as they are."""
    try:
        return orjson.dumps(data.parameters)
    except TypeError:
        return json.dumps(data.parameters).encode()
