"""Show chats, people and messages as the objects of the Bot API.

Knows no page and changes nothing.
"""

from bot.sandbox.records import Chat, ChatType, Entity, Json, Member, Message, Person, Status
from bot.sandbox.rights import ADMIN_RIGHTS, PERMISSIONS
from bot.sandbox.world import World

GENERAL_TOPIC = 1
"""Thread of a forum's General topic; messages in it carry no thread."""
LONGEST_CHAIN = 100
ANONYMOUS_ADMIN = Person(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
CHANNEL_WRITER = Person(136817688, "Channel", "Channel_Bot", is_bot=True)
"""Whom Telegram names as sender where a chat speaks instead of a person."""


def user(person: Person) -> dict[str, object]:
    """Make a User."""
    shown: dict[str, object] = {
        "id": person.id,
        "is_bot": person.is_bot,
        "first_name": person.first_name,
    }
    for name in ("last_name", "username", "language_code"):
        value = getattr(person, name)
        if value:
            shown[name] = value
    return shown


def chat(place: Chat) -> dict[str, object]:
    """Make the Chat that messages carry."""
    shown: dict[str, object] = {"id": place.id, "type": place.type.value}
    if place.type is ChatType.PRIVATE:
        person = place.members[place.id].person
        shown["first_name"] = person.first_name
        for name in ("last_name", "username"):
            value = getattr(person, name)
            if value:
                shown[name] = value
        return shown
    shown["title"] = place.title
    if place.forum:
        shown["is_forum"] = True
    if place.type is ChatType.GROUP:
        shown["all_members_are_administrators"] = False
    return shown


def entities(marked: tuple[Entity, ...]) -> list[Json]:
    """Make an array of MessageEntity."""
    return [
        {"type": entity.type, "offset": entity.offset, "length": entity.length, **entity.attributes}
        for entity in marked
    ]


def message(world: World, place: Chat, item: Message, *, nested: bool = False) -> dict[str, object]:
    """Make a Message; `nested` leaves out what it replies to."""
    shown: dict[str, object] = {
        "message_id": item.id,
        "from": user(item.sender),
        "chat": chat(place),
        "date": item.date,
    }
    if item.sender_chat is not None:
        shown["sender_chat"] = item.sender_chat
    if item.thread is not None:
        shown["message_thread_id"] = item.thread
        shown["is_topic_message"] = True
    elif place.type is ChatType.SUPERGROUP and not place.forum and item.reply_to is not None:
        shown["message_thread_id"] = _root(place, item.reply_to)
    if item.origin is not None:
        shown["forward_origin"] = item.origin
        shown["forward_date"] = item.origin["date"]
    if not nested:
        shown.update(_replied(world, place, item))
    if item.edited is not None:
        shown["edit_date"] = item.edited
    if item.album_id is not None:
        shown["media_group_id"] = item.album_id
    shown.update(_content(item))
    if item.markup is not None:
        shown["reply_markup"] = item.markup
    return shown


def _root(place: Chat, message_id: int) -> int:
    """Return where a chain of replies began: outside forums Telegram calls that a thread too."""
    for _ in range(LONGEST_CHAIN):
        message = place.messages.get(message_id)
        if message is None or message.reply_to is None:
            break
        message_id = message.reply_to
    return message_id


def _replied(world: World, place: Chat, item: Message) -> Json:
    replied = None if item.reply_to is None else place.living(item.reply_to)
    if replied is None and place.forum and item.thread is not None and not item.content.service:
        # In a topic every message hangs on the one that opened it.
        replied = place.living(item.thread)
    if replied is None:
        return {}
    shown: dict[str, object] = {"reply_to_message": message(world, place, replied, nested=True)}
    if item.quote is not None:
        shown["quote"] = item.quote
    return shown


def _content(item: Message) -> dict[str, object]:
    content = item.content
    shown: dict[str, object] = {**content.special}
    text, marks = ("text", "entities")
    if content.media is not None:
        shown.update(content.media.fields)
        text, marks = ("caption", "caption_entities")
    if content.text:
        shown[text] = content.text
    if content.entities:
        shown[marks] = entities(content.entities)
    return shown


def member(somebody: Member, *, editable: bool = False) -> dict[str, object]:
    """Make a ChatMember; `editable` says whether the bot may change an administrator's rights."""
    shown: dict[str, object] = {
        "user": user(somebody.person),
        "status": somebody.status.value,
    }
    if somebody.is_admin:
        shown["is_anonymous"] = "is_anonymous" in somebody.rights
    if somebody.status is Status.ADMINISTRATOR:
        shown["can_be_edited"] = editable
        shown.update({name: name in somebody.rights for name in ADMIN_RIGHTS})
    if somebody.status is Status.RESTRICTED:
        shown["is_member"] = somebody.in_chat
        shown.update({name: name in somebody.rights for name in PERMISSIONS})
    if somebody.status in (Status.RESTRICTED, Status.KICKED):
        shown["until_date"] = somebody.until
    return shown
