"""From a command's name to the function that carries it out."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands import documents, talk
from bot.commands.response import Desk, Response, Status
from bot.records import Command, Incoming, Notice, Say

COMMANDS: Mapping[str, Callable[[Incoming, Desk], Awaitable[Response]]] = {
    "start": talk.start,
    "help": talk.help_,
    "docs": documents.docs,
    "find": documents.find,
    "forget": documents.forget,
    "reset": talk.reset,
    "why": talk.why,
    "policy": talk.policy,
}
"""`/ask` is not here: it is a question like any other and goes the whole way. `/learn` takes longer and says so."""


async def run(incoming: Incoming, desk: Desk, status: Status) -> Response:
    """Carry out one command; an unknown one is answered with the list of those that exist.

    `status` shows what is being done meanwhile, for what takes long.
    """
    command = incoming.command or Command("help")
    if command.name == "learn":
        return await documents.learn(incoming, desk, status)
    carry_out = COMMANDS.get(command.name)
    if carry_out is None:
        return Response(Notice(Say.UNKNOWN_COMMAND, {"name": command.name}))
    return await carry_out(incoming, desk)
