"""The Bot API over HTTP: token, method, parameters in; Telegram's answer out.

Knows no method itself; each topic's file brings a table of its own.
"""

import asyncio
import time
from collections.abc import Mapping

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.sandbox import (
    callbacks,
    changes,
    chats,
    drafts,
    forwards,
    members,
    outgoing,
    profile,
    receiving,
)
from bot.sandbox.access import Call, Method
from bot.sandbox.calls import CallRecord
from bot.sandbox.connection import drop
from bot.sandbox.errors import ApiError, too_many_requests
from bot.sandbox.faults import HANG_SECONDS, Fault
from bot.sandbox.files import FOLDERS
from bot.sandbox.parameters import Parameters, read
from bot.sandbox.serve_files import file_response
from bot.sandbox.world import World

METHODS: Mapping[str, Method] = {
    **outgoing.METHODS,
    **changes.METHODS,
    **forwards.METHODS,
    **drafts.METHODS,
    **callbacks.METHODS,
    **receiving.METHODS,
    **chats.METHODS,
    **members.METHODS,
    **profile.METHODS,
}


class BotApi:
    """Answers the bot's calls upon one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def call(self, request: Request) -> Response:
        """Answer one call of a method."""
        began = time.perf_counter()
        if not self.world.adopt(request.path_params["token"]):
            return _answer(_refused(ApiError(401, "Unauthorized")), 401)
        name = str(request.path_params["method"])
        try:
            parameters = await read(request)
        except ClientDisconnect:
            return _answer(b"", 400)
        except ApiError as refusal:
            parameters, status, body = Parameters(), refusal.code, _refused(refusal)
        else:
            fault = self.world.faults.take(name.lower(), _chat_id(parameters))
            if fault is not None and fault.kind == "drop":
                self._log(name, parameters, (0, b""), began)
                return await drop(request)
            status, body = await self._worked(name.lower(), parameters, fault)
            if fault is not None and fault.kind == "timeout":
                self._log(name, parameters, (0, body), began)
                await self._hang()
                return await drop(request)
        self._log(name, parameters, (status, body), began)
        return _answer(body, status)

    async def _worked(
        self, name: str, parameters: Parameters, fault: Fault | None
    ) -> tuple[int, bytes]:
        """Do what the method does and return status and body."""
        if fault is not None and fault.kind == "429":
            return 429, _refused(too_many_requests(fault.retry_after))
        if fault is not None and fault.kind == "500":
            return 500, _refused(ApiError(500, "Internal Server Error"))
        method = METHODS.get(name)
        if method is None:
            return 404, _refused(ApiError(404, "Not Found"))
        try:
            result = await method(Call(self.world, parameters))
        except ApiError as refusal:
            return refusal.code, _refused(refusal)
        return 200, orjson.dumps({"ok": True, "result": result}, option=orjson.OPT_NON_STR_KEYS)

    async def _hang(self) -> None:
        try:
            await asyncio.wait_for(self.world.closing.wait(), HANG_SECONDS)
        except TimeoutError:
            return

    def _log(
        self, name: str, parameters: Parameters, answer: tuple[int, bytes], began: float
    ) -> None:
        calls = self.world.calls
        calls.add(
            CallRecord(
                n=calls.count + 1,
                time=self.world.clock(),
                method=name,
                chat=_chat_id(parameters),
                parameters=parameters.logged(),
                status=answer[0],
                answer=answer[1],
                took_ms=round((time.perf_counter() - began) * 1000, 3),
            )
        )

    async def file(self, request: Request) -> Response:
        """Give the bytes of a file to the bot."""
        if not self.world.adopt(request.path_params["token"]):
            return _answer(_refused(ApiError(401, "Unauthorized")), 401)
        path = str(request.path_params["path"])
        stored = (
            self.world.files.by_path(path) if path.partition("/")[0] in FOLDERS.values() else None
        )
        if stored is None:
            return _answer(_refused(ApiError(404, "Not Found")), 404)
        try:
            self.world.files.downloadable(stored.file_id)
        except ApiError as refusal:
            return _answer(_refused(refusal), refusal.code)
        return file_response(request, stored)


def _chat_id(parameters: Parameters) -> int | None:
    try:
        return parameters.maybe_integer("chat_id")
    except ApiError:
        return None


def _refused(refusal: ApiError) -> bytes:
    answer: dict[str, object] = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return orjson.dumps(answer)


def _answer(body: bytes, status: int) -> Response:
    return Response(body, status, media_type="application/json")
