"""`/start`, `/help`, `/reset`, `/why`, `/policy`: about the bot itself and its conversation."""

from typing import cast

from bot.commands.response import Desk, Response
from bot.records import Incoming, Notice, Say
from bot.reply.why import Facts, explained

MODES = ("watch", "delete")


async def start(incoming: Incoming, desk: Desk) -> Response:
    """Say hello with three things to try."""
    return Response(Notice(Say.START, {"name": incoming.origin.person.name}))


async def help_(incoming: Incoming, desk: Desk) -> Response:
    """List the commands."""
    return Response(Notice(Say.HELP))


async def reset(incoming: Incoming, desk: Desk) -> Response:
    """Forget this conversation (this topic's, in a forum), not the documents."""
    origin = incoming.origin
    turns = desk.conversations.reset(origin.chat_id, origin.topic_id)
    return Response(Notice(Say.RESET, {"turns": turns or ""}))


async def why(incoming: Incoming, desk: Desk) -> Response:
    """Tell how the last answer came to be, or the one that is replied to."""
    origin = incoming.origin
    trace = None
    if incoming.replied is not None:
        replied = incoming.replied.message_id
        asked = desk.outbox.question_of(origin.chat_id, replied)
        trace = desk.traces.of_question(origin.chat_id, asked or replied)
    trace = trace or desk.traces.latest(origin.chat_id, origin.topic_id)
    if trace is None:
        return Response(Notice(Say.WHY_NOTHING))
    lines = explained(cast("Facts", trace), origin.person.language)
    return Response(Notice(Say.WHY, {"lines": "\n".join(f"• {line}" for line in lines)}))


async def policy(incoming: Incoming, desk: Desk) -> Response:
    """Show or set what happens to messages that break the rules of a group."""
    origin = incoming.origin
    if origin.private:
        return Response(Notice(Say.POLICY))
    wanted = incoming.command.argument.strip().lower() if incoming.command else ""
    if wanted not in MODES:
        return Response(Notice(Say.POLICY, {"mode": desk.policies.mode(origin.chat_id)}))
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.LEARN_ADMINS_ONLY))
    desk.policies.set_mode(origin.chat_id, wanted)
    return Response(Notice(Say.POLICY_SET, {"mode": wanted}))
