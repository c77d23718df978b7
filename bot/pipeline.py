"""The way of one message.

    update -> media -> safety -> (moderate) -> retrieve -> answer -> reply

Knows the stages by what they give, and nothing of Telegram.
"""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot import language, memory, trace
from bot.answer import phrases
from bot.answer.clips import shown
from bot.answer.rate import Rate
from bot.answer.router import Answers
from bot.answer.task import COMMANDS, SEARCHED, without_pictures
from bot.answer.tasks import Tasks
from bot.commands.allowed import not_asking
from bot.commands.response import Desk, Response
from bot.commands.run import run
from bot.gate import Gate
from bot.media.open import Opener
from bot.ports import Lane, Privacy, Prompt
from bot.records import (
    Answer,
    Evidence,
    Incoming,
    Origin,
    Question,
    Scope,
    Verdict,
)
from bot.reply.replies import Live, Replies
from bot.retrieve.evidence import Retriever
from bot.retrieve.illustrate import Illustrator
from bot.say import Notice, Say
from bot.screening import Screening
from knowledge.records import Progress

logger = logging.getLogger(__name__)

ASKING = frozenset({"ask", *COMMANDS})
"""Commands that are questions, and go the whole way."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """All stages, in the order in which a message passes them."""

    opener: Opener
    screening: Screening
    retriever: Retriever
    answers: Answers
    rate: Rate
    tasks: Tasks
    illustrator: Illustrator
    replies: Replies
    desk: Desk
    learning: Callable[[Scope], Progress | None]
    """How far the documents of a scope are that are being learned right now, None when all are."""
    lanes: Callable[[Origin], tuple[Lane, ...]]
    """Where the models may stand that are asked for a chat."""

    async def handle(self, incoming: Incoming) -> None:
        """Take one message from its arrival to the last word of its answer."""
        if await self.replies.resume(incoming):
            return
        if not incoming.addressed:
            await self.screening.overhear(incoming)
        elif incoming.command is not None and incoming.command.name not in ASKING:
            await self.carry_out(incoming)
        elif (wait := self.rate.wait_seconds(incoming.origin.person.id)) > 0:
            values = {"most": self.rate.most, "seconds": math.ceil(wait)}
            await self.tell(incoming, Response(Notice(Say.TOO_MANY, values)))
        elif (refused := await not_asking(incoming, self.desk)) is not None:
            if not (await self.screening.overhear(incoming)).removes:
                await self.tell(incoming, refused)
        else:
            await self.answer(incoming)

    async def answer(self, incoming: Incoming, privacy: Privacy | None = None) -> None:
        """Open, judge, moderate, retrieve, answer, reply; `privacy` overrules the chat's own."""
        if (await self.screening.at_sight(incoming))[0].removes:
            return
        watch = trace.Watch()
        spoken = language.of(incoming.text, incoming.origin.person.language)
        place = incoming.origin.chat_id, incoming.origin.message_id
        hang_up = partial(self.desk.stops.stop, *place)
        async with self.replies.live(incoming, spoken, hang_up) as live:
            question = watch.took("media", await self.opener.open(incoming, live.status))
            verdict = watch.took("safety", await self.screening.inspect(question))
            action = await self.screening.moderate(question, verdict)
            evidence = None
            answer = _refusal(question, verdict)
            if answer is None and not live.gone:
                privacy = privacy or self.desk.privacies.mode(incoming.origin.chat_id)
                work = self.look_up(question, live, watch, privacy)
                found = await self.desk.stops.unless_stopped(incoming, work)
                evidence, answer = found or (None, live.stopped())
            if live.gone and not action.removes:
                return await live.withdraw()
            answer = answer or live.stopped()
            warned = answer.usage.warning if answer.usage else None
            unopened = (one for one in question.notices if not _learned(one, answer))
            notices = (*unopened, *answer.notices, *filter(None, (warned,)))
            answer = replace(answer, notices=notices)
            if answer.kept:
                # Before its button can be pressed.
                self.desk.held.keep(incoming)
            how = trace.of(question, verdict, evidence, answer, watch)
            remember = partial(memory.remember, self.desk, question, answer, how)
            if action.removes:
                remember()
            else:
                await live.finish(answer, remember)
        if answer.text:
            await memory.keep_looks(self.desk, question)
        logger.info("chat %d: %s", incoming.origin.chat_id, watch.line())

    async def look_up(
        self, question: Question, live: Live, watch: trace.Watch, privacy: Privacy
    ) -> tuple[Evidence, Answer]:
        """Find evidence, put it into words, and fetch the pictures that it rests on."""
        origin = question.incoming.origin
        question = await memory.recall(self.desk, question)
        history = self.desk.conversations.history(origin.chat_id, origin.topic_id)
        scope = await self.desk.scopes.resolve(origin)
        spoken = origin.person.language
        lanes: tuple[Lane, ...] = ("local",) if privacy == "local" else self.lanes(origin)
        gate = Gate(self.desk.departures, origin)
        prompt = Prompt(question, Evidence(), history, spoken, lanes, scope)
        prompt = replace(prompt, privacy=privacy, outbound=gate.note, status=live.status)
        prompt = watch.took("look", await self.tasks.chosen(prompt))
        if prompt.task in SEARCHED:
            found = await self.retriever.retrieve(question, history, scope, gate.way(lanes))
            prompt = replace(prompt, evidence=watch.took("retrieve", found))
        answer = Answer("", refused=True)
        async for piece in self.tasks.stream(prompt, self.answers.stream):
            if isinstance(piece, str):
                live.push(piece)
            else:
                answer = piece
        answer = watch.took("answer", shown(answer, question, prompt.evidence.still))
        answer = gate.told(answer, prompt.texts)
        if answer.refused:
            reading = self.still_learning(scope)
            # What is not found yet is not unknown.
            text = "" if reading and phrases.says_unknown(answer.text) else answer.text
            answer = replace(answer, text=text, footer=reading or await self.nothing(scope))
        return prompt.evidence, watch.took("show", await self.illustrator.illustrate(answer, scope))

    def still_learning(self, scope: Scope) -> Notice | None:
        """Tell how far the documents are, None when all of them are known."""
        progress = self.learning(scope)
        if progress is None:
            return None
        return Notice(Say.STILL_LEARNING, {"done": progress.done, "total": progress.total})

    async def nothing(self, scope: Scope) -> Notice | None:
        """Tell who has no documents how to begin, None where there are some."""
        if await self.desk.workers.run(self.desk.knowledge.documents, scope):
            return None
        return Notice(Say.DOCS_EMPTY)

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
            buttons=response.buttons,
        )


def _learned(notice: Notice, answer: Answer) -> bool:
    """Tell whether a document that was sent along was learned before, and has answered."""
    cited = {citation.passage.hit.unit.document for citation in answer.citations}
    return notice.key is Say.NOT_LEARNED and notice.values.get("name") in cited


def _refusal(question: Question, verdict: Verdict) -> Answer | None:
    """Return the answer that ends the way early: not allowed, or nothing to answer."""
    if not verdict.allows:
        failed = next((f.check for f in verdict.findings if f.error), "")
        blocked = next((f.reason for f in verdict.findings if f.flagged), "")
        notice = (
            Notice(Say.BLOCKED, {"reason": blocked})
            if blocked
            else Notice(Say.COULD_NOT_CHECK, {"check": failed})
        )
        return Answer("", refused=True, footer=notice)
    opened = question.pictures or question.clips
    if question.notices and not (question.text.strip() or opened):
        return Answer("", refused=True)
    command = question.incoming.command
    if command is not None and command.name in COMMANDS:
        return without_pictures(question, command.name)
    if question.text.strip() or opened:
        return None
    asked = question.incoming.command is not None or not question.incoming.origin.private
    return Answer("", refused=True, footer=Notice(Say.ASK_WHAT if asked else Say.EMPTY))
