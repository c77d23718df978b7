"""The parts of moderation, put together: the one file beside `bot.app` that names their classes."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.border import Border
from bot.media.clips import Clips
from bot.media.fetch import Files
from bot.media.open import Opener
from bot.moderate.books import Books
from bot.moderate.enforce import Enforcer
from bot.moderate.hands import Hands
from bot.moderate.standing import Standing
from bot.moderate.undo import Undoer
from bot.ports import Lessons
from bot.records import ChatKind, Origin, Person, Said
from bot.reply.connect import Bot
from bot.reply.replies import Replies
from bot.review.docket import Docket
from bot.review.moderation import Moderation
from bot.safety.inspect import Inspector
from bot.say import Notice, Say
from bot.store.acts import Act, Acts
from bot.store.audit import Audit
from bot.store.baselines import Baselines
from bot.store.database import Database
from bot.store.judged import Ledger
from bot.store.members import Members
from bot.store.policies import Policies
from bot.store.presses import Buttons
from bot.store.removed import Removed
from bot.store.seen import Seen
from bot.store.spaces import Spaces
from bot.store.sweep import Swept
from bot.workers import Workers
from knowledge.records import Sight

KEY_FILE = "removed.key"
"""Beside the bot's database; opens the messages that were removed in the last three days."""


@dataclass(frozen=True, slots=True)
class Around:
    """What moderation shares with the rest of the bot."""

    bot: Bot
    database: Database
    replies: Replies
    buttons: Buttons
    inspector: Inspector
    look: Callable[[bytes], Future[Sight]]
    watching: Callable[[Files], Clips]
    workers: Workers
    border: Border
    lessons: Sequence[Lessons] = ()


def books(database: Database) -> Books:
    """Open everything that moderation remembers."""
    return Books(
        policies=Policies(database),
        acts=Acts(database),
        judged=Ledger(database),
        members=Members(database),
        removed=Removed(database, Path(database.path).with_name(KEY_FILE)),
        baselines=Baselines(database),
        audit=Audit(database),
    )


def moderation(around: Around) -> Moderation:
    """Put moderation together."""
    kept, hands, files = books(around.database), Hands(around.bot), Files(around.bot)
    standing = Standing(around.bot)
    repost = partial(_repost, around.replies, partial(_language, kept.policies))
    return Moderation(
        books=kept,
        enforcer=Enforcer(hands, kept, standing.spares, files.fetch),
        undoer=Undoer(hands, kept, repost, around.lessons),
        hands=hands,
        standing=standing,
        inspector=around.inspector,
        opener=Opener(
            files,
            around.look,
            Seen(around.database),
            around.watching(files),
            sound=around.border.sound,
        ),
        replies=around.replies,
        buttons=around.buttons,
        spaces=Spaces(around.database),
        lessons=tuple(around.lessons),
        blur=partial(_blur, around.workers),
    )


async def _blur(workers: Workers, content: bytes) -> bytes:
    from knowledge.vision.blur import blurred

    return await workers.run(blurred, content)


def docket(parts: Moderation) -> Docket:
    """Make what tells people of acts."""
    return Docket(parts, time.monotonic, asyncio.sleep)


async def close(told: Docket, parts: Moderation) -> None:
    """End what moderation does beside the way of the messages."""
    await told.close()
    await parts.enforcer.close()


def swept(kept: Books) -> tuple[Swept, ...]:
    """Return the tables whose rows expire."""
    return kept.acts, kept.judged, kept.members, kept.removed, kept.baselines, kept.audit


def _language(policies: Policies, chat_id: int) -> str:
    return policies.latest(chat_id).language


async def _repost(
    replies: Replies, language: Callable[[int], str], act: Act, parts: Sequence[Said]
) -> bool:
    reader = Person(act.person.id, act.person.name, language=language(act.chat_id) or "en")
    origin = Origin(act.chat_id, ChatKind.SUPERGROUP, 0, reader, act.topic_id)
    return await replies.repost(origin, Notice(Say.BROUGHT_BACK, {"name": act.person.name}), parts)
