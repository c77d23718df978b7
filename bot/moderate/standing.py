"""Ask Telegram who somebody is in a chat, now.

Knows membership calls only. What cannot be found out gives nobody access and is told apart from no,
so that nobody is punished by it either.
"""

import logging

from telegram import Bot, ChatMember, ChatMemberLeft, ChatMemberRestricted, User
from telegram.error import BadRequest, TelegramError

from bot.moderate.policy import ANONYMOUS_ADMIN, TELEGRAM

logger = logging.getLogger(__name__)

_ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
_MEMBERS = (*_ADMINS, ChatMember.MEMBER)


class Standing:
    """Membership and rights as Telegram tells them at this moment."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def is_member(self, chat_id: int, person_id: int) -> bool:
        """Tell whether a person is in the chat; False where Telegram does not say."""
        member = await self._member(chat_id, person_id)
        if isinstance(member, ChatMemberRestricted):
            return member.is_member
        return member is not None and member.status in _MEMBERS

    async def is_admin(self, chat_id: int, person_id: int) -> bool | None:
        """Tell whether a sender speaks for the chat: administrator, the chat itself, its channel.

        None where Telegram does not say.
        """
        if person_id in (chat_id, ANONYMOUS_ADMIN, TELEGRAM):
            return True
        if person_id < 0:
            return await self._is_linked(chat_id, person_id)
        member = await self._member(chat_id, person_id)
        return None if member is None else member.status in _ADMINS

    async def _member(self, chat_id: int, person_id: int) -> ChatMember | None:
        try:
            return await self._bot.get_chat_member(chat_id, person_id)
        except BadRequest as error:
            text = error.message.lower()
            if "chat not found" not in text and ("not found" in text or "participant" in text):
                return ChatMemberLeft(User(person_id, "", is_bot=False))
            _log(chat_id, error)
        except TelegramError as error:
            _log(chat_id, error)
        return None

    async def _is_linked(self, chat_id: int, channel_id: int) -> bool | None:
        try:
            return (await self._bot.get_chat(chat_id)).linked_chat_id == channel_id
        except TelegramError as error:
            _log(chat_id, error)
            return None


def _log(chat_id: int, error: TelegramError) -> None:
    # The type alone: a network error's text may hold the address, and with it the token.
    logger.warning("chat %d: standing unknown: %s", chat_id, type(error).__name__)
