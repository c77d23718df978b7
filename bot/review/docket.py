"""From what was done to who hears of it: the group, its administrators, the author.

In a raid hundreds of messages go; the group then hears one sentence that counts on, and administrators
get one card, for Telegram takes twenty messages a minute in a group and nobody reads more.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.errors import Undeliverable
from bot.moderate.policy import Policy, Quiet
from bot.records import Action, Incoming, Origin, Question
from bot.review import cards
from bot.review.moderation import Moderation
from bot.say import Notice, Say

logger = logging.getLogger(__name__)

TOGETHER_SECONDS = 60.0
"""Removals this close to one another share a sentence."""

EDIT_SECONDS = 4.0
"""How often the sentence counts on."""

LOOKED_AT = 5
"""Of a spell's acts, the newest that are looked at for an undo."""

SINGLE_CARDS = 3
"""Cards about removals that administrators get one by one before they, too, are counted together."""

AUTHOR_SECONDS = 600.0
"""An author hears of one removal, not of ten, within this time."""

SAYINGS = {
    "delete": Say.REMOVED,
    "warn": Say.REMOVED_WARNED,
    "mute": Say.REMOVED_MUTED,
    "ban": Say.REMOVED_BANNED,
}


@dataclass
class _Spell:
    """A stretch of time in which a chat's removals are told together."""

    opened_at: float
    message_ids: tuple[int, ...] = ()
    acts: list[int] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    """Messages that are told of."""
    people: set[int] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)
    cards: int = 0
    counting: asyncio.Task[None] | None = None


class Docket:
    """Tells; one for all groups."""

    def __init__(
        self,
        moderation: Moderation,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._moderation = moderation
        self._clock = clock
        self._sleep = sleep
        self._spells: dict[int, _Spell] = {}
        self._authors: dict[tuple[int, int], float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def tell(self, question: Question, action: Action) -> None:
        """Tell of one act, once: the group at once, the others beside the way of the message."""
        if action.record is None or not action.fresh:
            return
        incoming = question.incoming
        policy = self._moderation.books.policy(incoming.origin.chat_id)
        if action.obstacle:
            self._spawn(self._obstacle(incoming.origin, action))
        if policy.watches_only or action.name == "note":
            return
        spell = self._spell(incoming.origin.chat_id)
        if action.name == "review":
            self._spawn(cards.post(self._moderation, question, action))
            return
        spell.cards += 1
        if action.removes:
            await self._tell_group(incoming, action, policy, spell)
            if policy.tell_author:
                self._spawn(self._tell_author(incoming.origin, action))
        if spell.cards <= SINGLE_CARDS:
            self._spawn(cards.post(self._moderation, question, action))
        elif spell.counting is None:
            self._count_on(incoming.origin.chat_id, spell)

    async def close(self) -> None:
        """Stop counting; what was told stays as it is."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spell(self, chat_id: int) -> _Spell:
        now, spell = self._clock(), self._spells.get(chat_id)
        if spell is None or now - spell.opened_at > TOGETHER_SECONDS or self._decided(spell):
            spell = self._spells[chat_id] = _Spell(now)
        return spell

    def _decided(self, spell: _Spell) -> bool:
        """Tell whether an administrator took back some of it: their word is not written over."""
        return self._moderation.books.acts.any_undone(spell.acts[-LOOKED_AT:])

    async def _tell_group(
        self, incoming: Incoming, action: Action, policy: Policy, spell: _Spell
    ) -> None:
        origin, record = incoming.origin, action.record or 0
        late = not spell.gone.isdisjoint(action.message_ids)
        spell.gone.update(action.message_ids)
        if late:
            return  # A part that came late to its album; who takes that back takes this back, too.
        spell.acts.append(record)
        spell.people.add(origin.person.id)
        spell.reasons.append(action.reason)
        if not policy.tell_group or is_quiet(policy.quiet, self._moderation.books.audit.now):
            return
        if len(spell.acts) > 1:
            if spell.counting is None:
                self._count_on(origin.chat_id, spell)
            return
        language = self._moderation.language(origin.chat_id, origin.person.language)
        notice = Notice(SAYINGS[action.name], {"name": origin.person.name, "reason": action.reason})
        token = self._moderation.buttons.issue(origin.chat_id, "undo", str(record), single_use=True)
        spell.message_ids = await self._moderation.replies.tell(
            _place(origin),
            notice,
            update_id=incoming.update_ids[0],
            buttons=[(cards.label(Say.BUTTON_UNDO, language), token)],
            language=language,
        )

    def _count_on(self, chat_id: int, spell: _Spell) -> None:
        spell.counting = self._spawn(self._count(chat_id, spell))

    async def _count(self, chat_id: int, spell: _Spell) -> None:
        told = 1
        card: dict[int, tuple[int, ...]] = {}
        # One look after the spell is over: what went in its last seconds is counted, too.
        while self._clock() - spell.opened_at < TOGETHER_SECONDS + EDIT_SECONDS:
            await self._sleep(EDIT_SECONDS)
            if len(spell.acts) == told:
                continue
            if self._decided(spell):
                return
            told = len(spell.acts)
            notice = cards.together(spell.acts, spell.people, spell.reasons)
            if spell.message_ids:
                await self._revise(chat_id, spell, notice)
            if spell.cards > SINGLE_CARDS:
                await cards.post_together(self._moderation, chat_id, spell.acts, notice, card)

    async def _revise(self, chat_id: int, spell: _Spell, notice: Notice) -> None:
        language = self._moderation.language(chat_id)
        token = cards.undo_all(self._moderation, chat_id, chat_id, spell.acts)
        buttons = [(cards.label(Say.BUTTON_UNDO_ALL, language), token)]
        for message_id in spell.message_ids[:1]:
            await self._moderation.replies.revise(chat_id, message_id, notice, buttons, language)

    async def _tell_author(self, origin: Origin, action: Action) -> None:
        """Tell the author why, where the bot may write to them, with a button to appeal once."""
        person, moderation = origin.person, self._moderation
        now, key = self._clock(), (origin.chat_id, person.id)
        if now - self._authors.get(key, -AUTHOR_SECONDS) < AUTHOR_SECONDS or person.id < 0:
            return
        if not moderation.spaces.title(person.id) and not moderation.spaces.knows(person.id):
            return
        self._authors[key] = now
        token = moderation.buttons.issue(person.id, "appeal", str(action.record), single_use=True)
        notice = Notice(
            Say.AUTHOR_TOLD, {"title": moderation.title(origin.chat_id), "reason": action.reason}
        )
        await moderation.replies.tell(
            cards.privately(person.id, person.language),
            notice,
            update_id=action.record or 0,
            key=f"author/{action.record}",
            buttons=[(cards.label(Say.BUTTON_APPEAL, person.language), token)],
        )

    async def _obstacle(self, origin: Origin, action: Action) -> None:
        """Tell administrators once what the bot cannot do; the same obstacle again is only logged."""
        if not self._moderation.books.audit.tell_once(origin.chat_id, action.obstacle):
            return
        notice = cards.hindered(action.obstacle, self._moderation.title(origin.chat_id))
        await cards.tell_admins(self._moderation, origin, notice, key=f"obstacle/{action.record}")

    def _spawn(self, work: Awaitable[object]) -> asyncio.Task[None]:
        async def run() -> None:
            try:
                await work
            except (TelegramError, Undeliverable) as error:
                logger.warning("a card was not delivered: %s", error)

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def is_quiet(quiet: Quiet | None, now: int) -> bool:
    """Tell whether it is an hour in which nothing is said.

    A span may reach over midnight; one that ends where it starts is the whole day.
    """
    if quiet is None:
        return False
    clock = datetime.fromtimestamp(now, ZoneInfo(quiet.zone)).strftime("%H:%M")
    if quiet.start < quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


def _place(origin: Origin) -> Origin:
    """Return where the group hears of it: in the topic, but as a reply to nothing, for that is gone."""
    return Origin(origin.chat_id, origin.chat_kind, 0, origin.person, origin.topic_id)
