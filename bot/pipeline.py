"""The way of one message.

    update -> media -> safety -> (moderate) -> retrieve -> answer -> reply

Knows the stages by what they give, and nothing of Telegram.
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import language, trace
from bot.answer.router import Answers
from bot.commands.response import Desk, Response
from bot.commands.run import run
from bot.errors import BotError
from bot.media.open import Opener
from bot.moderate.enforce import Enforcer
from bot.ports import Prompt
from bot.records import (
    Action,
    Answer,
    Evidence,
    Incoming,
    Notice,
    Question,
    Say,
    Scope,
    Turn,
    Verdict,
)
from bot.reply.replies import Live, Replies
from bot.reply.why import Facts
from bot.retrieve.evidence import Retriever
from bot.retrieve.illustrate import Illustrator
from bot.safety.inspect import Inspector
from knowledge.records import Progress

logger = logging.getLogger(__name__)

UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """All stages, in the order in which a message passes them."""

    opener: Opener
    inspector: Inspector
    enforcer: Enforcer
    retriever: Retriever
    answers: Answers
    illustrator: Illustrator
    replies: Replies
    desk: Desk
    learning: Callable[[], Progress | None]
    """How far the documents are that are being learned right now, None when all are."""

    async def handle(self, incoming: Incoming) -> None:
        """Take one message from its arrival to the last word of its answer."""
        if await self.replies.resume(incoming):
            return
        if not incoming.addressed:
            await self.overhear(incoming)
        elif incoming.command is not None and incoming.command.name != "ask":
            await self.carry_out(incoming)
        else:
            await self.answer(incoming)

    async def answer(self, incoming: Incoming) -> None:
        """Open, judge, moderate, retrieve, answer, reply."""
        watch = trace.Watch()
        spoken = language.of(incoming.text, incoming.origin.person.language)
        async with self.replies.live(incoming, spoken) as live:
            question = watch.took("media", await self.opener.open(incoming))
            verdict = watch.took("safety", await self.inspector.inspect(question))
            action = await self.moderate(incoming, verdict)
            evidence = None
            answer = _refusal(question, verdict)
            if answer is None:
                evidence, answer = await self.look_up(question, live, watch)
            answer = replace(answer, notices=question.notices)
            if action.name != "delete":
                await live.finish(answer)
        self.remember(question, answer, trace.of(question, verdict, evidence, answer, watch))
        logger.info("chat %d: %s", incoming.origin.chat_id, watch.line())

    async def look_up(
        self, question: Question, live: Live, watch: trace.Watch
    ) -> tuple[Evidence, Answer]:
        """Find evidence, put it into words, and fetch the pictures that it rests on."""
        origin = question.incoming.origin
        history = self.desk.conversations.history(origin.chat_id, origin.topic_id)
        scope = await self.desk.scopes.resolve(origin)
        found = await self.retriever.retrieve(question, history, scope)
        evidence = watch.took("retrieve", found)
        answer = Answer("", refused=True)
        async for piece in self.answers.stream(
            Prompt(question, evidence, history, origin.person.language)
        ):
            if isinstance(piece, str):
                live.push(piece)
            else:
                answer = piece
        watch.took("answer", answer)
        if answer.refused:
            answer = replace(answer, footer=self.still_learning() or await self.nothing(scope))
        return evidence, watch.took("show", await self.illustrator.illustrate(answer, scope))

    def still_learning(self) -> Notice | None:
        """Tell how far the documents are, None when all of them are known."""
        progress = self.learning()
        if progress is None:
            return None
        return Notice(Say.STILL_LEARNING, {"done": progress.done, "total": progress.total})

    async def nothing(self, scope: Scope) -> Notice | None:
        """Tell who has no documents how to begin, None where there are some."""
        if await self.desk.workers.run(self.desk.knowledge.documents, scope):
            return None
        return Notice(Say.DOCS_EMPTY)

    async def overhear(self, incoming: Incoming) -> None:
        """Judge talk that is not meant for the bot, and say nothing unless it acted."""
        question = await self.opener.open(incoming)
        await self.moderate(incoming, await self.inspector.inspect(question))

    async def moderate(self, incoming: Incoming, verdict: Verdict) -> Action:
        """Act on a verdict as the group's policy says, and tell the group what was done."""
        origin = incoming.origin
        action = await self.enforcer.enforce(
            incoming, verdict, self.desk.policies.mode(origin.chat_id)
        )
        if action.name == "delete" and action.record is not None:
            token = self.desk.buttons.issue(origin.chat_id, UNDO, str(action.record))
            await self.replies.tell(
                origin,
                Notice(Say.REMOVED, {"name": origin.person.name, "reason": action.reason}),
                update_id=incoming.update_ids[0],
                buttons=[("↩︎ Undo", token)],
            )
        return action

    async def carry_out(self, incoming: Incoming) -> None:
        """Run a command and tell its outcome."""
        async with self.replies.live(incoming) as live:
            response = await run(incoming, self.desk, live.status)
        await self.tell(incoming, response)

    async def tell(self, incoming: Incoming, response: Response) -> None:
        """Say what a command came to."""
        await self.replies.tell(
            incoming.origin,
            response.notice,
            update_id=incoming.update_ids[0],
            pictures=response.pictures,
        )

    def remember(self, question: Question, answer: Answer, how: Facts) -> None:
        """Keep the exchange for the next question, and how it came to be for `/why`."""
        origin = question.incoming.origin
        place = (origin.chat_id, origin.topic_id, origin.message_id)
        try:
            self.desk.traces.record(*place, how)
            if answer.text:
                self.desk.conversations.record(*place, Turn(question.words, answer.text))
        except (BotError, sqlite3.Error):
            # The answer stands in the chat by now; an apology below it would take it back.
            logger.exception("chat %d: the exchange is not remembered", origin.chat_id)


def _refusal(question: Question, verdict: Verdict) -> Answer | None:
    """Return the answer that ends the way early: not allowed, or nothing to answer."""
    if not verdict.allows:
        failed = next((f.check for f in verdict.findings if f.error), "")
        blocked = next((f.category for f in verdict.findings if f.flagged), "")
        notice = (
            Notice(Say.BLOCKED, {"reason": blocked.replace("_", " ")})
            if blocked
            else Notice(Say.COULD_NOT_CHECK, {"check": failed})
        )
        return Answer("", refused=True, footer=notice)
    if question.text.strip() or question.pictures:
        return None
    if question.notices:
        return Answer("", refused=True)
    asked = question.incoming.command is not None or not question.incoming.origin.private
    return Answer("", refused=True, footer=Notice(Say.ASK_WHAT if asked else Say.EMPTY))
