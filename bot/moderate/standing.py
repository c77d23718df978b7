"""Ask Telegram who somebody is in a chat, now.

Knows membership calls only. What cannot be found out gives nobody access and is told apart from no,
so that nobody is punished by it either.
"""

import logging
import time
from collections.abc import Callable

from telegram import Bot, ChatMember, ChatMemberLeft, ChatMemberRestricted, User
from telegram.error import BadRequest, TelegramError

from bot.moderate.policy import ANONYMOUS_ADMIN, TELEGRAM

logger = logging.getLogger(__name__)

FRESH_SECONDS = 30.0
"""How long a list of administrators is believed, unless a change is told before."""

_ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
_MEMBERS = (*_ADMINS, ChatMember.MEMBER)


class Standing:
    """Membership and rights as Telegram tells them at this moment."""

    def __init__(self, bot: Bot, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._clock = clock
        self._admins: dict[int, tuple[float, frozenset[int]]] = {}
        self._channels: dict[int, tuple[float, int | None]] = {}

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

    async def spares(self, chat_id: int, sender_id: int) -> bool | None:
        """Tell whether a sender speaks for the chat, as of half a minute ago at most.

        In a raid hundreds of senders are asked about: their administrators are the same. None where
        Telegram does not say.
        """
        if sender_id in (chat_id, ANONYMOUS_ADMIN, TELEGRAM):
            return True
        if sender_id < 0:
            known = self._channels.get(chat_id)
            if known is None or self._clock() - known[0] > FRESH_SECONDS:
                try:
                    linked = (await self._bot.get_chat(chat_id)).linked_chat_id
                except TelegramError as error:
                    _log(chat_id, error)
                    return None
                known = self._channels[chat_id] = (self._clock(), linked)
            return known[1] == sender_id
        admins = await self.administrators(chat_id)
        return None if admins is None else sender_id in admins

    async def administrators(self, chat_id: int) -> frozenset[int] | None:
        """Return a group's administrators as of half a minute ago at most, None if Telegram is mute."""
        known = self._admins.get(chat_id)
        if known is None or self._clock() - known[0] > FRESH_SECONDS:
            try:
                members = await self._bot.get_chat_administrators(chat_id)
            except TelegramError as error:
                _log(chat_id, error)
                return None
            ids = frozenset(member.user.id for member in members)
            known = self._admins[chat_id] = (self._clock(), ids)
        return known[1]

    async def picture(self, person_id: int) -> str | None:
        """Return the file id of somebody's newest profile picture, empty where they show none.

        None where Telegram does not say.
        """
        try:
            shown = await self._bot.get_user_profile_photos(person_id, limit=1)
        except TelegramError as error:
            _log(person_id, error)
            return None
        return shown.photos[0][-1].file_id if shown.photos else ""

    def changed(self, chat_id: int) -> None:
        """Ask anew next time: somebody's standing changed."""
        self._admins.pop(chat_id, None)
        self._channels.pop(chat_id, None)

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
