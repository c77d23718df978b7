"""Read what a person asks of the `/sandbox` interface: chat, person, values; say plainly what is wrong."""

import re
from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request

from bot.sandbox.errors import ApiError, PersonError
from bot.sandbox.parameters import Parameters, read
from bot.sandbox.records import Chat, Json, Member, Message
from bot.sandbox.world import World

MAX_BODY = 512 * 1024 * 1024
"""People may send far more than a bot may fetch; this only bounds the memory of one request."""
_NUMBER = re.compile(r"-?[0-9]{1,18}\Z")
_T = TypeVar("_T")


async def parameters_of(request: Request) -> Parameters:
    """Read the body, whatever form it has."""
    return await read(request, MAX_BODY)


def chat_of(world: World, request: Request) -> Chat:
    """Return the chat in the path."""
    raw = str(request.path_params["chat"])
    chat = world.chats.get(int(raw)) if _NUMBER.match(raw) else None
    if chat is None:
        raise PersonError(404, f"there is no chat {raw}; GET /sandbox/chats lists them")
    return chat


def message_of(chat: Chat, request: Request) -> Message:
    """Return the message in the path, if it is still there."""
    raw = str(request.path_params["message"])
    message = chat.living(int(raw)) if _NUMBER.match(raw) else None
    if message is None:
        raise PersonError(404, f"there is no message {raw} in this chat")
    return message


def member_of(world: World, chat: Chat, parameters: Parameters) -> Member:
    """Return the member that acts: `from`, or in a private chat its one person."""
    number = whole(parameters, "from")
    if number is None and chat.private:
        number = chat.id
    if number is None:
        raise PersonError(400, "`from` must be the id of a member of this chat")
    member = chat.member(number, world.clock())
    if member is None:
        raise PersonError(403, f"{number} is not a member of this chat; POST to its members first")
    if not member.is_present:
        raise PersonError(
            403, f"{member.person.first_name} is not in this chat (status {member.status.value})"
        )
    return member


def whole(parameters: Parameters, name: str) -> int | None:
    """Return a whole number, None where none was given."""
    return checked(lambda: parameters.maybe_integer(name), f"{name} must be a whole number")


def checked(read_value: Callable[[], _T], sentence: str) -> _T:
    """Read a value; where it is malformed, say `sentence`."""
    try:
        return read_value()
    except ApiError:
        raise PersonError(400, sentence) from None


def record(parameters: Parameters, name: str) -> Json:
    """Return a JSON object, empty where none was given."""
    return checked(lambda: parameters.record(name, name), f"{name} must be an object") or {}
