"""The parts, put together. No other file names their concrete classes."""

import asyncio
import logging
import secrets
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot import library
from bot.answer.extractive import Extractive
from bot.answer.openai import Endpoint, OpenAIModel
from bot.answer.router import Answers
from bot.commands.response import Desk
from bot.dispatch import Dispatch
from bot.errors import BadInput
from bot.media.fetch import Files
from bot.media.open import Opener
from bot.moderate.enforce import Enforcer
from bot.moderate.standing import Standing
from bot.pipeline import Pipeline
from bot.ports import VisionModel
from bot.reply.connect import Bot, connect
from bot.reply.limiter import Pace
from bot.reply.rates import Rates
from bot.reply.replies import Replies
from bot.retrieve.evidence import Retriever
from bot.retrieve.illustrate import Illustrator
from bot.retrieve.scope import Scopes
from bot.safety.inspect import Inspector
from bot.safety.links import Links
from bot.safety.requests import Requests
from bot.safety.words import Words
from bot.settings import Settings
from bot.store.acts import Acts
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.feedback import Feedback
from bot.store.outbox import Outbox
from bot.store.policies import Policies
from bot.store.presses import Buttons
from bot.store.seen import Seen
from bot.store.spaces import Spaces
from bot.store.sweep import sweep, tidy
from bot.store.traces import Traces
from bot.update.inbox import Inbox
from bot.update.lanes import Lanes
from bot.update.listen import Listener, Webhook
from bot.workers import Workers
from knowledge import KnowledgeBase
from knowledge.records import Progress
from knowledge.vision.eyes import Eyes

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Core:
    """What works without any chat, and so for the command line, too."""

    eyes: Eyes
    knowledge: KnowledgeBase
    workers: Workers
    inspector: Inspector
    retriever: Retriever
    answers: Answers
    illustrator: Illustrator


@contextmanager
def core(settings: Settings) -> Iterator[Core]:
    """Put together eyes, knowledge, safety and models; nothing heavy is loaded before it is used."""
    eyes = Eyes()
    knowledge = library.open_store(settings, eyes)
    workers = Workers()
    try:
        yield Core(
            eyes=eyes,
            knowledge=knowledge,
            workers=workers,
            inspector=Inspector((Links(), Words(), Requests())),
            retriever=Retriever(knowledge, workers.run, workers.together),
            answers=Answers(models(settings), Extractive()),
            illustrator=Illustrator(knowledge, workers.run),
        )
    finally:
        workers.close()
        knowledge.close()
        eyes.close()


def models(settings: Settings) -> tuple[VisionModel, ...]:
    """Return the ladder of language models, best first; empty where none is configured."""
    if not (settings.openai_api_key or settings.openai_base_url):
        return ()
    endpoint = Endpoint(
        settings.openai_api_key, settings.openai_base_url, settings.model_timeout_seconds
    )
    return (OpenAIModel(settings.model, endpoint),)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that is listening."""

    bot: Bot
    desk: Desk


class Learning:
    """How far the documents are that the bot learns by itself after its start."""

    def __init__(self) -> None:
        self.progress: Progress | None = None

    def __call__(self) -> Progress | None:
        """Return the progress, None when nothing is being learned."""
        return self.progress


@asynccontextmanager
async def running(
    settings: Settings, parts: Core, state: Path, learning: Learning | None = None
) -> AsyncIterator[Running]:
    """Run the bot against the Bot API server of `settings`; what chats bring about lies in `state`."""
    webhook = _webhook(settings)
    database = Database(state / "bot.sqlite3")
    bot = connect(settings.telegram_token, settings.telegram_url, Pace(_rates(settings)))
    desk = _desk(parts, bot, database)
    replies = Replies(bot, desk.outbox, state / "outbox", desk.buttons.issue)
    pipeline = Pipeline(
        opener=desk.opener,
        inspector=parts.inspector,
        enforcer=Enforcer(replies.remove, desk.acts, desk.is_admin),
        retriever=parts.retriever,
        answers=parts.answers,
        illustrator=parts.illustrator,
        replies=replies,
        desk=desk,
        learning=learning or Learning(),
    )
    dispatch = Dispatch(pipeline, replies, desk)
    inbox = Inbox(database)
    lanes = Lanes(dispatch.handle, dispatch.apologise, inbox)
    seen = Seen(database)
    listener = Listener(bot, inbox, lanes, seen, desk.spaces)
    sweeping = asyncio.create_task(sweep((seen, desk.traces, desk.buttons, desk.outbox)))
    tidying = asyncio.create_task(tidy(parts.knowledge.tidy))
    try:
        await listener.start(webhook)
        yield Running(bot, desk)
    finally:
        sweeping.cancel()
        tidying.cancel()
        await listener.stop()
        await parts.answers.close()
        await bot.shutdown()
        database.close()


def _desk(parts: Core, bot: Bot, database: Database) -> Desk:
    standing = Standing(bot)
    spaces = Spaces(database)
    files = Files(bot)
    return Desk(
        knowledge=parts.knowledge,
        workers=parts.workers,
        files=files,
        opener=Opener(files, parts.eyes.submit, Seen(database)),
        scopes=Scopes(spaces, standing.is_member),
        spaces=spaces,
        conversations=Conversations(database),
        traces=Traces(database),
        policies=Policies(database),
        buttons=Buttons(database),
        feedback=Feedback(database),
        acts=Acts(database),
        outbox=Outbox(database),
        is_admin=standing.is_admin,
    )


def _rates(settings: Settings) -> Rates:
    return Rates(
        chat_interval_seconds=settings.chat_interval_seconds,
        group_per_minute=settings.group_sends_per_minute,
        overall_per_second=settings.sends_per_second,
    )


def _webhook(settings: Settings) -> Webhook | None:
    if not settings.webhook_url:
        return None
    if not settings.webhook_secret:
        raise BadInput("GROUNDGLASS_WEBHOOK_SECRET is not set; a webhook without it can be forged")
    return Webhook(settings.webhook_url, settings.webhook_secret, settings.webhook_port)


async def serve_telegram(settings: Settings) -> None:
    """Serve Telegram until SIGINT or SIGTERM."""
    stopped = _stop_on_signal()
    with core(settings) as parts:
        async with running(settings, parts, settings.home) as here:
            logger.info("serving as @%s", here.bot.username)
            await stopped.wait()


async def serve_sandbox(settings: Settings, port: int) -> None:
    """Serve a local Telegram with the demo team in it, and the bot inside, until told to stop."""
    from bot.demo.stage import staged
    from bot.sandbox.records import Person
    from bot.sandbox.server import serving
    from bot.sandbox.world import World

    stopped = _stop_on_signal()
    token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)}"
    me = Person(1, "Groundglass", "groundglass_bot", is_bot=True)
    # Ids that grow with the clock: what the bot remembers of an earlier sandbox never matches.
    world = World(token, first_id=int(time.time()), bot=me)
    state = settings.home / "sandbox"
    await asyncio.to_thread(shutil.rmtree, state, ignore_errors=True)
    learning = Learning()
    with core(settings) as parts:
        async with serving(world, port) as url:
            local = replace(settings, telegram_token=token, telegram_url=url, webhook_url="")
            async with (
                running(local, parts, state, learning) as here,
                staged(url, here.desk, learning, settings.space),
            ):
                sys.stdout.write(f"groundglass is ready at {url}\n")
                sys.stdout.flush()
                await stopped.wait()


def _stop_on_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped
