"""Set the demo up around a running bot: its chats in the sandbox, its handbook in the store.

The page works at once; the handbook is read behind it, and is known already at the second start.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import httpx

from bot import chores
from bot.commands.response import Desk
from bot.demo.team import HANDBOOK, seed
from knowledge.errors import KnowledgeError
from knowledge.records import Progress

logger = logging.getLogger(__name__)


class Shown(Protocol):
    """Where the progress of learning is looked up."""

    progress: Progress | None
    space: str


@asynccontextmanager
async def staged(url: str, desk: Desk, shown: Shown, space: str) -> AsyncIterator[None]:
    """Open the demo's chats and learn its handbook for as long as the block runs."""
    async with httpx.AsyncClient(base_url=url) as http:

        async def post(path: str, body: dict[str, object]) -> dict[str, object]:
            answer = await http.post(path, json=body)
            answer.raise_for_status()
            return dict(answer.json())

        chats = await seed(post)
    desk.spaces.bind(chats.group, space)
    desk.moderation.books.policies.set(chats.group, "preset: standard")
    learning = chores.start(learn(desk, shown, space), "learning the handbook")
    try:
        yield
    finally:
        learning.cancel()
        await asyncio.gather(learning, return_exceptions=True)


async def learn(desk: Desk, shown: Shown, space: str) -> None:
    """Learn the handbook, so that questions asked meanwhile are told how far it is."""

    def note(progress: Progress) -> None:
        shown.progress = progress

    shown.space = space
    # Sorting out what is new takes a moment, in which the first question may already come.
    note(Progress(0, len(list(HANDBOOK.rglob("*.*"))), HANDBOOK.name))
    try:
        report = await desk.workers.run_long(desk.knowledge.learn, [HANDBOOK], space, progress=note)
        logger.info("the handbook is known: %d new passages", report.units)
    except KnowledgeError as error:
        logger.warning("the handbook was not learned: %s", error)
    finally:
        shown.progress = None
