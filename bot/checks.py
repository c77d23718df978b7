"""The safety checks, put together: what looks at a message before anybody answers it or acts on it.

A check whose model, key or memory is not there is not among them: it could only say that it saw nothing.
"""

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import cast

from bot.answer.clean import Cleaner
from bot.answer.openai import Endpoint
from bot.border import Border
from bot.errors import BadInput
from bot.moderate.books import Books
from bot.ports import ANY_LANE, Lane, Lessons, Privacy, SafetyCheck, SecondLook
from bot.safety.banks import Banks, Shelf
from bot.safety.banning import Banning
from bot.safety.cloud import Address, Cloud, everything
from bot.safety.conduct import Conduct
from bot.safety.inspect import Inspector
from bot.safety.judge import Bench, Judge
from bot.safety.links import Links
from bot.safety.requests import Requests
from bot.safety.sights import Sights
from bot.safety.spam.check import Spam
from bot.safety.spam.school import School, untaught
from bot.safety.words import Words
from bot.settings import Settings
from bot.store.banned import Banned
from bot.store.crowd import Crowd
from bot.store.database import Database
from bot.store.lessons import LessonTable
from bot.store.members import Members
from bot.store.privacy import Privacies
from bot.store.sent import Departures
from bot.store.shown import Shows
from bot.store.sweep import Swept
from bot.workers import Workers
from knowledge import KnowledgeBase
from knowledge.embed.head import Head
from knowledge.embed.head import load as load_head
from knowledge.vision.eyes import Eyes

OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Means:
    """What checks need beside the message."""

    settings: Settings
    eyes: Eyes
    knowledge: KnowledgeBase
    workers: Workers
    border: Border


@dataclass(frozen=True, slots=True)
class Watch:
    """All checks of a running bot, with what they learned and what of it expires."""

    inspector: Inspector
    lessons: tuple[Lessons, ...]
    swept: tuple[Swept, ...]
    bans: Banning
    border: Border


def without_memory(means: Means) -> Inspector:
    """Return the checks for a message by itself, as on the command line."""
    return Inspector((*_lasting(means), Spam(untaught)), slow=_slow(means), second=_second(means))


def with_memory(means: Means, database: Database, kept: Books) -> Watch:
    """Return the checks for groups that teach and are remembered."""
    table, banned, shows = LessonTable(database), Banned(database), Shows(database)
    school = School(table)
    shelf = Shelf(banned, shows, means.workers.look, lambda: means.knowledge.picture_model)
    bans = Banning(shelf, partial(_sampled, means.eyes))
    crowd = Crowd(database)
    conduct = Conduct(crowd, Members(database))
    banks = Banks(shelf, kept.is_regular)
    checks = (*_lasting(means), Spam(school.model), conduct, banks)
    inspector = Inspector(checks, slow=_slow(means), second=_second(means))
    return Watch(inspector, (school, bans), (table, crowd, banned, shows), bans, means.border)


def border(settings: Settings, eyes: Eyes, database: Database | None = None) -> Border:
    """Return what keeps private data of messages here, as the settings and, with a memory, the chats say."""
    if settings.privacy == "faces" and not eyes.knows_faces:
        raise BadInput(
            "GROUNDGLASS_PRIVACY is 'faces', but nothing here knows faces; run `pip install 'groundglass[faces]'`"
        )
    default = cast("Privacy", settings.privacy)
    lanes: tuple[Lane, ...] = ("local",) if settings.lanes == "local" else ANY_LANE
    cleaner = Cleaner(eyes.look, eyes.cover, eyes.faces, eyes.read_closer)
    if database is None:
        return Border(cleaner, lambda chat_id: default, lanes)
    return Border(cleaner, Privacies(database, default).mode, lanes, Departures(database).record)


def samples(table: LessonTable) -> Lessons:
    """Return what learns words, for lessons that come from a file."""
    return School(table)


def _lasting(means: Means) -> tuple[SafetyCheck, ...]:
    checks: tuple[SafetyCheck, ...] = (Links(), Words(), Requests())
    settings = means.settings
    if settings.clip and means.knowledge.picture_model is not None:
        checks += (sights(settings, means.knowledge, means.workers),)
    return checks


def sights(settings: Settings, knowledge: KnowledgeBase, workers: Workers) -> Sights:
    """Put together the check of what pictures show, with the trained head where one is set."""
    head = cache(lambda: _head(settings.picture_head))
    return Sights(lambda: knowledge.picture_model, workers.look, head=head)


def _slow(means: Means) -> tuple[SafetyCheck, ...]:
    settings = means.settings
    if settings.cloud_moderation == "on" and settings.openai_api_key:
        return (Cloud(Address(settings.openai_api_key), means.border.permit),)
    return ()


def _second(means: Means) -> SecondLook | None:
    settings = means.settings
    if not settings.judge_model:
        return None
    url = settings.judge_url or settings.openai_base_url or OPENAI
    declared = cast("Lane | None", settings.model_lane or None) if not settings.judge_url else None
    near = Endpoint(base_url=url, declared=declared).lane == "local"
    permit = everything if near else means.border.permit
    return Judge(Bench(settings.judge_model, url, settings.openai_api_key), permit)


def _head(path: str) -> Head | None:
    return load_head(Path(path).expanduser()) if path else None


def _sampled(eyes: Eyes, video: bytes) -> tuple[bytes, ...]:
    return tuple(eyes.look(still, read=False).content for still in eyes.sample(video))
