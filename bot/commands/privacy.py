"""`/privacy`, its buttons, and what `/why` shows of what left the host."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from bot.commands.response import Desk, Response
from bot.language import is_chinese
from bot.ports import Privacy
from bot.records import Incoming, Origin, Press
from bot.reply import said_privacy
from bot.say import Notice, Say

CHOOSE = "privacy"
SEND = "send_clean"
STAY = "stay_here"
ACTIONS = (CHOOSE, SEND, STAY)


async def privacy(incoming: Incoming, desk: Desk) -> Response:
    """Show what happens to private data in this chat, or choose it."""
    origin = incoming.origin
    wanted = incoming.command.argument.strip().lower() if incoming.command else ""
    if wanted in get_args(Privacy):
        return await _choose(origin, wanted, desk)
    language, now = origin.person.language, desk.privacies.mode(origin.chat_id)
    buttons = tuple(
        (
            ("✓ " if mode == now else "") + said_privacy.mode(mode, language),
            desk.buttons.issue(origin.chat_id, CHOOSE, mode),
        )
        for mode in get_args(Privacy)
    )
    return Response(
        Notice(Say.PRIVACY, {"mode": said_privacy.mode(now, language)}), buttons=buttons
    )


async def pressed(event: Press, action: str, payload: str, desk: Desk) -> Response:
    """Carry out a press on a button of this file's."""
    if action == CHOOSE:
        return await chosen(event, payload, desk)
    if action == SEND:
        return await send(event, payload, desk)
    return Response(Notice(Say.STAYS_HERE), spent=True)


async def chosen(event: Press, mode: str, desk: Desk) -> Response:
    """Carry out a press on a button below `/privacy`; everybody in the chat is told."""
    response = await _choose(event.origin, mode, desk)
    return replace(response, to_chat=response.notice.key is Say.PRIVACY_SET)


async def _choose(origin: Origin, mode: str, desk: Desk) -> Response:
    if not origin.private and not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.PRIVACY_ADMINS_ONLY))
    if mode == "faces" and not desk.knows_faces:
        return Response(Notice(Say.PRIVACY_NO_FACES))
    desk.privacies.choose(origin.chat_id, mode)
    named = said_privacy.mode(mode, origin.person.language)
    return Response(Notice(Say.PRIVACY_SET, {"mode": named}))


async def send(event: Press, question: str, desk: Desk) -> Response:
    """Ask a model in the cloud after all, with what is private taken out: asker or admins say so."""
    origin = event.origin
    held = desk.held.find(origin.chat_id, int(question))
    if held is None:
        return Response(Notice(Say.QUESTION_GONE))
    own = held.origin.person.id == origin.person.id
    if not own and not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.NOT_YOURS))
    # As an edit of the question: the new answer takes the place of the one that stands there.
    again = replace(held, update_ids=event.update_ids, edited=True)
    return Response(Notice(Say.THANKS), again=again)


@dataclass(frozen=True, slots=True)
class Departed:
    """What left the host, in words and pictures."""

    lines: str
    pictures: tuple[tuple[bytes, str], ...]


def departed(numbers: Sequence[int], desk: Desk, origin: Origin) -> Departed | None:
    """Say and show what left the host under these numbers of the store."""
    found = [desk.departures.get(origin.chat_id, number) for number in numbers]
    sent = [one for one in found if one is not None]
    if not sent:
        return None
    language = origin.person.language
    lines = "\n".join(said_privacy.departure(one, language) for one in sent)
    caption = "已发送" if is_chinese(language) else "as it was sent"
    pictures = tuple(
        (content, f"{one.model}: {caption}") for one in sent for content in one.pictures
    )
    return Departed(lines, pictures)
