"""`eval labels`: measure the taxonomy of pictures with the picture model that is set."""

import asyncio
from collections.abc import Mapping

from bot import checks
from bot.app import Core
from bot.cli.parser import Arguments
from bot.errors import BadInput
from bot.evaluate import labels
from bot.evaluate.report import Report
from bot.evaluate.store import Tell
from bot.records import ChatKind, Incoming, Origin, Person, Picture, Question
from bot.safety.taxonomy import load
from bot.settings import Settings
from knowledge.records import Sight

SENT = Incoming((), Origin(0, ChatKind.PRIVATE, 1, Person(0, "command line")), "")


def measure(arguments: Arguments, settings: Settings, parts: Core, tell: Tell) -> Report:
    """Score the pictures of the named folders as those in chats are scored."""
    if not settings.clip:
        raise BadInput("no picture model is set; set GROUNDGLASS_CLIP to an open_clip model")
    if parts.knowledge.picture_model is None:
        raise BadInput(f"the picture model {settings.clip!r} is not here; see `groundglass doctor`")
    check = checks.sights(settings, parts.knowledge, parts.workers)

    async def scores(sight: Sight) -> Mapping[str, float]:
        found = await check.check(Question(SENT, "", (Picture(sight, ""),)))
        # The taxonomy and the trained head may both speak of a category; the higher score counts.
        return {one.category: one.score for one in sorted(found, key=lambda one: one.score)}

    categories = [str(sort.category) for sort in load().sorts]
    return asyncio.run(labels.measure(arguments.paths, categories, parts.eyes.look, scores, tell))
