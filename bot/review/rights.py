"""What follows when rights change: the bot's own are given back, somebody joins, an administrator is new."""

from bot.records import Membership, Movement
from bot.review import cards
from bot.review.moderation import Moderation
from bot.say import Notice, Say

ADMINISTRATOR = "administrator"


async def changed(moderation: Moderation, event: Membership) -> None:
    """Thank for a right that was missing and is given back, make up for what was missed, and tell of it.

    From then on its lack is told again.
    """
    origin = event.origin
    moderation.standing.changed(origin.chat_id)
    if not origin.private:
        moderation.spaces.named(origin.chat_id, origin.chat_title, origin.chat_kind)
    if event.status != ADMINISTRATOR:
        return
    if not await moderation.hands.may(origin.chat_id, "can_delete_messages"):
        return
    if moderation.books.audit.untell_like(origin.chat_id, "could not"):
        values: dict[str, str | int] = {"title": moderation.title(origin.chat_id)}
        if count := await moderation.enforcer.make_up(origin.chat_id):
            values["count"] = count
        notice = Notice(Say.RIGHTS_BACK, values)
        key = f"rights/{event.update_ids[0]}"
        await cards.tell_admins(moderation, origin, notice, key=key)


def moved(moderation: Moderation, event: Movement) -> None:
    """Note that somebody came in, and ask anew who administers the group."""
    chat_id, person = event.origin.chat_id, event.origin.person
    if ADMINISTRATOR in (event.before, event.after):
        moderation.standing.changed(chat_id)
    if event.joined:
        moderation.books.members.joined(chat_id, person.id)
