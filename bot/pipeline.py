"""The way of one message.

    update -> media -> safety -> (moderate) -> retrieve -> answer -> reply

Knows the stages by what they give, and nothing of Telegram.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answer.router import Answers
from bot.commands.response import Desk
from bot.commands.run import run
from bot.media.open import Opener
from bot.moderate.enforce import Enforcer
from bot.ports import Prompt
from bot.records import Action, Answer, Evidence, Incoming, Notice, Question, Say, Turn, Verdict
from bot.reply.replies import Live, Replies
from bot.retrieve.evidence import Retriever
from bot.safety.inspect import Inspector

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """All stages, in the order in which a message passes them."""

    opener: Opener
    inspector: Inspector
    enforcer: Enforcer
    retriever: Retriever
    answers: Answers
    replies: Replies
    desk: Desk

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
        watch = _Watch()
        async with self.replies.live(incoming) as live:
            question = watch.took("media", await self.opener.open(incoming))
            verdict = watch.took("safety", await self.inspector.inspect(question))
            action = await self.moderate(incoming, verdict)
            refusal = _refusal(question, verdict, action)
            if refusal is not None:
                await live.finish(refusal)
                self.remember(incoming, question, refusal, watch.trace(verdict, None, refusal))
                return
            history = self.desk.conversations.history(
                incoming.origin.chat_id, incoming.origin.topic_id
            )
            scope = await self.desk.scopes.resolve(incoming.origin)
            evidence = await self.retriever.gather(question, history, scope)
            watch.took("retrieve", evidence)
            prompt = Prompt(question, evidence, history, incoming.origin.person.language)
            answer = watch.took("answer", await self.put_into_words(prompt, live))
            answer = await self.retriever.illustrate(answer, scope)
            await live.finish(answer)
            self.remember(incoming, question, answer, watch.trace(verdict, evidence, answer))

    async def put_into_words(self, prompt: Prompt, live: Live) -> Answer:
        """Show the answer as it grows; the last thing that comes is the whole of it."""
        answer = Answer("", refused=True)
        async for piece in self.answers.stream(prompt):
            if isinstance(piece, str):
                live.push(piece)
            else:
                answer = piece
        return answer

    async def overhear(self, incoming: Incoming) -> None:
        """Judge talk that is not meant for the bot, and say nothing unless it acted."""
        question = await self.opener.open(incoming)
        action = await self.moderate(incoming, await self.inspector.inspect(question))
        if action.name == "delete":
            notice = Notice(
                Say.REMOVED, {"name": incoming.origin.person.name, "reason": action.reason}
            )
            await self.replies.tell(incoming.origin, notice, update_id=incoming.update_ids[0])

    async def moderate(self, incoming: Incoming, verdict: Verdict) -> Action:
        """Act on a verdict as the group's policy says."""
        mode = self.desk.policies.mode(incoming.origin.chat_id)
        return await self.enforcer.enforce(incoming, verdict, mode)

    async def carry_out(self, incoming: Incoming) -> None:
        """Run a command and tell its outcome."""
        assert incoming.command is not None
        async with self.replies.live(incoming):
            response = await run(incoming.command, incoming, self.desk)
        await self.replies.tell(
            incoming.origin,
            response.notice,
            update_id=incoming.update_ids[0],
            pictures=response.pictures,
        )
