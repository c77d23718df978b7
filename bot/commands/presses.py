"""What the buttons below an answer do.

A press is untrusted: its token must have been issued in this very chat, and what it may do is
checked against who presses, now.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands import bans, looking_back, policy, privacy
from bot.commands.documents import SHOWN_HITS, describe
from bot.commands.response import Desk, Response
from bot.records import Incoming, Press
from bot.review import joining, ledger
from bot.review import presses as review
from bot.say import Notice, Say
from bot.store.moments import Moment, loads
from bot.store.traces import Json
from bot.trace import WORDS
from knowledge.records import Query

FEEDBACK = ("right", "wrong", "outdated")


async def stop(event: Press, payload: str, desk: Desk) -> Response:
    """Stop an answer in the making, for whoever asked or an administrator."""
    chat, person, question = event.origin.chat_id, event.origin.person.id, int(payload)
    asker = desk.stops.asker(chat, question)
    if asker is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    if person != asker and not await desk.is_admin(chat, person):
        return Response(Notice(Say.STOP_NOT_YOURS))
    desk.stops.stop(chat, question)
    return Response(Notice(Say.STOPPED))


ALIKE: Mapping[str, Callable[[Press, str, Desk], Awaitable[Response]]] = {
    ledger.ACTION: looking_back.receipt_pressed,
    bans.ACTION: bans.pressed,
    policy.ACTION: policy.pressed,
    "stop": stop,
}


async def press(event: Press, desk: Desk) -> Response:
    """Carry out one press; the response is shown to the person who pressed."""
    issued = desk.buttons.peek(event.data, event.origin.chat_id)
    if issued is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    action, payload = issued
    # These use their token up only when whoever presses may do what it stands for.
    if action in review.ACTIONS:
        return await review.press(event, action, payload, desk.moderation)
    if action in ALIKE:
        return await ALIKE[action](event, payload, desk)
    if action == joining.ACTION:
        return Response(await joining.pressed(desk.moderation, event, payload))
    if action in FEEDBACK:
        origin = event.origin
        trace = _trace(event, payload, desk)
        stands = desk.feedback.record(
            origin.chat_id, origin.message_id, origin.person.id, action, trace
        )
        if stands and action != "right":
            desk.kept.forget(str(trace.get(WORDS, "")))
        return Response(Notice(Say.THANKS if stands else Say.TAKEN_BACK))
    if action in privacy.ACTIONS:
        return await privacy.pressed(event, action, payload, desk)
    if action == "more":
        return await more(event, payload, desk)
    if action == "closer":
        return closer(event, loads(payload), desk)
    return Response(Notice(Say.BUTTON_EXPIRED))


async def more(event: Press, question: str, desk: Desk) -> Response:
    """Show further passages for the same question."""
    words = str(_trace(event, question, desk).get(WORDS, ""))
    scope = await desk.scopes.resolve(event.origin)
    found = await desk.workers.run(desk.knowledge.search, Query(words), scope, SHOWN_HITS)
    if not found.hits:
        return Response(Notice(Say.FOUND_NOTHING))
    return Response(Notice(Say.FOUND, {"lines": describe(found.hits)}), to_chat=True)


def _trace(event: Press, question: str, desk: Desk) -> Json:
    """Return how the answer to the message `question` came to be, empty where it was not kept."""
    return desk.traces.of_question(event.origin.chat_id, int(question)) or {}


def closer(event: Press, moment: Moment, desk: Desk) -> Response:
    """Ask the same question again, of one moment of its clip."""
    origin = event.origin
    clips = desk.opener.clips_on(origin.chat_id, moment.message_id)
    if not clips:
        return Response(Notice(Say.CLIP_GONE))
    asked = Incoming(
        update_ids=event.update_ids,
        origin=origin,
        text=str(_trace(event, str(moment.question_id), desk).get(WORDS, "")),
        attachments=clips[:1],
        message_ids=(origin.message_id,),
        moment=moment.seconds,
    )
    return Response(Notice(Say.LOOKING_CLOSER), ask=asked)
