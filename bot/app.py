"""The parts, put together. No other file names their concrete classes."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import cast

from bot import checks, chores, chosen, guard, hearing, library
from bot.answer.again import Again
from bot.answer.extractive import Extractive
from bot.answer.rate import Rate
from bot.answer.router import Answers
from bot.answer.tasks import Tasks
from bot.commands.response import Desk
from bot.describe import Describer
from bot.dispatch import Dispatch
from bot.ladder import describer, models, verifier
from bot.library import Learning
from bot.media.clips import Clips, Source
from bot.media.fetch import Files
from bot.pipeline import Pipeline
from bot.ports import ANY_LANE, Lane, Privacy, Transcriber
from bot.reply.connect import Bot, connect
from bot.reply.limiter import Pace
from bot.reply.replies import Replies
from bot.retrieve.crowd import Crowd
from bot.retrieve.evidence import Retriever
from bot.retrieve.illustrate import Illustrator
from bot.retrieve.scope import Scopes
from bot.retrieve.search import Search
from bot.review.rounds import make as make_rounds
from bot.safety.inspect import Inspector
from bot.screening import Screening
from bot.settings import Settings
from bot.stops import Stops
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.held import Held
from bot.store.kept import Kept
from bot.store.looked import LookedAt
from bot.store.outbox import Outbox
from bot.store.presses import Buttons
from bot.store.privacy import Privacies
from bot.store.seen import Seen
from bot.store.sent import Departures
from bot.store.spendings import Limits, Spendings
from bot.store.sweep import Swept, sweep, tidy
from bot.store.traces import Traces
from bot.update.inbox import Inbox
from bot.update.lanes import Lanes
from bot.update.listen import Listener
from bot.workers import Together, Workers
from knowledge import KnowledgeBase
from knowledge.vision.eyes import Eyes

logger = logging.getLogger(__name__)

STATE = "bot.sqlite3"
"""The file for all that chats bring about."""


@dataclass(frozen=True, slots=True)
class Core:
    """What works without any chat, and so for the command line, too."""

    eyes: Eyes
    knowledge: KnowledgeBase
    workers: Workers
    inspector: Inspector
    retriever: Retriever
    answers: Answers
    tasks: Tasks
    illustrator: Illustrator
    describer: Describer
    lanes: tuple[Lane, ...]
    """Where the models may stand that are asked where a chat says nothing of it."""
    transcriber: Transcriber | None = None
    clock: Callable[[], float] = time.time
    """Tells when the days and months of budgets begin."""

    def watching(self, files: Source) -> Clips:
        return Clips(files, self.eyes, self.transcriber)


@contextmanager
def core(settings: Settings) -> Iterator[Core]:
    """Put together eyes, knowledge, safety and models; nothing heavy is loaded before it is used."""
    eyes = Eyes()
    knowledge = library.open_store(settings, eyes)
    workers = Workers()
    lanes: tuple[Lane, ...] = ("local",) if settings.lanes == "local" else ANY_LANE
    ladder = models(settings, eyes)
    told = (knowledge.descriptions, workers.run_long, lanes)
    search = Search(knowledge)
    crowd = Crowd(search.all, workers.run, partial(library.reading, settings))
    means = checks.Means(settings, eyes, knowledge, workers, checks.border(settings, eyes))
    try:
        yield Core(
            eyes=eyes,
            knowledge=knowledge,
            workers=workers,
            inspector=checks.without_memory(means),
            retriever=Retriever(
                search, workers.run, Together(crowd), elsewhere=chosen.elsewhere(settings)
            ),
            answers=Answers(ladder, Extractive()),
            tasks=Tasks(knowledge.kind_of, knowledge.alike, workers.run, verifier(settings, eyes)),
            illustrator=Illustrator(knowledge.gallery, workers.run),
            lanes=lanes,
            transcriber=hearing.transcriber(settings),
            describer=Describer(describer(settings, eyes, ladder), *told),
        )
    finally:
        crowd.close()
        workers.close()
        knowledge.close()
        eyes.close()


@contextmanager
def on_account(settings: Settings, parts: Core) -> Iterator[Core]:
    """Book what the command line spends on the month, which it shares with the running bot."""
    database = Database(settings.home / STATE)
    try:
        spendings = Spendings(database, Limits(month=settings.month_dollars))
        paid = chosen.meter(settings, spendings)
        asked = replace(parts, answers=parts.answers.through(paid), tasks=parts.tasks.through(paid))
        yield replace(asked, describer=parts.describer.through(paid))
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that is listening."""

    bot: Bot
    desk: Desk


@asynccontextmanager
async def running(
    settings: Settings, parts: Core, state: Path, learning: Learning | None = None
) -> AsyncIterator[Running]:
    """Run the bot against the Bot API server of `settings`; what chats bring about lies in `state`."""
    webhook = chosen.webhook(settings)
    database = Database(state / STATE)
    bot = connect(settings.telegram_token, settings.telegram_url, Pace(chosen.rates(settings)))
    outbox, buttons = Outbox(database), Buttons(database)
    replies = Replies(bot, outbox, state / "outbox", buttons.issue)
    border = checks.border(settings, parts.eyes, database)
    means = checks.Means(settings, parts.eyes, parts.knowledge, parts.workers, border)
    watch = checks.with_memory(means, database, guard.books(database))
    parts = replace(parts, inspector=watch.inspector)
    desk = _desk(settings, parts, (bot, database, replies, buttons), watch)
    pipeline = _pipeline(settings, parts, desk, replies, learning or Learning())
    dispatch = Dispatch(pipeline, replies, desk)
    inbox = Inbox(database)
    lanes = Lanes(dispatch.handle, dispatch.apologise, inbox)
    seen = Seen(database)
    listener = Listener(bot, inbox, lanes, seen, desk.spaces)
    kept = (seen, *_tables(desk), *guard.swept(desk.moderation.books), *watch.swept)
    tidying = chores.start(tidy(parts.knowledge.tidy), "tidying")
    beside = [chores.start(sweep(kept), "sweeping"), tidying]
    try:
        await listener.start(webhook)
        # Only now the bot is introduced to Telegram.
        beside.append(chores.start(make_rounds(desk.moderation), "moderation's rounds"))
        paid = parts.describer.through(chosen.meter(settings, desk.spendings))
        beside.append(chores.start(paid.follow(parts.knowledge.spaces), "describing"))
        yield Running(bot, desk)
    finally:
        for chore in beside:
            chore.cancel()
        await listener.stop()
        await guard.close(pipeline.screening.docket, desk.moderation)
        await pipeline.answers.close()
        await pipeline.tasks.close()
        await hearing.close(parts.transcriber)
        await parts.describer.close()
        await bot.shutdown()
        database.close()


def _tables(desk: Desk) -> tuple[Swept, ...]:
    """Return what forgets by age."""
    own = (desk.traces, desk.buttons, desk.outbox, desk.spendings)
    return (*own, desk.kept, desk.feedback, desk.looked, desk.departures, desk.held)


def _pipeline(
    settings: Settings, parts: Core, desk: Desk, replies: Replies, learning: Learning
) -> Pipeline:
    paid = chosen.meter(settings, desk.spendings)
    answers = parts.answers.through(paid).through(lambda model: Again(model, desk.kept))
    return Pipeline(
        opener=desk.opener,
        screening=Screening(desk.moderation, guard.docket(desk.moderation)),
        retriever=parts.retriever,
        answers=answers,
        rate=Rate(settings.questions_per_minute),
        tasks=parts.tasks.through(paid),
        illustrator=parts.illustrator,
        replies=replies,
        desk=desk,
        learning=learning,
        lanes=lambda _: parts.lanes,
    )


def _desk(
    settings: Settings,
    parts: Core,
    mouth: tuple[Bot, Database, Replies, Buttons],
    watch: checks.Watch,
) -> Desk:
    bot, database, _, buttons = mouth
    seeing = (parts.inspector, parts.eyes.submit, parts.watching, parts.workers)
    around = guard.Around(*mouth, *seeing, watch.border, watch.lessons)
    moderation = guard.moderation(around)
    return Desk(
        knowledge=parts.knowledge,
        workers=parts.workers,
        files=Files(bot),
        opener=moderation.opener,
        scopes=Scopes(moderation.spaces, moderation.standing.is_member),
        spaces=moderation.spaces,
        conversations=Conversations(database),
        traces=Traces(database),
        buttons=buttons,
        feedback=Feedback(database),
        privacies=Privacies(database, cast("Privacy", settings.privacy)),
        departures=Departures(database),
        held=Held(database),
        outbox=Outbox(database),
        spendings=Spendings(database, chosen.limits(settings), parts.clock),
        kept=Kept(database),
        looked=LookedAt(database),
        is_admin=moderation.standing.is_admin,
        moderation=moderation,
        bans=watch.bans,
        knows_faces=parts.eyes.knows_faces,
        stops=Stops(),
    )
