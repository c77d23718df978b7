"""What happens in a chat: a message comes, changes, goes; the page and the bot hear of it.

The one place that decides which of it the bot may see (privacy mode, rights).
"""

from dataclasses import replace

from bot.sandbox import view, wire
from bot.sandbox.records import (
    Chat,
    Content,
    Entity,
    Json,
    Member,
    Message,
    Person,
    Status,
    Version,
    with_text,
)
from bot.sandbox.world import World

TOPIC_COLOR = 7322096
"""The blue that a topic's icon has by default."""


def add(world: World, chat: Chat, item: Message) -> Message:
    """Put a message into a chat and tell everyone."""
    if item.content.text:
        item = replace(item, versions=(Version(item.content.text, world.clock()),))
    chat.messages[item.id] = item
    _tell(world, chat, "message", item)
    if item.sender.id != world.bot.id and visible_to_bot(world, chat, item):
        world.updates.put("message", wire.message(world, chat, item))
    return item


def service(world: World, chat: Chat, by: Person, facts: Json) -> Message:
    """Put a service message into a chat."""
    return add(
        world,
        chat,
        Message(
            chat_id=chat.id,
            id=next(chat.ids),
            date=world.now(),
            sender=by,
            content=Content(special=facts, service=True),
        ),
    )


def open_topic(world: World, chat: Chat, by: Person, name: str) -> int:
    """Open a topic in a forum and return its thread, the id of the message that tells of it."""
    thread = next(chat.ids)
    chat.topics[thread] = name
    facts = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOR}}
    content = Content(special=facts, service=True)
    add(world, chat, Message(chat.id, thread, world.now(), by, content, thread=thread))
    chat_changed(world, chat)
    return thread


def edit(world: World, chat: Chat, item: Message, content: Content) -> Message:
    """Change what a message says."""
    changed = with_text(item, content, world.clock())
    keep(world, chat, changed)
    if item.sender.id != world.bot.id and visible_to_bot(world, chat, changed):
        world.updates.put("edited_message", wire.message(world, chat, changed))
    return changed


def keep(world: World, chat: Chat, changed: Message) -> Message:
    """Replace a message whose buttons or other outward things changed; the bot is not told."""
    chat.messages[changed.id] = changed
    _tell(world, chat, "edit", changed)
    return changed


def remove(world: World, chat: Chat, item: Message) -> None:
    """Delete a message; it stays in the record, marked."""
    gone = replace(item, deleted=True)
    chat.messages[item.id] = gone
    if item.id in chat.pinned:
        chat.pinned.remove(item.id)
    _tell(world, chat, "delete", gone)


def react(world: World, chat: Chat, item: Message, who: Person, emoji: tuple[str, ...]) -> None:
    """Set somebody's reactions on a message; none takes them back."""
    before = item.reactions.get(who.id, ())
    if before == emoji:
        return
    reactions = {**item.reactions, who.id: emoji}
    if not emoji:
        del reactions[who.id]
    item = replace(item, reactions=reactions)
    chat.messages[item.id] = item
    _tell(world, chat, "reaction", item)
    if who.id == world.bot.id or not (chat.private or chat.bot.is_admin):
        return
    world.updates.put(
        "message_reaction",
        {
            "chat": wire.chat(chat),
            "message_id": item.id,
            "user": wire.user(who),
            "date": world.now(),
            "old_reaction": [{"type": "emoji", "emoji": each} for each in before],
            "new_reaction": [{"type": "emoji", "emoji": each} for each in emoji],
        },
    )


def change_member(world: World, chat: Chat, by: Person, after: Member) -> None:
    """Give somebody, or the bot, another standing and tell of it."""
    is_bot = after.person.id == world.bot.id
    if is_bot:
        before, chat.bot = chat.bot, after
    else:
        absent = Member(after.person, Status.LEFT)
        before = chat.member(after.person.id, world.clock()) or absent
        chat.members[after.person.id] = after
    members_changed(world, chat)
    if before == after or not (is_bot or chat.bot.is_admin):
        return
    world.updates.put(
        "my_chat_member" if is_bot else "chat_member",
        {
            "chat": wire.chat(chat),
            "from": wire.user(by),
            "date": world.now(),
            "old_chat_member": wire.member(before),
            "new_chat_member": wire.member(after),
        },
    )


def tell_blocked(world: World, chat: Chat) -> None:
    """Tell the bot that it was blocked, or unblocked, in a private chat."""
    standings = [Member(world.bot, Status.MEMBER), Member(world.bot, Status.KICKED)]
    before, after = standings if chat.blocked else reversed(standings)
    world.updates.put(
        "my_chat_member",
        {
            "chat": wire.chat(chat),
            "from": wire.user(chat.members[chat.id].person),
            "date": world.now(),
            "old_chat_member": wire.member(before),
            "new_chat_member": wire.member(after),
        },
    )
    chat_changed(world, chat)


def members_changed(world: World, chat: Chat) -> None:
    """Tell the page who is in a chat now."""
    world.events.tell(
        lambda: {"type": "members", "chat": chat.id, "members": view.chat(world, chat)["members"]}
    )


def chat_changed(world: World, chat: Chat) -> None:
    """Tell the page that a chat is new, or looks different."""
    world.events.tell(lambda: {"type": "chat", "chat": chat.id, "info": view.chat(world, chat)})


def end_draft(world: World, chat: Chat) -> None:
    """Take away what the bot was writing."""
    gone = view.draft(world, chat)
    if gone is not None:
        chat.draft = None
        world.events.tell(lambda: {"type": "draft_end", "chat": chat.id, "message": gone})


def visible_to_bot(world: World, chat: Chat, item: Message) -> bool:
    """Tell whether Telegram would send this message to the bot."""
    if not chat.bot.is_present:
        return False
    if chat.private or chat.bot.is_admin or not chat.privacy_mode or item.content.service:
        return True
    replied = None if item.reply_to is None else chat.living(item.reply_to)
    if replied is not None and replied.sender.id == world.bot.id:
        return True
    return any(_calls_bot(world.bot, item.content.text, entity) for entity in item.content.entities)


def _calls_bot(bot: Person, text: str, entity: Entity) -> bool:
    if entity.type not in ("mention", "bot_command", "text_mention"):
        return False
    named = entity.attributes.get("user")
    if isinstance(named, dict):
        return named.get("id") == bot.id
    raw = text.encode("utf-16-le", "surrogatepass")[entity.offset * 2 : entity.end * 2]
    command, _, addressee = raw.decode("utf-16-le", "replace").partition("@")
    if entity.type == "bot_command" and command and not addressee:
        return True
    return addressee.lower() == (bot.username or "").lower()


def _tell(world: World, chat: Chat, kind: str, item: Message) -> None:
    world.events.tell(lambda: {"type": kind, "chat": chat.id, "message": view.message(item)})
