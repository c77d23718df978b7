"""What the buttons below an answer do.

A press is untrusted: its token must have been issued in this very chat, and what it may do is
checked against who presses, now.
"""

from bot.commands.documents import SHOWN_HITS, describe
from bot.commands.response import Desk, Response
from bot.records import Notice, Press, Say
from bot.trace import WORDS
from knowledge.records import Query

FEEDBACK = ("right", "wrong", "outdated")


async def press(event: Press, desk: Desk) -> Response:
    """Carry out one press; the response is shown to the person who pressed."""
    redeemed = desk.buttons.redeem(event.data, event.origin.chat_id)
    if redeemed is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    action, payload = redeemed
    if action in FEEDBACK:
        origin = event.origin
        desk.feedback.record(origin.chat_id, origin.message_id, origin.person.id, action)
        return Response(Notice(Say.THANKS))
    if action == "more":
        return await more(event, payload, desk)
    if action == "undo":
        return await undo(event, payload, desk)
    return Response(Notice(Say.BUTTON_EXPIRED))


async def more(event: Press, question: str, desk: Desk) -> Response:
    """Show further passages for the same question."""
    trace = desk.traces.of_question(event.origin.chat_id, int(question)) or {}
    words = str(trace.get(WORDS, ""))
    scope = await desk.scopes.resolve(event.origin)
    found = await desk.workers.run(desk.knowledge.search, Query(words), scope, SHOWN_HITS)
    if not found.hits:
        return Response(Notice(Say.FOUND_NOTHING))
    return Response(Notice(Say.FOUND, {"lines": describe(found.hits)}), to_chat=True)


async def undo(event: Press, record: str, desk: Desk) -> Response:
    """Bring back what moderation removed, for administrators alone and once."""
    origin = event.origin
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.NOT_YOURS))
    act = desk.acts.get(int(record))
    if act is None or act.chat_id != origin.chat_id or not desk.acts.undo(act.id, origin.person.id):
        return Response(Notice(Say.BUTTON_EXPIRED))
    notice = Notice(Say.RESTORED, {"name": act.person.name, "text": act.text})
    return Response(notice, to_chat=True, spent=True)
