"""Pieces of an answer, as a model gives them, into a message that grows before the reader's eyes.

Private chats see drafts, which are not messages; groups see one message that is edited and in the end
holds the answer. No failure here matters: what is final is brought by `send` alone.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.records import Answer, Incoming
from bot.reply import buttons, cards, exits, layout, refusals, revise
from bot.reply.flight import land
from bot.reply.grow import ANSWER, grow, take_away
from bot.reply.limiter import Ticket
from bot.reply.parts import Body, Button, Text
from bot.reply.sentences import sentence
from bot.reply.stage import Stage
from bot.reply.standing import until_gone
from bot.reply.times import nap
from bot.reply.wire import Target
from bot.say import Notice, Say
from bot.store.deliveries import Address, Delivery, Progress

logger = logging.getLogger(__name__)

NUMBER = re.compile(r" ?\[\d+\]")


class Live:
    """One answer in the making: `async with replies.live(incoming) as live`."""

    def __init__(
        self,
        stage: Stage,
        incoming: Incoming,
        language: str,
        on_gone: Callable[[], None] | None = None,
    ) -> None:
        origin = incoming.origin
        self._stage = stage
        self._incoming = incoming
        self._language = language
        self._key = answer_key(incoming)
        self._address = Address(origin.chat_id, origin.topic_id, origin.message_id)
        self._stop: tuple[Button, ...] = ()
        self._text = ""
        self._status = ""
        self._changed = asyncio.Event()
        self._shown = False
        self._on_gone = on_gone
        self.gone = False
        """Whether the question was deleted meanwhile; looked for only where somebody wants to know."""
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

    def stopped(self) -> Answer:
        """Return what was said before somebody stopped it; numbers led to evidence only in the whole."""
        said, _ = exits.held(NUMBER.sub("", self._text).strip(), self._known())
        return Answer(said, footer=Notice(Say.STOPPED))

    async def withdraw(self) -> None:
        """Take away what there is of an answer that nobody asks for any more."""
        await self._quiet()
        await take_away(self._stage, self._key, self._address)

    def status(self, notice: Notice) -> None:
        """Show what is being done, until the first piece comes."""
        self._status = sentence(notice, self._language)
        self._changed.set()

    async def finish(
        self, answer: Answer, remember: Callable[[], None] = lambda: None
    ) -> tuple[int, ...]:
        """Deliver the whole answer, noting with it what `remember` does; return the ids of its messages."""
        await self._quiet()
        albums = await cards.below(answer, self._stage.crops)
        # One transaction is quicker than one for each button, of which none is pressed before all is noted.
        with self._stage.outbox.together():
            remember()
            delivery = self._planned(answer, albums)
        return await self._stage.courier.deliver(delivery)

    def _planned(self, answer: Answer, albums: Sequence[Body]) -> Delivery:
        """Write down all messages of an answer."""
        stage, address = self._stage, self._address
        previous = stage.outbox.previous(address, self._key, ANSWER)
        whole = layout.of_answer(answer, layout.addresses(self._incoming, answer), self._language)
        bodies = [*layout.messages(whole, self._offered(answer, previous)), *albums]
        return stage.courier.plan(self._key, ANSWER, address, bodies, previous)

    def _offered(self, answer: Answer, previous: Delivery | None) -> tuple[Button, ...]:
        if answer.kept:
            return buttons.allowing(self._address, self._stage.issue, self._language)
        # Where no model or document spoke, there is nothing to be judged.
        if not answer.model or answer.refused:
            return self._closer(answer)
        offered = revise.buttons(previous)
        if offered and not buttons.passes(offered):
            return offered
        judging = buttons.judging(self._address, self._stage.issue, self._language)
        return (*judging, *self._closer(answer))

    def _closer(self, answer: Answer) -> tuple[Button, ...]:
        stills = answer.stills if self._incoming.moment is None else ()
        return buttons.closer(stills, self._address, self._stage.issue)

    async def _quiet(self) -> None:
        for task in self._tasks:
            task.cancel()
        ends = await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = ()
        for end in ends:
            if isinstance(end, Exception):
                logger.error("preview in chat %s broke", self._address.chat_id, exc_info=end)

    async def _begin(self) -> None:
        await nap(self._stage.times.typing_after, self._stage.sleep)
        self._tasks = (*self._tasks, asyncio.create_task(self._preview()))
        if self._on_gone is not None:
            self._tasks = (*self._tasks, asyncio.create_task(self._watch()))
        await self._type()

    async def _watch(self) -> None:
        parts = self._incoming.message_ids or (self._address.question_message_id,)
        if await until_gone(self._stage, self._address.chat_id, parts):
            self._miss()

    def _miss(self) -> None:
        if self._on_gone is not None and not self.gone:
            self.gone = True
            self._on_gone()

    async def _type(self) -> None:
        while True:
            if not self._shown:
                try:
                    await self._stage.wire.typing(self._target())
                except TelegramError as error:
                    logger.info("no typing in chat %s: %s", self._address.chat_id, error.message)
            self._shown = False
            await self._stage.sleep(self._stage.times.typing_every)

    async def _preview(self) -> None:
        private = self._incoming.origin.private
        times = self._stage.times
        pause = times.draft_every if private else times.edit_every
        due = times.draft_after if private else times.placeholder_after
        await nap(due - times.typing_after, self._stage.sleep)
        previous = self._stage.outbox.previous(self._address, self._key, ANSWER)
        # An answer that stands there already is changed once, when the new one is whole.
        if previous is not None and previous.progress is not Progress.OPEN:
            return
        await self._changed.wait()
        await nap(times.whole_within, self._stage.sleep)
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
                if refusals.no_question(error):
                    self._miss()
                if isinstance(error, BadRequest | Forbidden):
                    return
            await self._stage.sleep(pause)

    async def _grow(self, text: Text) -> None:
        if not self._stop:
            self._stop = buttons.stopping(self._address, self._stage.issue, self._language)
        text = replace(text, rows=(self._stop,))
        await grow(self._stage, self._key, self._address, text)

    async def _draft(self, text: Text) -> None:
        number = max(self._incoming.update_ids) or 1

        async def call(note: Callable[[bool], None]) -> None:
            ticket = Ticket(preview=True, key=self._key, note=note)
            await self._stage.wire.draft(self._target(), number, text, ticket)

        await land(call, lambda _: None)

    def _target(self) -> Target:
        return Target(self._address.chat_id, self._address.topic_id)

    def _known(self) -> frozenset[str]:
        return layout.addresses(self._incoming, Answer(""))


def answer_key(incoming: Incoming) -> str:
    """Return the outbox key of the answer; an album that grew by a late part is a new one."""
    return f"{max(incoming.update_ids)}/{ANSWER}"
