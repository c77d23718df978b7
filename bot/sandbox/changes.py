"""Methods by which the bot changes and deletes messages, and reacts to them."""

from collections.abc import Mapping
from dataclasses import replace

from bot.sandbox import keyboards, outgoing, texts, timeline
from bot.sandbox.access import Call, Method, chat_of, message_of, pace
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Chat, Content, Json, Message
from bot.sandbox.rights import may

DELETABLE_SECONDS = 48 * 3600
MAX_DELETED = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _own_message(call: Call) -> tuple[Chat, Message]:
    if not call.parameters.has("chat_id") and call.parameters.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = chat_of(call)
    message = message_of(call, chat, "edit")
    if message.sender.id != call.world.bot.id or message.origin or message.content.service:
        raise bad_request("message can't be edited")
    return chat, message


def _change(call: Call, chat: Chat, message: Message, content: Content) -> Json:
    markup = keyboards.read(call.parameters)
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    pace(call, chat)
    changed = timeline.edit(call.world, chat, replace(message, markup=markup), content)
    return outgoing.shown(call, changed)


async def edit_text(call: Call) -> object:
    """Change the text of one of the bot's messages."""
    chat, message = _own_message(call)
    if message.content.media is not None or message.content.special:
        raise bad_request("there is no text in the message to edit")
    return _change(call, chat, message, texts.read(call.parameters, "text"))


async def edit_caption(call: Call) -> object:
    """Change the caption of one of the bot's files."""
    chat, message = _own_message(call)
    if message.content.media is None:
        raise bad_request("there is no caption in the message to edit")
    caption = texts.read(call.parameters, "caption")
    return _change(call, chat, message, replace(caption, media=message.content.media))


async def edit_media(call: Call) -> object:
    """Put another file into one of the bot's messages."""
    chat, message = _own_message(call)
    item = call.parameters.record("media", "InputMedia")
    if item is None:
        raise bad_request("can't parse InputMedia: media is empty")
    return _change(call, chat, message, await outgoing.media_content(call, item))


async def edit_markup(call: Call) -> object:
    """Change the buttons of one of the bot's messages."""
    chat, message = _own_message(call)
    markup = keyboards.read(call.parameters)
    if markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    pace(call, chat)
    return outgoing.shown(call, timeline.keep(call.world, chat, replace(message, markup=markup)))


def _deletable(call: Call, chat: Chat, message: Message) -> bool:
    """Tell whether the bot may delete a message: its age, its author, the bot's rights."""
    if call.world.now() - message.date > DELETABLE_SECONDS:
        return False
    if chat.private or message.sender.id == call.world.bot.id:
        return True
    return chat.bot.is_admin and may(chat.bot, "can_delete_messages")


async def delete(call: Call) -> object:
    """Delete one message."""
    chat = chat_of(call)
    message = message_of(call, chat, "delete")
    if not _deletable(call, chat, message):
        raise bad_request("message can't be deleted")
    timeline.remove(call.world, chat, message)
    return True


async def delete_many(call: Call) -> object:
    """Delete up to a hundred messages; those that are gone are passed over."""
    chat = chat_of(call)
    numbers = call.parameters.integers("message_ids")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    found = [chat.living(number) for number in numbers]
    messages = [message for message in found if message is not None]
    if not all(_deletable(call, chat, message) for message in messages):
        raise bad_request("message can't be deleted")
    for message in messages:
        timeline.remove(call.world, chat, message)
    return True


async def set_reaction(call: Call) -> object:
    """Set the bot's reaction to a message."""
    chat = chat_of(call)
    message = chat.living(call.parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    wishes = call.parameters.records("reaction", "reaction")
    if len(wishes) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = tuple(str(wish.get("emoji") or wish.get("custom_emoji_id") or "") for wish in wishes)
    if not all(emoji):
        raise bad_request("REACTION_INVALID")
    timeline.react(call.world, chat, message, call.world.bot, emoji)
    return True


METHODS: Mapping[str, Method] = {
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagemedia": edit_media,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete,
    "deletemessages": delete_many,
    "setmessagereaction": set_reaction,
}
