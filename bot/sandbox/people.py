"""The `/sandbox` interface for people: write, edit, delete, press, react, read along.

Turns JSON or forms into what happens in `timeline`; knows nothing of how the bot is served.
"""

from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import callbacks, composing, drafts, timeline, view
from bot.sandbox.errors import ApiError, PersonError
from bot.sandbox.person_requests import (
    chat_of,
    member_of,
    message_of,
    parameters_of,
)
from bot.sandbox.records import Json
from bot.sandbox.serve_files import file_response
from bot.sandbox.wire import ANONYMOUS_ADMIN
from bot.sandbox.world import World
from bot.sandbox.writing import Writing, write

Answer = Callable[[Request], Awaitable[Json]]
NO_STORE = {"cache-control": "no-store"}


def json_response(value: Json, status: int = 200) -> Response:
    """Make a JSON response that nobody keeps."""
    body = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    return Response(body, status, NO_STORE, "application/json")


def answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Turn a function that returns JSON into an endpoint; a refusal becomes `{"error": sentence}`."""

    async def endpoint(request: Request) -> Response:
        try:
            return json_response(await answer(request))
        except PersonError as refusal:
            return json_response({"error": refusal.sentence}, refusal.status)
        except ApiError as refusal:
            sentence = refusal.description.removeprefix("Bad Request: ")
            return json_response({"error": sentence}, refusal.code)

    return endpoint


class Conversation:
    """What a person does with messages, and what may be read."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def write(self, request: Request) -> Json:
        """Write as a person."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        member = member_of(self.world, chat, parameters)
        return {"message_ids": await write(Writing(self.world, chat, member, parameters))}

    async def read(self, request: Request) -> Json:
        """Return everything that was ever visible in a chat, in order."""
        chat = chat_of(self.world, request)
        since = request.query_params.get("since", "0")
        if not since.isdecimal():
            raise PersonError(400, "since must be a message id")
        shown = [
            view.message(chat.messages[number])
            for number in sorted(chat.messages)
            if number > int(since)
        ]
        draft = view.draft(self.world, chat)
        return {"messages": [*shown, draft] if draft else shown}

    async def edit(self, request: Request) -> Json:
        """Change the text or caption of one's own message."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        message = message_of(chat, request)
        member = member_of(self.world, chat, parameters)
        anonymous = message.sender.id == ANONYMOUS_ADMIN.id and member.is_admin
        if message.content.service or not (anonymous or message.sender.id == member.person.id):
            raise PersonError(403, "only its author can edit a message")
        text = parameters.text("text")
        if not text.strip() and message.content.media is None:
            raise PersonError(400, "a message needs `text`")
        content = composing.edited(message.content, text, parameters)
        if content != message.content:
            message = timeline.edit(self.world, chat, message, content)
        return {"message": view.message(message)}

    async def delete(self, request: Request) -> Json:
        """Delete one's own message, or as an administrator anybody's."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        message = message_of(chat, request)
        member = member_of(self.world, chat, parameters)
        if not (chat.private or member.is_admin or message.sender.id == member.person.id):
            raise PersonError(403, "only its author and administrators can delete a message")
        timeline.remove(self.world, chat, message)
        return {"deleted": True}

    async def press(self, request: Request) -> Json:
        """Press a button of the bot's message and return what the bot answers."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        member = member_of(self.world, chat, parameters)
        message = message_of(chat, request)
        if message.sender.id != self.world.bot.id:
            raise PersonError(400, "only messages of the bot have buttons")
        if not parameters.has("data"):
            raise PersonError(400, "`data` must be the data of the button")
        return await callbacks.press(
            self.world, chat, message, member.person, parameters.text("data")
        )

    async def stop(self, request: Request) -> Json:
        """Press the client's own Stop under the bot's draft."""
        chat = chat_of(self.world, request)
        if chat.draft is None or not chat.draft.can_stop:
            raise PersonError(404, "there is no draft that can be stopped")
        drafts.stop(self.world, chat)
        return {"stopped": True}

    async def react(self, request: Request) -> Json:
        """React to a message; an empty emoji takes the reaction back."""
        chat, parameters = chat_of(self.world, request), await parameters_of(request)
        member = member_of(self.world, chat, parameters)
        emoji = parameters.text("emoji")
        chosen = (emoji,) if emoji else ()
        timeline.react(self.world, chat, message_of(chat, request), member.person, chosen)
        return {"reactions": view.message(message_of(chat, request))["reactions"]}

    async def calls(self, request: Request) -> Json:
        """Return the bot's calls after a number."""
        since = request.query_params.get("since", "0")
        if not since.isdecimal():
            raise PersonError(400, "since must be the number of a call")
        return {"calls": list(self.world.calls.since(int(since)))}

    async def order_fault(self, request: Request) -> Json:
        """Let coming calls fail."""
        parameters = await parameters_of(request)
        self.world.faults.order(parameters.values)
        return {"faults": len(self.world.faults.waiting)}

    async def clear_faults(self, request: Request) -> Json:
        """Let no more calls fail."""
        self.world.faults.waiting.clear()
        return {"faults": 0}

    async def events(self, request: Request) -> Response:
        """Stream what happens."""
        return StreamingResponse(
            self.world.events.listen(), headers=NO_STORE, media_type="text/event-stream"
        )

    async def file(self, request: Request) -> Response:
        """Give the bytes of a file to a person, whatever its size."""
        stored = self.world.files.by_path(str(request.path_params["path"]))
        if stored is None:
            return json_response({"error": "there is no such file"}, 404)
        return file_response(request, stored)

    def routes(self) -> list[Route]:
        """Return the addresses and what answers there."""
        chat = "/sandbox/chats/{chat}"
        message = chat + "/messages/{message}"
        return [
            Route(chat + "/messages", answering(self.read), methods=["GET"]),
            Route(chat + "/messages", answering(self.write), methods=["POST"]),
            Route(chat + "/draft/stop", answering(self.stop), methods=["POST"]),
            Route(message, answering(self.edit), methods=["PATCH"]),
            Route(message, answering(self.delete), methods=["DELETE"]),
            Route(message + "/press", answering(self.press), methods=["POST"]),
            Route(message + "/react", answering(self.react), methods=["POST"]),
            Route("/sandbox/calls", answering(self.calls), methods=["GET"]),
            Route("/sandbox/faults", answering(self.order_fault), methods=["POST"]),
            Route("/sandbox/faults", answering(self.clear_faults), methods=["DELETE"]),
            Route("/sandbox/events", self.events, methods=["GET"]),
            Route("/sandbox/files/{path:path}", self.file, methods=["GET"]),
        ]
