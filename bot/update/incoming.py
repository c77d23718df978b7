"""Turn one Telegram update into one record of ours; nothing deeper knows python-telegram-bot's types.

Does not join albums, keeps no state, and asks Telegram nothing.
"""

import json
from collections.abc import Mapping
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatJoinRequest,
    ChatMember,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from bot.records import (
    Application,
    Attachment,
    AttachmentKind,
    ChatKind,
    Command,
    Incoming,
    Membership,
    Migration,
    Movement,
    Origin,
    Person,
    Press,
    Replied,
    Said,
    Stopped,
)
from bot.update.aside import read_aside
from bot.update.attachments import attachments
from bot.update.commands import NAMES
from bot.update.words import Words, clean, read_words

Event = Incoming | Press | Stopped | Membership | Migration | Movement | Application

GENERAL_TOPIC = 1
"""Telegram refuses it as `message_thread_id`: what goes to General carries none."""


def read(update: Update, me: User) -> Event | None:
    """Read one update; None for what is not meant for us, such as service messages."""
    ids = (update.update_id,)
    message = update.message or update.edited_message
    if message:
        if message.migrate_to_chat_id:
            # The supergroup tells of the same move once more, as `migrate_from_chat_id`.
            return Migration(ids, message.chat.id, message.migrate_to_chat_id)
        return _incoming(ids, message, me, edited=update.message is None)
    if update.callback_query:
        return _press(ids, update.callback_query)
    if update.my_chat_member:
        return _membership(ids, update.my_chat_member, me)
    if update.chat_member:
        return _movement(ids, update.chat_member)
    if update.chat_join_request:
        return _application(ids, update.chat_join_request)
    if stopped := update.api_kwargs.get("stopped_message_generation"):
        return _stopped(ids, stopped)
    return None


def _stopped(ids: tuple[int, ...], stopped: Mapping[str, Any]) -> Stopped:
    # Younger than the library, which hands it on as it came.
    chat = Chat.de_json(stopped["chat"])
    person = Person(chat.id, clean(chat.first_name or ""))
    topic = stopped.get("message_thread_id")
    origin = Origin(chat.id, ChatKind(chat.type), 0, person, topic)
    return Stopped(ids, origin, int(stopped["draft_id"]))


def _incoming(ids: tuple[int, ...], message: Message, me: User, edited: bool) -> Incoming | None:
    person = _person(message, me)
    files = attachments(message) or _unknown(message)
    # A live location is edited every few seconds while somebody walks.
    if person is None or (edited and message.location):
        return None
    if not (message.text or message.caption or files):
        return None
    origin = Origin(
        chat_id=message.chat.id,
        chat_kind=ChatKind(message.chat.type),
        message_id=message.message_id,
        person=person,
        topic_id=_topic(message),
        chat_title=clean(message.chat.title or ""),
    )
    words = read_words(message, me)
    command, text = _command(words, origin.private)
    replied = _replied(message, me)
    return Incoming(
        update_ids=ids,
        origin=origin,
        text=text,
        links=words.links,
        attachments=files,
        message_ids=(message.message_id,),
        replied=replied,
        command=command,
        album_id=message.media_group_id,
        edited=edited,
        forwarded=message.forward_origin is not None,
        addressed=origin.private or _is_called(words, command, replied),
        said=(_said(message, files),),
        aside=read_aside(message),
    )


def _said(message: Message, files: tuple[Attachment, ...]) -> Said:
    marked = message.entities or message.caption_entities
    return Said.of(
        message.message_id,
        files,
        clean(message.text or message.caption or ""),
        json.dumps([entity.to_dict() for entity in marked]),
    )


def _person(message: Message, me: User) -> Person | None:
    """Return who wrote; None for ourselves and for other bots, with which we would talk for ever."""
    via = message.via_bot
    if via is not None and via.id == me.id:
        return None
    if message.sender_chat:
        chat = message.sender_chat
        return Person(chat.id, clean(chat.effective_name or ""), chat.username)
    if message.from_user is None or message.from_user.is_bot:
        return None
    return _of_user(message.from_user)


def _of_user(user: User) -> Person:
    return Person(user.id, clean(user.full_name), user.username, user.language_code or "en")


def _command(words: Words, private: bool) -> tuple[Command | None, str]:
    """Keep a command that is ours; in a group an unknown bare `/name` belongs to another bot."""
    command = words.command
    if command and not private and not words.called_by_name and command.name not in NAMES:
        return None, f"/{command.name} {command.argument}".strip()
    return command, words.text


def _is_called(words: Words, command: Command | None, replied: Replied | None) -> bool:
    if words.commands_another:
        return False
    return bool(command) or words.mentioned or (replied is not None and replied.by_this_bot)


def _topic(message: Message) -> int | None:
    # Outside forums the thread id only names the message that began a chain of replies.
    if not message.is_topic_message or message.message_thread_id == GENERAL_TOPIC:
        return None
    return message.message_thread_id


def _replied(message: Message, me: User) -> Replied | None:
    reply = message.reply_to_message
    if reply is None:
        return None
    # In a topic every message is formally a reply to the message that created the topic.
    if reply.forum_topic_created or (
        message.is_topic_message and reply.message_id == message.message_thread_id
    ):
        return None
    return Replied(
        message_id=reply.message_id,
        text=clean(reply.text or reply.caption or ""),
        attachments=attachments(reply),
        by_this_bot=reply.from_user is not None and reply.from_user.id == me.id,
        album_id=reply.media_group_id,
        quote=clean(message.quote.text) if message.quote else "",
        person=_person(reply, me),
        said=_said(reply, attachments(reply)),
    )


def _unknown(message: Message) -> tuple[Attachment, ...]:
    """Return content that is newer than the library, so that in private it is no empty turn."""
    if message.chat.type != Chat.PRIVATE or message.text or message.caption:
        return ()
    kinds = [key for key, value in message.api_kwargs.items() if isinstance(value, dict)]
    return tuple(
        Attachment(AttachmentKind.OTHER, message.message_id, name=clean(kind.replace("_", " ")))
        for kind in kinds[:1]
    )


def _press(ids: tuple[int, ...], query: CallbackQuery) -> Press | None:
    # Without a message the button hangs on something sent through inline mode, which we do not use.
    if query.message is None:
        return None
    message, chat = query.message, query.message.chat
    origin = Origin(
        chat_id=chat.id,
        chat_kind=ChatKind(chat.type),
        message_id=message.message_id,
        person=_of_user(query.from_user),
        topic_id=_topic(message) if isinstance(message, Message) else None,
        chat_title=clean(chat.title or ""),
    )
    return Press(ids, query.id, clean(query.data or ""), origin)


def _membership(ids: tuple[int, ...], change: ChatMemberUpdated, me: User) -> Membership:
    status = change.new_chat_member.status
    origin = Origin(
        chat_id=change.chat.id,
        chat_kind=ChatKind(change.chat.type),
        message_id=0,
        person=_of_user(change.from_user),
        chat_title=clean(change.chat.title or ""),
    )
    # Privacy mode binds members; an administrator reads everything whatever BotFather was told.
    trusted = status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
    return Membership(ids, origin, status, trusted or bool(me.can_read_all_group_messages))


def _movement(ids: tuple[int, ...], change: ChatMemberUpdated) -> Movement | None:
    if change.new_chat_member.user.is_bot:
        return None
    origin = Origin(
        chat_id=change.chat.id,
        chat_kind=ChatKind(change.chat.type),
        message_id=0,
        person=_of_user(change.new_chat_member.user),
        chat_title=clean(change.chat.title or ""),
    )
    return Movement(ids, origin, change.old_chat_member.status, change.new_chat_member.status)


def _application(ids: tuple[int, ...], request: ChatJoinRequest) -> Application:
    origin = Origin(
        chat_id=request.chat.id,
        chat_kind=ChatKind(request.chat.type),
        message_id=0,
        person=_of_user(request.from_user),
        chat_title=clean(request.chat.title or ""),
    )
    return Application(ids, origin, request.user_chat_id, clean(request.bio or ""))
