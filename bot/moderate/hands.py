"""The calls by which moderation takes away and gives back: messages, permissions, membership.

Knows Telegram's methods and what its refusals mean; decides nothing. Floods are waited out by the
bot's own pace (`reply.limiter`), so that a 429 loses nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial

from telegram import Bot, ChatMember, ChatMemberRestricted, ChatPermissions
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError

logger = logging.getLogger(__name__)

MOST_DELETED = 100
"""Messages of one deleteMessages call (Bot API)."""

TRIES = 4

PERMISSIONS = tuple(name for name in ChatPermissions.__slots__ if name.startswith("can_"))

State = Mapping[str, object]
"""What somebody is in a chat: `status`, `until`, and each permission of a restricted person."""

Sleep = Callable[[float], Awaitable[None]]


_Deletion = tuple[tuple[int, ...], "asyncio.Future[Outcome]"]
"""Messages that are to go, and who waits for how that ends."""


class Outcome(StrEnum):
    """How a call ended; what is not `DONE` is said to administrators."""

    DONE = "done"
    NO_RIGHT = "no right"
    TOO_OLD = "too old"
    BASIC_GROUP = "basic group"
    UNREACHABLE = "unreachable"


class Hands:
    """One bot's hands in all its groups."""

    def __init__(self, bot: Bot, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._waiting: dict[int, list[_Deletion]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> Outcome:
        """Delete messages, an album whole; in a crowd many go with one call."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        if not message_ids:
            return Outcome.DONE
        waiting = self._waiting.get(chat_id)
        if waiting is not None:
            waiting.append((tuple(message_ids), done))
        else:
            self._waiting[chat_id] = [(tuple(message_ids), done)]
            task = asyncio.create_task(self._drain(chat_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await done

    async def _drain(self, chat_id: int) -> None:
        batch: list[_Deletion] = []
        try:
            while batch := self._next(chat_id):
                await self._delete(chat_id, batch)
        finally:
            # Whatever broke, nobody waits for it for ever, and the next deletion begins anew.
            for _, done in (*batch, *self._waiting.pop(chat_id)):
                if not done.done():
                    done.set_result(Outcome.UNREACHABLE)

    async def _delete(self, chat_id: int, batch: Sequence[_Deletion]) -> None:
        ids = sorted({number for numbers, _ in batch for number in numbers})
        outcome = await self._attempt(partial(self._bot.delete_messages, chat_id, ids))
        for numbers, done in batch:
            told = outcome
            if outcome is not Outcome.DONE and outcome is not Outcome.UNREACHABLE:
                # One message that cannot go must not keep the others.
                told = await self._singly(chat_id, numbers)
            if not done.done():
                done.set_result(told)

    def _next(self, chat_id: int) -> list[_Deletion]:
        waiting, batch, count = self._waiting[chat_id], [], 0
        while waiting and count + len(waiting[0][0]) <= MOST_DELETED:
            batch.append(waiting.pop(0))
            count += len(batch[-1][0])
        return batch

    async def _singly(self, chat_id: int, message_ids: Sequence[int]) -> Outcome:
        worst = Outcome.DONE
        for number in message_ids:
            outcome = await self._attempt(partial(self._bot.delete_message, chat_id, number))
            if outcome is not Outcome.DONE:
                worst = outcome
        if worst is Outcome.NO_RIGHT and await self.may(chat_id, "can_delete_messages"):
            return Outcome.TOO_OLD
        return worst

    async def may(self, chat_id: int, right: str) -> bool:
        """Tell whether the bot holds a right in a chat now."""
        try:
            me = await self._bot.get_chat_member(chat_id, self._bot.id)
        except TelegramError:
            return False
        return me.status == ChatMember.OWNER or bool(getattr(me, right, False))

    async def state(self, chat_id: int, person_id: int) -> State | None:
        """Return what somebody is in a chat now, None where Telegram does not say."""
        try:
            member = await self._bot.get_chat_member(chat_id, person_id)
        except TelegramError as error:
            logger.warning("chat %d: state unknown: %s", chat_id, type(error).__name__)
            return None
        until = getattr(member, "until_date", None)
        state: dict[str, object] = {"status": member.status}
        if until is not None and until.timestamp() > 0:
            state["until"] = int(until.timestamp())
        if isinstance(member, ChatMemberRestricted):
            state["is_member"] = member.is_member
            state |= {name: bool(getattr(member, name, False)) for name in PERMISSIONS}
        return state

    async def mute(self, chat_id: int, person_id: int, until: int) -> Outcome:
        """Let somebody send nothing of any kind until then; 0 is for ever."""
        return await self._restrict(chat_id, person_id, ChatPermissions.no_permissions(), until)

    async def ban(self, chat_id: int, person_id: int, until: int) -> Outcome:
        """Put somebody out, or let a channel write no more; 0 is for ever."""
        if person_id < 0:
            return await self._attempt(lambda: self._bot.ban_chat_sender_chat(chat_id, person_id))
        return await self._attempt(
            lambda: self._bot.ban_chat_member(chat_id, person_id, until_date=until or None)
        )

    async def restore(self, chat_id: int, person_id: int, state: State) -> Outcome:
        """Give somebody back exactly what `state` says."""
        if person_id < 0:
            return await self._attempt(lambda: self._bot.unban_chat_sender_chat(chat_id, person_id))
        status = state.get("status")
        raw = state.get("until", 0)
        until = raw if isinstance(raw, int) else 0
        if status == ChatMember.BANNED:
            return await self.ban(chat_id, person_id, until)
        outcome = await self._attempt(
            lambda: self._bot.unban_chat_member(chat_id, person_id, only_if_banned=True)
        )
        if outcome is not Outcome.DONE:
            return outcome
        if status == ChatMember.RESTRICTED:
            kept = ChatPermissions.de_json({name: bool(state.get(name)) for name in PERMISSIONS})
            return await self._restrict(chat_id, person_id, kept, until)
        now = await self.state(chat_id, person_id)
        if now is not None and now["status"] == ChatMember.RESTRICTED:
            return await self._restrict(chat_id, person_id, ChatPermissions.all_permissions(), 0)
        return outcome

    async def invite(self, chat_id: int) -> str:
        """Return a link by which one person can come back in, empty where the bot may not invite."""
        try:
            link = await self._bot.create_chat_invite_link(chat_id, member_limit=1)
        except TelegramError as error:
            logger.info("chat %d: no invite link: %s", chat_id, type(error).__name__)
            return ""
        return link.invite_link

    async def admit(self, chat_id: int, person_id: int, welcome: bool) -> Outcome:
        """Let somebody in who asked, or turn them away; answered before is done."""
        call = (
            self._bot.approve_chat_join_request if welcome else self._bot.decline_chat_join_request
        )
        return await self._attempt(lambda: call(chat_id, person_id))

    async def _restrict(
        self, chat_id: int, person_id: int, allowed: ChatPermissions, until: int
    ) -> Outcome:
        return await self._attempt(
            lambda: self._bot.restrict_chat_member(
                chat_id,
                person_id,
                allowed,
                until_date=until or None,
                use_independent_chat_permissions=True,
            )
        )

    async def _attempt(self, call: Callable[[], Awaitable[bool]]) -> Outcome:
        for pause in range(1, TRIES + 1):
            try:
                await call()
            except ChatMigrated:
                # Everything that is known of the group moves with the update that tells of it.
                return Outcome.UNREACHABLE
            except (BadRequest, Forbidden) as error:
                return _meaning(error)
            except NetworkError as error:
                logger.warning("moderating failed: %s, try %d", type(error).__name__, pause)
                await self._sleep(pause)
            except TelegramError as error:
                # A refused token, or an answer that is none: asking again is no cure.
                logger.warning("moderating failed: %s", type(error).__name__)
                break
            else:
                return Outcome.DONE
        return Outcome.UNREACHABLE


def _meaning(error: TelegramError) -> Outcome:
    text = error.message.lower()
    if "only for supergroups" in text:
        return Outcome.BASIC_GROUP
    if "not found" in text and "chat not found" not in text:
        # Somebody else deleted it, or the account is gone: nothing is left to be done.
        return Outcome.DONE
    if "hide_requester_missing" in text or "user_already_participant" in text:
        return Outcome.DONE
    if isinstance(error, Forbidden) or "chat not found" in text:
        return Outcome.UNREACHABLE
    return Outcome.NO_RIGHT
