"""`/receipt`, `/replay`, `/log` and `/drill`: what was, what would have been, and whether it works now."""

import re
from datetime import UTC, datetime

from bot.commands import policy
from bot.commands.response import Desk, Response
from bot.errors import BadInput
from bot.moderate import document
from bot.records import Incoming, Press
from bot.review import drill as drills
from bot.review import ledger
from bot.say import Notice, Say

DAYS = 7
MOST_DAYS = 30
DAY = 86_400
SHOWN = 20
_SPAN = re.compile(r"\b(\d{1,2})\s*d\b")


async def receipt(incoming: Incoming, desk: Desk) -> Response:
    """Show what the last week's watching would have removed, with blurred pictures."""
    refused = await _not_admin(incoming, desk)
    if refused is not None:
        return refused
    origin = incoming.origin
    notice, buttons = ledger.receipt(
        desk.moderation, origin.chat_id, origin.chat_id, origin.person.language
    )
    pictures = await ledger.thumbnails(desk.moderation, origin.chat_id)
    return Response(notice, pictures=pictures, buttons=buttons)


async def receipt_pressed(event: Press, payload: str, desk: Desk) -> Response:
    """Carry out a tap on a receipt."""
    outcome = await ledger.pressed(desk.moderation, event, payload)
    if outcome is None:
        return Response(Notice(Say.NOT_YOURS))
    notice, buttons = outcome
    if notice.key is Say.POLICY_SET:
        chat_id, number = int(payload.split(":")[0]), int(notice.values["version"])
        buttons = (policy.back(desk, event.origin, chat_id, number),)
    return Response(notice, buttons=buttons, in_place=True)


async def replay(incoming: Incoming, desk: Desk) -> Response:
    """Try a policy on the last days and say how it would have differed."""
    refused = await _not_admin(incoming, desk)
    if refused is not None:
        return refused
    argument = incoming.command.argument if incoming.command else ""
    first, _, rest = argument.partition("\n")
    span = _SPAN.search(first)
    days = min(MOST_DAYS, int(span[1])) if span else DAYS
    given = "\n".join(filter(None, (_SPAN.sub("", first).strip(), rest)))
    text = f"preset: {given.strip()}" if given.strip() in document.PRESETS else given
    try:
        rules = document.read(text)
    except BadInput as error:
        return Response(Notice(Say.REPLAY_WHAT, {"reason": str(error)} if given else {}))
    found = ledger.past(desk.moderation, incoming.origin.chat_id, rules, days)
    return Response(ledger.told(found, days, rules.preset, incoming.origin.person.language))


async def log(incoming: Incoming, desk: Desk) -> Response:
    """List the decisions of the last days."""
    refused = await _not_admin(incoming, desk)
    if refused is not None:
        return refused
    audit = desk.moderation.books.audit
    entries = audit.entries(incoming.origin.chat_id, audit.now - DAYS * DAY)
    lines = [
        f"• {datetime.fromtimestamp(e.at, UTC):%d %b %H:%M} {e.what} {e.about} (by {e.by_id or 'policy'})"
        for e in entries[-SHOWN:]
    ]
    if not lines:
        return Response(Notice(Say.LOG))
    return Response(Notice(Say.LOG, {"days": DAYS, "lines": "\n".join(lines)}))


async def drill(incoming: Incoming, desk: Desk) -> Response:
    """Try rights and checks on cards of our own, and show a light."""
    refused = await _not_admin(incoming, desk)
    if refused is not None:
        return refused
    return Response(await drills.drill(desk.moderation, incoming))


async def _not_admin(incoming: Incoming, desk: Desk) -> Response | None:
    origin = incoming.origin
    if origin.private:
        return Response(Notice(Say.GROUPS_ONLY))
    if not await desk.is_admin(origin.chat_id, origin.person.id):
        return Response(Notice(Say.LEARN_ADMINS_ONLY))
    return None
