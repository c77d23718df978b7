"""Show chats and messages as the page and the tests read them (the `/sandbox` JSON).

Knows no Bot API method and changes nothing.
"""

from urllib.parse import quote

from bot.sandbox.records import Chat, Content, Json, Media, Member, Message, Person, Status
from bot.sandbox.rights import ADMIN_RIGHTS, PERMISSIONS
from bot.sandbox.wire import entities
from bot.sandbox.world import World


def person(somebody: Person) -> dict[str, object]:
    """Describe a person."""
    return {
        "id": somebody.id,
        "first_name": somebody.first_name,
        "username": somebody.username,
        "language_code": somebody.language_code,
        "is_bot": somebody.is_bot,
    }


def member(somebody: Member) -> dict[str, object]:
    """Describe what a person is and may do in a chat."""
    names = PERMISSIONS if somebody.status is Status.RESTRICTED else ADMIN_RIGHTS
    whole = somebody.status is Status.CREATOR
    return {
        **person(somebody.person),
        "status": somebody.status.value,
        "rights": {name: whole or name in somebody.rights for name in names}
        if somebody.is_admin or somebody.status is Status.RESTRICTED
        else {},
        "until": somebody.until or None,
    }


def bot(world: World) -> dict[str, object]:
    """Describe the bot and the commands it offers."""
    commands = world.profile.commands.get("default:", [])
    return {**person(world.bot), "commands": commands, "connected": world.token is not None}


def chat(world: World, place: Chat) -> dict[str, object]:
    """Describe a chat with its people."""
    now = world.clock()
    return {
        "id": place.id,
        "type": place.type.value,
        "title": place.title,
        "forum": place.forum,
        "privacy_mode": place.privacy_mode,
        "topics": [{"thread": thread, "name": name} for thread, name in place.topics.items()],
        "members": [member(somebody.at(now)) for somebody in place.members.values()],
        "bot": member(place.bot),
        "suggestions": place.suggestions,
        "migrated_to": place.migrated_to,
        "blocked": place.blocked,
        "pinned": place.pinned,
        "last": next(
            (message(item) for item in reversed(place.messages.values()) if not item.deleted), None
        ),
    }


def message(item: Message) -> dict[str, object]:
    """Describe a message as it looks now, and as it looked before."""
    content = item.content
    return {
        "id": item.id,
        "from": {
            "id": item.sender.id,
            "first_name": item.sender.first_name,
            "username": item.sender.username,
            "is_bot": item.sender.is_bot,
        },
        "sender_chat": item.sender_chat,
        "date": item.date,
        "text": content.text,
        "entities": entities(content.entities),
        "media": [media(content.media)] if content.media else [],
        "album_id": item.album_id,
        "reply_to": item.reply_to,
        "quote": item.quote,
        "thread": item.thread,
        "forward": _forwarded_from(item.origin),
        "buttons": buttons(item.markup),
        "edited": item.edited is not None,
        "deleted": item.deleted,
        "draft": False,
        "versions": [{"text": version.text, "date": version.date} for version in item.versions],
        "reactions": _counted(item),
        "service": service_text(content) if content.service else None,
        "special": {} if content.service else content.special,
    }


def draft(world: World, place: Chat) -> dict[str, object] | None:
    """Describe what the bot is writing in a chat, None where nothing."""
    writing = place.draft
    if writing is None:
        return None
    unfinished = Message(
        chat_id=place.id,
        id=0,
        date=int(writing.began),
        sender=world.bot,
        content=writing.content,
        thread=writing.thread,
    )
    return message(unfinished) | {"id": f"draft-{writing.draft_id}", "draft": True}


def media(item: Media) -> dict[str, object]:
    """Describe a file; `url` gives its bytes."""
    return {
        "kind": item.kind,
        "file_id": item.file_id,
        "url": f"/sandbox/files/{quote(item.path)}",
        "width": item.width or None,
        "height": item.height or None,
        "name": item.name,
        "size": item.size,
    }


def buttons(markup: Json | None) -> list[list[Json]]:
    """Describe an inline keyboard."""
    rows = markup.get("inline_keyboard") if markup else None
    if not isinstance(rows, list):
        return []
    return [
        [
            {"text": key.get("text"), "data": key.get("callback_data"), "url": key.get("url")}
            for key in row
        ]
        for row in rows
    ]


def _counted(item: Message) -> list[Json]:
    """Count each reaction once per person."""
    people: dict[str, list[int]] = {}
    for person_id, chosen in item.reactions.items():
        for emoji in chosen:
            people.setdefault(emoji, []).append(person_id)
    return [{"emoji": emoji, "count": len(ids), "from": ids} for emoji, ids in people.items()]


def _forwarded_from(origin: Json | None) -> str | None:
    if origin is None:
        return None
    source = origin.get("sender_user") or origin.get("sender_chat") or origin.get("chat")
    if isinstance(source, dict):
        return str(source.get("first_name") or source.get("title") or "")
    return str(origin.get("sender_user_name") or "")


def service_text(content: Content) -> str:
    """Put a service message into words."""
    facts = content.special
    names = _names(facts.get("new_chat_members") or facts.get("left_chat_member"))
    if "new_chat_members" in facts:
        return f"{names} joined the group"
    if "left_chat_member" in facts:
        return f"{names} left the group"
    topic = facts.get("forum_topic_created")
    if isinstance(topic, dict):
        return f"Topic “{topic.get('name')}” was opened"
    if "pinned_message" in facts:
        return "A message was pinned"
    if "migrate_to_chat_id" in facts or "migrate_from_chat_id" in facts:
        return "The group became a supergroup"
    return "Something happened in this chat"


def _names(people: object) -> str:
    listed = people if isinstance(people, list) else [people]
    return ", ".join(str(each.get("first_name")) for each in listed if isinstance(each, dict))
