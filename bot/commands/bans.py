"""`/banimage`: ban a picture or video from a group, by a reply to it; list and take back bans."""

from bot.commands.numbers import numbered
from bot.commands.response import Desk, Response
from bot.errors import Refused
from bot.records import AttachmentKind, Incoming, Origin, Press
from bot.review.cards import label
from bot.safety.banning import Exhibit, Proposal
from bot.say import Notice, Say
from knowledge.errors import KnowledgeError

ACTION = "banimage"
"""What the buttons below a proposal stand for."""

FILMS = (AttachmentKind.VIDEO, AttachmentKind.ANIMATION, AttachmentKind.VIDEO_NOTE)
SHOWN = 8
"""Messages that a proposal lists."""


async def banimage(incoming: Incoming, desk: Desk) -> Response:
    """Propose a ban and show what else it would have hit; `list`, `undo N` and `resume N` look after bans."""
    origin = incoming.origin
    if origin.private:
        return Response(Notice(Say.BAN_IN_GROUPS))
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.BAN_ADMINS_ONLY))
    verb, _, number = (incoming.command.argument if incoming.command else "").partition(" ")
    if verb == "list":
        return Response(_listed(desk, origin.chat_id))
    if verb in ("undo", "resume") and (wanted := numbered(number.strip())) is not None:
        return Response(_changed(desk, origin, verb, wanted))
    try:
        exhibits = await _exhibits(incoming, desk)
        if not exhibits:
            return Response(Notice(Say.BAN_WHAT))
        shown = incoming.replied.message_id if incoming.replied else origin.message_id
        name = await desk.bans.propose(origin.chat_id, shown, exhibits)
    except Refused as refused:
        return Response(refused.notice)
    except KnowledgeError:
        return Response(Notice(Say.BAN_UNREADABLE))
    proposal = desk.bans.proposal(name)
    language = origin.person.language
    offered = ((Say.BUTTON_BAN_IT, f"yes:{name}"), (Say.BUTTON_LEAVE_IT, f"no:{name}"))
    return Response(
        _proposed(proposal) if proposal else Notice(Say.BUTTON_EXPIRED),
        buttons=tuple(
            (label(say, language), desk.buttons.issue(origin.chat_id, ACTION, payload))
            for say, payload in offered
        ),
    )


async def pressed(event: Press, payload: str, desk: Desk) -> Response:
    """Confirm, drop or take back, for administrators alone."""
    origin = event.origin
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.NOT_YOURS))
    verb, _, name = payload.partition(":")
    if verb == "no":
        return Response(Notice(Say.BAN_LEFT), in_place=True, spent=True)
    audit = desk.moderation.books.audit
    if verb == "undo":
        gone = desk.bans.unlearn(origin.chat_id, name)
        audit.note(origin.chat_id, origin.person.id, "unban", name)
        return Response(Notice(Say.BAN_UNDONE, {"count": gone}), in_place=True, spent=True)
    source = f"banimage:{name}"
    count = desk.bans.confirm(name, origin.person.id, source)
    if not count:
        return Response(Notice(Say.BUTTON_EXPIRED), spent=True)
    audit.note(origin.chat_id, origin.person.id, "banimage", source)
    undo = desk.buttons.issue(origin.chat_id, ACTION, f"undo:{source}")
    button = (label(Say.BUTTON_UNDO, origin.person.language), undo)
    return Response(Notice(Say.BAN_HOLDS, {"count": count}), in_place=True, buttons=(button,))


async def _exhibits(incoming: Incoming, desk: Desk) -> list[Exhibit]:
    """Open the pictures and videos of the command or of what it replies to."""
    parts = (*incoming.attachments, *desk.opener.replied(incoming))
    films = [part for part in parts if part.kind in FILMS]
    exhibits = [
        await desk.bans.stills(await desk.files.fetch(film), desk.workers.run_long)
        for film in films
    ]
    filmed = {film.unique_id for film in films}
    question = await desk.opener.open(incoming)
    return exhibits + [
        desk.bans.pictured(picture)
        for picture in question.pictures
        if picture.unique_id not in filmed
    ]


def _proposed(proposal: Proposal) -> Notice:
    values: dict[str, str | int] = {"count": len(proposal.entries), "hits": len(proposal.earlier)}
    if not proposal.earlier:
        return Notice(Say.BAN_PROPOSED_ALONE, values)
    lines = [
        f"• {one.person_name}, message {abs(one.message_id)}" for one in proposal.earlier[:SHOWN]
    ]
    if len(proposal.earlier) > SHOWN:
        lines.append("…")
    return Notice(Say.BAN_PROPOSED, {**values, "lines": "\n".join(lines)})


def _listed(desk: Desk, chat_id: int) -> Notice:
    bans = desk.bans.bans(chat_id)
    if not bans:
        return Notice(Say.BANS_NONE)
    lines = [
        f"• {one.id}: message {abs(one.message_id)}, by {one.added_by}{' (paused)' * one.paused}"
        for one in bans
    ]
    return Notice(Say.BANS, {"lines": "\n".join(lines)})


def _changed(desk: Desk, origin: Origin, verb: str, number: int) -> Notice:
    chat_id, audit = origin.chat_id, desk.moderation.books.audit
    ban = next((one for one in desk.bans.bans(chat_id) if one.id == number), None)
    if ban is None:
        return Notice(Say.BAN_UNKNOWN)
    if verb == "resume":
        desk.bans.resume(chat_id, number)
        audit.note(chat_id, origin.person.id, "resume", f"ban {number}")
        return Notice(Say.BAN_RESUMED, {"number": number})
    audit.note(chat_id, origin.person.id, "unban", ban.source)
    return Notice(Say.BAN_UNDONE, {"count": desk.bans.unlearn(chat_id, ban.source)})
