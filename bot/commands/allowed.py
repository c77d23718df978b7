"""Who may do what in a group, as its policy says: ask, teach documents, report.

What a policy leaves to everybody costs no question to Telegram.
"""

from bot.commands.response import Desk, Response
from bot.moderate.policy import Who
from bot.records import Incoming
from bot.say import Notice, Say

ASKING = {
    Who.ADMINS: Say.ASK_ADMINS_ONLY,
    Who.REGULARS: Say.ASK_REGULARS_ONLY,
    Who.NOBODY: Say.ASK_NOBODY,
}
LEARNING = {
    Who.ADMINS: Say.LEARN_ADMINS_ONLY,
    Who.REGULARS: Say.LEARN_REGULARS_ONLY,
    Who.NOBODY: Say.LEARN_NOBODY,
}


async def may(who: Who, incoming: Incoming, desk: Desk) -> bool:
    """Tell whether the sender is one of those; administrators are among the regulars."""
    origin = incoming.origin
    if origin.private or who is Who.EVERYONE:
        return True
    regular = desk.moderation.books.is_regular
    if who is Who.REGULARS and regular(origin.chat_id, origin.person.id):
        return True
    return who is not Who.NOBODY and bool(await desk.is_admin(origin.chat_id, origin.person.id))


async def not_asking(incoming: Incoming, desk: Desk) -> Response | None:
    """Return why the sender gets no answer here, None where they may ask."""
    if incoming.origin.private:
        return None
    who = desk.moderation.books.policy(incoming.origin.chat_id).ask
    return None if await may(who, incoming, desk) else Response(Notice(ASKING[who]))


async def not_learning(incoming: Incoming, desk: Desk) -> Response | None:
    """Return why the sender's documents are not learned here, None where they are."""
    if incoming.origin.private:
        return None
    who = desk.moderation.books.policy(incoming.origin.chat_id).learn
    return None if await may(who, incoming, desk) else Response(Notice(LEARNING[who]))
