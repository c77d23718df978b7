"""Read what a message says beside its text: buttons, a contact, a poll, a quote from elsewhere, where it came from.

Spam hides there because filters look at the text alone. Believes nothing and fetches nothing.
"""

from telegram import (
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.records import Aside
from bot.update.words import clean


def read_aside(message: Message) -> Aside:
    """Return it, in the order in which apps show it."""
    via = message.via_bot
    return Aside(
        texts=tuple(filter(None, map(clean, _texts(message)))),
        forwarded_from=clean(_named(message.forward_origin)),
        from_channel=isinstance(message.forward_origin, MessageOriginChannel),
        via=clean(via.username or via.first_name) if via else "",
        mentions=_mentions(message),
        sent_at=int(message.date.timestamp()),
    )


def _texts(message: Message) -> list[str]:
    found = []
    if message.reply_markup:
        rows = message.reply_markup.inline_keyboard
        found += [button.text for row in rows for button in row]
    if message.contact:
        contact = message.contact
        found += [
            f"{contact.first_name} {contact.last_name or ''}".strip(),
            contact.phone_number,
            contact.vcard or "",
        ]
    if message.poll:
        found += [message.poll.question, *(option.text for option in message.poll.options)]
    if message.venue:
        found += [message.venue.title, message.venue.address]
    if message.document:
        found.append(message.document.file_name or "")
    if message.audio:
        found += [message.audio.title or "", message.audio.performer or ""]
    if message.link_preview_options and message.link_preview_options.url:
        found.append(str(message.link_preview_options.url))
    return [*found, *_listed(message), *_from_elsewhere(message)]


def _listed(message: Message) -> list[str]:
    """Return what stands in lists, games, bills and prize draws."""
    found = []
    if message.checklist:
        found += [message.checklist.title, *(task.text for task in message.checklist.tasks)]
    if message.game:
        found += [message.game.title, message.game.description, message.game.text or ""]
    if message.invoice:
        found += [message.invoice.title, message.invoice.description]
    if message.giveaway:
        found.append(message.giveaway.prize_description or "")
    return found


def _from_elsewhere(message: Message) -> list[str]:
    """Return what is shown of a message of another chat that it claims to answer."""
    there = message.external_reply
    if there is None:
        return []
    found = [_named(there.origin), message.quote.text if message.quote else ""]
    if there.link_preview_options and there.link_preview_options.url:
        found.append(str(there.link_preview_options.url))
    return found


def _named(origin: MessageOrigin | None) -> str:
    """Return under which name a message was written first."""
    match origin:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return chat.effective_name or ""
    return ""


def _mentions(message: Message) -> int:
    """Count how many different people are called."""
    marked = message.parse_entities() if message.text else message.parse_caption_entities()
    kinds = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
    called = {
        entity.user.id if entity.user else text.casefold()
        for entity, text in marked.items()
        if entity.type in kinds
    }
    return len(called)
