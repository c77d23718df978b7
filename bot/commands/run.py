"""From a command's name to the function that carries it out."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands import bans, documents, looking_back, policy, privacy, talk, teaching
from bot.commands.response import Desk, Response, Status
from bot.commands.usage import usage
from bot.records import Command, Incoming
from bot.say import Notice, Say

COMMANDS: Mapping[str, Callable[[Incoming, Desk], Awaitable[Response]]] = {
    "start": talk.start,
    "help": talk.help_,
    "docs": documents.docs,
    "find": documents.find,
    "forget": documents.forget,
    "reset": talk.reset,
    "why": talk.why,
    "policy": policy.policy,
    "spam": teaching.spam,
    "ham": teaching.ham,
    "report": teaching.report,
    "receipt": looking_back.receipt,
    "replay": looking_back.replay,
    "log": looking_back.log,
    "drill": looking_back.drill,
    "usage": usage,
    "privacy": privacy.privacy,
    "banimage": bans.banimage,
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
