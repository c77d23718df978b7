"""New messages against the ones that stand in the chat for the same question.

Equal ones stay untouched, others are edited in place, what is left over is to be deleted. Knows
payloads and ids; calls nothing.
"""

from collections.abc import Sequence

from bot.reply.parts import Album, Body, Button, Text, dumps, loads
from bot.store.deliveries import Delivery, Draft, Part, Progress, State


def against(
    bodies: Sequence[Body], previous: Delivery | None
) -> tuple[list[Draft], tuple[int, ...]]:
    """Return what is to be planned, and the ids of messages that nothing takes the place of."""
    if previous is None:
        return [Draft(dumps(body)) for body in bodies], ()
    # A preview was edited many times since its payload was written down.
    exact = previous.progress is not Progress.OPEN
    texts = [part for part in previous.parts if isinstance(loads(part.payload), Text)]
    albums = [part for part in previous.parts if isinstance(loads(part.payload), Album)]
    drafts: list[Draft] = []
    for body in bodies:
        if isinstance(body, Text):
            drafts.append(_text(dumps(body), texts.pop(0) if texts else None, exact))
        else:
            # A picture cannot stay above a text that is only now sent below it.
            in_place = all(draft.message_ids for draft in drafts)
            drafts.append(_album(dumps(body), albums, in_place))
    kept = {number for draft in drafts for number in draft.message_ids}
    surplus = tuple(number for number in previous.message_ids if number not in kept)
    left = () if previous.progress is Progress.DONE else previous.surplus
    return drafts, (*left, *surplus)


def buttons(previous: Delivery | None) -> tuple[Button, ...]:
    """Return the buttons that stand under an earlier answer, whose tokens still work."""
    for part in reversed(previous.parts if previous else ()):
        body = loads(part.payload)
        if isinstance(body, Text) and body.rows:
            return tuple(button for row in body.rows for button in row)
    return ()


def _text(payload: str, old: Part | None, exact: bool) -> Draft:
    if old is None:
        return Draft(payload)
    if exact and old.state is State.SENT and old.payload == payload:
        return Draft(payload, State.SENT, old.message_ids)
    lost = old.state is State.SENDING and not old.message_ids
    return Draft(payload, State.SENDING if lost else State.PLANNED, old.message_ids)


def _album(payload: str, albums: list[Part], in_place: bool) -> Draft:
    for old in albums:
        if in_place and old.state is State.SENT and old.payload == payload:
            return Draft(payload, State.SENT, old.message_ids)
    return Draft(payload)
