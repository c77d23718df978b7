"""`/start`, `/help`, `/reset`, `/why`: about the bot itself and its conversation."""

from typing import cast

from bot.commands.privacy import departed
from bot.commands.response import Desk, Response
from bot.records import Incoming
from bot.reply.why import Facts, explained
from bot.say import Notice, Say


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
    desk.looked.reset(origin.chat_id, origin.topic_id)
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
    facts = cast("Facts", trace)
    lines = [f"• {line}" for line in explained(facts, origin.person.language)]
    left = departed(facts.get("sent", ()), desk, origin)
    lines += [left.lines] if left else []
    pictures = left.pictures if left else ()
    return Response(Notice(Say.WHY, {"lines": "\n".join(lines)}), pictures)
