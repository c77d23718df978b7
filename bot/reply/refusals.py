"""What Telegram means by an error, read from its text, for it gives one code for all of them."""

from telegram.error import BadRequest, NetworkError, TelegramError

from bot.reply.request import NeverLeft

UNCHANGED = ("message is not modified",)
ABSENT = ("message to edit not found", "message_id_invalid", "message not found")
NOT_OURS = ("message can't be edited",)
OTHER_FORM = ("there is no text in the message", "there is no caption in the message")
NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
NO_QUESTION = ("message to be replied not found", "reply message not found")
NO_MESSAGE = ("message to react not found", "message_id_invalid", "message not found")
SHUT = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "peer_id_invalid",
    "user_is_blocked",
    "bot is not a member",
    "group chat was deactivated",
)


def unchanged(error: TelegramError) -> bool:
    """Tell whether the message says already what it was to say."""
    return _says(error, UNCHANGED)


def absent(error: TelegramError) -> bool:
    """Tell whether there is no such message."""
    return _says(error, ABSENT)


def gone(error: TelegramError) -> bool:
    """Tell whether a message of ours can never be edited again, so that it must be sent anew."""
    return isinstance(error, BadRequest) and _says(error, ABSENT + NOT_OURS + OTHER_FORM)


def no_topic(error: TelegramError) -> bool:
    """Tell whether the forum topic is closed or gone."""
    return _says(error, NO_TOPIC)


def no_question(error: TelegramError) -> bool:
    """Tell whether the message that is replied to is gone."""
    return _says(error, NO_QUESTION)


def no_message(error: TelegramError) -> bool:
    """Tell whether the message that was to be touched is gone."""
    return _says(error, NO_MESSAGE)


def shut(error: TelegramError) -> bool:
    """Tell whether the bot may not write there at all."""
    return _says(error, SHUT)


def uncertain(error: TelegramError) -> bool:
    """Tell whether the call may have taken effect although no answer came."""
    lost = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return lost and not never_left(error)


def never_left(error: TelegramError) -> bool:
    """Tell whether a failed call surely did not reach Telegram."""
    return isinstance(error, NeverLeft)


def _says(error: TelegramError, texts: tuple[str, ...]) -> bool:
    message = error.message.lower()
    return any(text in message for text in texts)
