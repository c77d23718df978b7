"""Message bodies into Bot API calls: formatting by entities only, never a parse mode, no link previews.

Knows python-telegram-bot's methods; keeps no state and decides nothing about retries.
"""

from dataclasses import asdict, dataclass, replace

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import NetworkError

from bot.reply.cards import Crops
from bot.reply.connect import Bot, Json
from bot.reply.limiter import Ticket
from bot.reply.markdown import WIDE
from bot.reply.parts import Album, Body, Button, Card, Text
from bot.reply.styled import CODE, Entity

# Telegram opens the page behind a preview without anybody's tap.
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

MOST_DELETED = 100
"""Messages of one deleteMessages call."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes; `reply_to` and `topic_id` are None where there is none."""

    chat_id: int
    topic_id: int | None = None
    reply_to: int | None = None


class Wire:
    """The calls that put messages into a chat, change them and take them away."""

    def __init__(self, bot: Bot, crops: Crops) -> None:
        self._bot = bot
        self._crops = crops

    async def send(self, target: Target, body: Body, ticket: Ticket) -> tuple[int, ...]:
        """Send one part; return the ids of its messages, none if its pictures are lost."""
        if isinstance(body, Album):
            return await self._send_album(target, body, ticket)
        sent = await self._bot.call("sendMessage", _form(target, body), ticket)
        return (_number(sent["message_id"]),)

    async def _send_album(self, target: Target, album: Album, ticket: Ticket) -> tuple[int, ...]:
        found = [(card, self._crops.read(card.file)) for card in album.cards]
        media = [_photo(card, picture) for card, picture in found if picture is not None]
        if len(media) > 1:
            messages = await self._bot.send_media_group(
                target.chat_id,
                media,
                message_thread_id=target.topic_id,
                reply_parameters=_reply(target),
                rate_limit_args=ticket,
            )
            return tuple(message.message_id for message in messages)
        for card, picture in found:
            if picture is not None:
                message = await self._bot.send_photo(
                    target.chat_id,
                    picture,
                    caption=card.caption.text,
                    caption_entities=_entities(card.caption),
                    message_thread_id=target.topic_id,
                    reply_parameters=_reply(target),
                    rate_limit_args=ticket,
                )
                return (message.message_id,)
        return ()

    async def edit(self, chat_id: int, message_id: int, body: Body, ticket: Ticket) -> None:
        """Give a text message, or the first picture of an album, the words of `body`."""
        if isinstance(body, Album):
            caption = body.cards[0].caption
            await self._bot.edit_message_caption(
                chat_id,
                message_id,
                caption=caption.text,
                caption_entities=_entities(caption),
                rate_limit_args=ticket,
            )
        else:
            await self._bot.edit_message_text(
                body.text,
                chat_id,
                message_id,
                entities=_entities(body),
                reply_markup=keyboard(body.rows),
                link_preview_options=NO_PREVIEW,
                rate_limit_args=ticket,
            )

    async def draft(self, target: Target, number: int, text: Text, ticket: Ticket) -> None:
        """Show a text that is still growing; in private chats only, and gone after 30 seconds."""
        await self._bot.send_message_draft(
            target.chat_id,
            number,
            text.text,
            entities=_entities(text),
            message_thread_id=target.topic_id,
            rate_limit_args=ticket,
            # Bot API 10.3, younger than the library: a button to stop, and what is there stays.
            api_kwargs={"can_stop": True, "keep_on_stop": True},
        )

    async def typing(self, target: Target) -> None:
        """Show `typing …` for some five seconds."""
        await self._bot.send_chat_action(
            target.chat_id, "typing", message_thread_id=target.topic_id
        )

    async def touch(self, chat_id: int, message_id: int) -> None:
        """Change nothing about somebody's message, which Telegram refuses where it is gone."""
        ticket = Ticket(preview=True)
        await self._bot.set_message_reaction(chat_id, message_id, rate_limit_args=ticket)

    async def delete(self, chat_id: int, message_ids: tuple[int, ...]) -> None:
        """Delete messages."""
        for at in range(0, len(message_ids), MOST_DELETED):
            await self._bot.delete_messages(chat_id, message_ids[at : at + MOST_DELETED])


def plain(body: Body) -> Body:
    """Return a body without formatting and buttons, the last resort when Telegram refuses them."""
    if isinstance(body, Text):
        return Text(_disarmed(body))
    cards = (replace(card, caption=Text(_disarmed(card.caption))) for card in body.cards)
    return Album(tuple(cards))


def _disarmed(text: Text) -> str:
    """Return the words; what only its being code kept from being tappable is written in other forms."""
    raw = text.text.encode("utf-16-le")
    for entity in text.entities:
        if entity.type in CODE:
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            code = raw[start:end].decode("utf-16-le").translate(WIDE)
            raw = raw[:start] + code.encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Return rows of buttons as Telegram takes them."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.token) for b in row] for row in rows]
    )


def _form(target: Target, text: Text) -> Json:
    """Return a message as sendMessage takes it, without what is empty."""
    form: Json = {
        "chat_id": target.chat_id,
        "text": text.text,
        "link_preview_options": {"is_disabled": True},
    }
    if target.topic_id is not None:
        form["message_thread_id"] = target.topic_id
    if target.reply_to is not None:
        form["reply_parameters"] = {
            "message_id": target.reply_to,
            "allow_sending_without_reply": True,
        }
    if text.entities:
        form["entities"] = [
            {name: value for name, value in asdict(entity).items() if value != ""}
            for entity in text.entities
        ]
    if text.rows:
        rows = [[{"text": b.label, "callback_data": b.token} for b in row] for row in text.rows]
        form["reply_markup"] = {"inline_keyboard": rows}
    return form


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise NetworkError("Telegram answered without the message's number")
    return value


def _photo(card: Card, picture: bytes) -> InputMediaPhoto:
    return InputMediaPhoto(
        picture, caption=card.caption.text, caption_entities=_entities(card.caption)
    )


def _entities(text: Text) -> list[MessageEntity] | None:
    return [_entity(entity) for entity in text.entities] or None


def _entity(entity: Entity) -> MessageEntity:
    return MessageEntity(
        entity.type,
        entity.offset,
        entity.length,
        url=entity.url or None,
        language=entity.language or None,
    )


def _reply(target: Target) -> ReplyParameters | None:
    if target.reply_to is None:
        return None
    return ReplyParameters(target.reply_to, allow_sending_without_reply=True)
