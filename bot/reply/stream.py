"""Pieces of an answer, as a model gives them, into a message that grows before the reader's eyes.

Private chats see drafts, which are not messages; groups see one message that is edited and in the end
holds the answer. No failure here matters: what is final is brought by `send` alone.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.records import Answer, Incoming, Notice
from bot.reply import cards, layout, refusals, revise
from bot.reply.cards import Crops
from bot.reply.flight import land
from bot.reply.limiter import Ticket
from bot.reply.parts import Body, Button, Text, dumps
from bot.reply.send import Courier, Sleep
from bot.reply.sentences import chinese, sentence
from bot.reply.wire import Target, Wire
from bot.store.deliveries import Address, Delivery, Draft, Plan, Progress, State
from bot.store.outbox import Outbox

logger = logging.getLogger(__name__)

Issue = Callable[[int, str, str], str]
"""(chat id, action, payload) -> the opaque token of a button."""

ACTIONS = (
    ("right", "👍 Right", "👍 正确"),
    ("wrong", "👎 Wrong", "👎 错误"),
    ("outdated", "🕑 Outdated", "🕑 过时"),
    ("more", "More", "更多"),
)
"""(action, English label, Chinese label) of the buttons under an answer."""

ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Times:
    """When something is shown before the answer is there, in seconds."""

    typing_after: float = 0.4
    typing_every: float = 4.5
    draft_after: float = 0.5
    draft_every: float = 1.0
    placeholder_after: float = 1.2
    edit_every: float = 3.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What a live answer works with."""

    wire: Wire
    outbox: Outbox
    courier: Courier
    crops: Crops
    issue: Issue
    times: Times
    sleep: Sleep


class Live:
    """One answer in the making: `async with replies.live(incoming) as live`."""

    def __init__(self, stage: Stage, incoming: Incoming, language: str) -> None:
        origin = incoming.origin
        self._stage = stage
        self._incoming = incoming
        self._language = language
        self._key = answer_key(incoming)
        self._address = Address(origin.chat_id, origin.topic_id, origin.message_id)
        self._text = ""
        self._status = ""
        self._changed = asyncio.Event()
        self._shown = False
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    async def __aenter__(self) -> "Live":
        """Begin to show signs of life, as soon as the answer takes a while."""
        self._tasks = (asyncio.create_task(self._begin()),)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; an unfinished preview stays for whatever answers this message next."""
        await self._quiet()

    def push(self, piece: str) -> None:
        """Add a piece of Markdown."""
        self._text += piece
        self._changed.set()

    def status(self, notice: Notice) -> None:
        """Show what is being done, until the first piece comes."""
        self._status = sentence(notice, self._language)
        self._changed.set()

    async def finish(self, answer: Answer) -> tuple[int, ...]:
        """Deliver the whole answer; return the ids of its messages."""
        await self._quiet()
        previous = self._stage.courier.previous(self._key, ANSWER, self._address)
        known = layout.addresses(self._incoming, answer)
        whole = layout.of_answer(answer, known, self._language)
        # Where no model or document spoke, there is nothing to be judged.
        judged = answer.model and not answer.refused
        buttons = (revise.buttons(previous) or self._buttons()) if judged else ()
        bodies: list[Body] = [*layout.messages(whole, buttons)]
        if any(citation.crop for citation in answer.citations):
            album = await asyncio.to_thread(cards.of_answer, answer.citations, self._stage.crops)
            bodies += [album] if album is not None else []
        return await self._stage.courier.post(self._key, ANSWER, self._address, bodies)

    def _buttons(self) -> Sequence[Button]:
        chat, question = self._address.chat_id, str(self._address.question_message_id)
        column = 2 if chinese(self._language) else 1
        return [Button(row[column], self._stage.issue(chat, row[0], question)) for row in ACTIONS]

    async def _quiet(self) -> None:
        for task in self._tasks:
            task.cancel()
        ends = await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = ()
        for end in ends:
            if isinstance(end, Exception):
                logger.error("preview in chat %s broke", self._address.chat_id, exc_info=end)

    async def _begin(self) -> None:
        times = self._stage.times
        await self._stage.sleep(times.typing_after)
        self._tasks = (*self._tasks, asyncio.create_task(self._preview()))
        await self._type()

    async def _type(self) -> None:
        times = self._stage.times
        while True:
            if not self._shown:
                try:
                    await self._stage.wire.typing(self._target())
                except TelegramError as error:
                    logger.info("no typing in chat %s: %s", self._address.chat_id, error.message)
            self._shown = False
            await self._stage.sleep(times.typing_every)

    async def _preview(self) -> None:
        private = self._incoming.origin.private
        times = self._stage.times
        pause = times.draft_every if private else times.edit_every
        due = times.draft_after if private else times.placeholder_after
        await self._stage.sleep(due - times.typing_after)
        previous = self._stage.courier.previous(self._key, ANSWER, self._address)
        # An answer that stands there already is changed once, when the new one is whole.
        if previous is not None and previous.progress is not Progress.OPEN:
            return
        last: Text | None = None
        while True:
            await self._changed.wait()
            self._changed.clear()
            text = layout.preview(self._text or self._status, self._known())
            if text is None or text == last:
                continue
            last = text
            try:
                await (self._draft(text) if private else self._grow(text))
                self._shown = True
            except TelegramError as error:
                logger.info("preview in chat %s: %s", self._address.chat_id, error.message)
                if isinstance(error, BadRequest | Forbidden):
                    return
            await self._stage.sleep(pause)

    async def _draft(self, text: Text) -> None:
        number = max(self._incoming.update_ids) or 1

        async def call(note: Callable[[bool], None]) -> None:
            ticket = Ticket(preview=True, key=self._key, note=note)
            await self._stage.wire.draft(self._target(), number, text, ticket)

        await land(call, lambda _: None)

    async def _grow(self, text: Text) -> None:
        """Edit the message that will hold the answer; send it first, noted before it leaves."""
        part = self._open(text).parts[0]
        outbox = self._stage.outbox

        async def call(note: Callable[[bool], None]) -> tuple[int, ...]:
            def began(leaving: bool) -> None:
                note(leaving)
                if leaving and not part.message_ids:
                    outbox.begin(part)

            ticket = Ticket(preview=True, key=self._key, note=began)
            if part.message_ids:
                chat = self._address.chat_id
                await self._stage.wire.edit(chat, part.message_ids[0], text, ticket)
                return part.message_ids
            return await self._stage.wire.send(self._target(reply=True), text, ticket)

        # A send that may have been received is looked for when the answer is whole.
        if part.state is State.SENDING:
            return
        try:
            await land(call, lambda ids: outbox.sent(part, ids))
        except TelegramError as error:
            if not part.message_ids and not refusals.uncertain(error):
                outbox.back(part)
            raise

    def _open(self, text: Text) -> Delivery:
        outbox = self._stage.outbox
        previous = self._stage.courier.previous(self._key, ANSWER, self._address)
        if previous is not None and previous.key == self._key:
            return previous
        payload = dumps(text)
        draft = Draft(payload)
        if previous is not None and previous.parts:
            draft = Draft(payload, previous.parts[0].state, previous.parts[0].message_ids)
        replaces = previous.id if previous is not None else None
        plan = Plan(self._key, ANSWER, self._address, [draft], Progress.OPEN, replaces=replaces)
        return outbox.plan(plan)

    def _target(self, reply: bool = False) -> Target:
        address = self._address
        question = address.question_message_id if reply else None
        return Target(address.chat_id, address.topic_id, question)

    def _known(self) -> frozenset[str]:
        return layout.addresses(self._incoming, Answer(""))


def answer_key(incoming: Incoming) -> str:
    """Return the outbox key of the answer; an album that grew by a late part is a new one."""
    return f"{max(incoming.update_ids)}/{ANSWER}"
