"""What the buttons on cards do: decide about an act, once, by whoever administers its group now."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.commands.response import Response
from bot.moderate.policy import Step
from bot.moderate.undo import Reverted, Undone
from bot.records import Action, Incoming, Origin, Press
from bot.reply import layout
from bot.review import cards
from bot.review.moderation import Moderation
from bot.say import Notice, Say
from bot.store.acts import REMOVING, Act

logger = logging.getLogger(__name__)

Decision = Callable[[Moderation, Act, Press], Awaitable[Response]]

REVERTED: Mapping[str, Say] = {
    "message": Say.REVERTED_MESSAGE,
    "permissions": Say.REVERTED_PERMISSIONS,
}


async def press(event: Press, action: str, payload: str, moderation: Moderation) -> Response:
    """Carry out a press on a card whose token is still whole."""
    if action == "appeal":
        return await _appeal(moderation, event, payload)
    if action == "undo_all":
        return await _undo_all(moderation, event, payload)
    if action == "distrust":
        return await _distrust(moderation, event, payload)
    act = moderation.books.acts.get(int(payload))
    if act is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    if not await moderation.standing.is_admin(act.chat_id, event.origin.person.id):
        return Response(Notice(Say.NOT_YOURS))
    if moderation.buttons.redeem(event.data, event.origin.chat_id) is None or not act.stands:
        return Response(Notice(Say.BUTTON_EXPIRED))
    return await DECISIONS[action](moderation, act, event)


async def _right(moderation: Moderation, act: Act, event: Press) -> Response:
    by = event.origin.person
    moderation.books.acts.label(act.id, "right", by.id)
    moderation.books.judged.label(act.chat_id, act.message_ids, "right", by.id)
    moderation.books.audit.note(act.chat_id, by.id, "right", f"act {act.id}")
    await cards.decided(moderation, act, _decided(moderation, act, Say.DECIDED_RIGHT, event))
    return Response(Notice(Say.THANKS))


async def _undo(moderation: Moderation, act: Act, event: Press) -> Response:
    undone = await moderation.undoer.undo(act.id, event.origin.person.id)
    if undone is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    language = moderation.language(act.chat_id, event.origin.person.language)
    notice = taken_back(undone, event.origin.person.name, language)
    await cards.decided(moderation, act, notice)
    return Response(notice, in_place=True)


async def _trust(moderation: Moderation, act: Act, event: Press) -> Response:
    """Leave somebody alone from now on, beginning with this message; the cards offer to take it back."""
    members, by = moderation.books.members, event.origin.person
    before = members.get(act.chat_id, act.person.id).trusted_by
    members.trust(act.chat_id, act.person.id, by.id)
    moderation.books.audit.note(act.chat_id, by.id, "trust", f"person {act.person.id}")
    offer = (Say.BUTTON_DISTRUST, "distrust", f"{act.id}:{before or 0}")
    if act.action not in REMOVING:
        return await _leave(moderation, act, event, offer)
    undone = await moderation.undoer.undo(act.id, by.id)
    if undone is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    language = moderation.language(act.chat_id, by.language)
    await cards.decided(moderation, act, taken_back(undone, by.name, language), offer=offer)
    return Response(Notice(Say.THANKS))


async def _distrust(moderation: Moderation, event: Press, payload: str) -> Response:
    """Take trust back, to what it was before; what was brought back with it stays."""
    number, _, before = payload.partition(":")
    act = moderation.books.acts.get(int(number))
    by = event.origin.person
    if act is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    if not await moderation.standing.is_admin(act.chat_id, by.id):
        return Response(Notice(Say.NOT_YOURS))
    if moderation.buttons.redeem(event.data, event.origin.chat_id) is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    moderation.books.members.trust(act.chat_id, act.person.id, int(before) or None)
    moderation.books.audit.note(act.chat_id, by.id, "distrust", f"person {act.person.id}")
    for place, _number in moderation.books.baselines.cards(act.id):
        moderation.buttons.withdraw(place, payload, ("distrust",))
    await cards.decided(moderation, act, _decided(moderation, act, Say.DECIDED_DISTRUST, event))
    return Response(Notice(Say.THANKS))


async def _leave(
    moderation: Moderation, act: Act, event: Press, offer: tuple[Say, str, str] | None = None
) -> Response:
    by = event.origin.person.id
    moderation.books.acts.undo(act.id, by)
    moderation.books.judged.label(act.chat_id, act.message_ids, "wrong", by)
    moderation.books.audit.note(act.chat_id, by, "leave", f"act {act.id}")
    notice = _decided(moderation, act, Say.DECIDED_LEAVE, event)
    await cards.decided(moderation, act, notice, offer=offer)
    return Response(Notice(Say.THANKS))


async def _remove(moderation: Moderation, act: Act, event: Press) -> Response:
    """Remove what was only shown; the card's act is closed and one of its own takes its place."""
    return await order(moderation, act, event, Step.DELETE)


async def _ban(moderation: Moderation, act: Act, event: Press) -> Response:
    return await order(moderation, act, event, Step.BAN)


async def order(moderation: Moderation, act: Act, event: Press, step: Step) -> Response:
    """Do to a message and its author what an administrator decides, as an act of its own."""
    by = event.origin.person.id
    origin = Origin(
        act.chat_id, event.origin.chat_kind, act.message_ids[0], act.person, act.topic_id
    )
    incoming = _as_it_stood(moderation, act, origin)
    wanted = Action(str(step), act.message_ids, act.reason, None, act.score, act.findings)
    moderation.books.acts.label(act.id, "right", by)
    moderation.books.judged.label(act.chat_id, act.message_ids, "right", by)
    done = await moderation.enforcer.carry_out(incoming, wanted, by_id=by)
    moderation.books.audit.note(act.chat_id, by, str(step), f"act {done.record}")
    say = Say.DECIDED_BAN if step is Step.BAN else Say.DECIDED_REMOVE
    if done.obstacle:
        return Response(cards.hindered(done.obstacle))
    notice = _decided(moderation, act, say, event)
    await cards.decided(moderation, act, notice, undo=done.record)
    return Response(Notice(Say.THANKS))


async def _undo_all(moderation: Moderation, event: Press, payload: str) -> Response:
    """Take back every act of one spell."""
    chat, _, span = payload.partition(":")
    first, _, last = span.partition("-")
    chat_id = int(chat)
    if not await moderation.standing.is_admin(chat_id, event.origin.person.id):
        return Response(Notice(Say.NOT_YOURS))
    if moderation.buttons.redeem(event.data, event.origin.chat_id) is None:
        return Response(Notice(Say.BUTTON_EXPIRED))
    count = 0
    for number in range(int(first), int(last) + 1):
        act = moderation.books.acts.get(number)
        if act is not None and act.chat_id == chat_id and act.action in REMOVING:
            undone = await moderation.undoer.undo(number, event.origin.person.id)
            count += undone is not None
    return Response(Notice(Say.UNDONE_MANY, {"count": count}), in_place=True)


async def _appeal(moderation: Moderation, event: Press, payload: str) -> Response:
    """Put an act before the administrators once more, at its author's wish, once."""
    act = moderation.books.acts.get(int(payload))
    mine = act is not None and act.person.id == event.origin.person.id
    redeemed = moderation.buttons.redeem(event.data, event.origin.chat_id)
    if act is None or not mine or redeemed is None or not moderation.books.acts.appeal(act.id):
        return Response(Notice(Say.BUTTON_EXPIRED))
    moderation.books.audit.note(act.chat_id, act.person.id, "appeal", f"act {act.id}")
    incoming = _as_it_stood(moderation, act, event.origin)
    question = await moderation.opener.open(incoming)
    shown = Action(act.action, act.message_ids, act.reason, act.id)
    await cards.post(moderation, question, shown, Say.CARD_APPEAL)
    return Response(Notice(Say.APPEALED), in_place=True)


def _as_it_stood(moderation: Moderation, act: Act, origin: Origin) -> Incoming:
    """Put an act's message together again from what is known of it."""
    judged = moderation.books.judged.of_message(act.chat_id, act.message_ids[0])
    return Incoming(
        update_ids=(0,),
        origin=origin,
        text=act.text,
        attachments=judged.media if judged else (),
        message_ids=act.message_ids,
    )


def taken_back(undone: Undone, by: str, language: str) -> Notice:
    """List what an undo reverted."""
    lines = [_line(one, language) for one in undone.checklist if one.done is not None]
    values = {"name": undone.act.person.name, "by": by, "lines": "\n".join(lines)}
    return Notice(Say.UNDONE, values)


def _line(one: Reverted, language: str) -> str:
    mark = "✓" if one.done else "✗"
    say = REVERTED.get(one.what, Say.REVERTED_LEARNED)
    values = {"what": one.what, "detail": one.detail}
    return f"{mark} {layout.of_notice(Notice(say, values), language).text}"


def _decided(moderation: Moderation, act: Act, say: Say, event: Press) -> Notice:
    return Notice(
        say,
        {
            "title": moderation.title(act.chat_id),
            "name": act.person.name,
            "by": event.origin.person.name,
        },
    )


DECISIONS: Mapping[str, Decision] = {
    "removal_right": _right,
    "undo": _undo,
    "ban": _ban,
    "trust": _trust,
    "remove": _remove,
    "leave": _leave,
}
ACTIONS = frozenset({*DECISIONS, "undo_all", "appeal", "distrust"})
