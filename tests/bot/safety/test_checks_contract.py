"""What every check keeps to: its own name on each finding, nothing seen in nothing, no word against honest talk."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from elsewhere import question, served
from written import INNOCENT

from bot.ports import SafetyCheck
from bot.records import ChatKind
from bot.safety.banks import Banks, Shelf
from bot.safety.cloud import Address, Cloud
from bot.safety.conduct import Conduct
from bot.safety.links import Links
from bot.safety.requests import Requests
from bot.safety.sights import Sights
from bot.safety.spam.check import Spam
from bot.safety.spam.school import School
from bot.safety.taxonomy import read
from bot.safety.words import Words
from bot.store.banned import Banned
from bot.store.crowd import Crowd
from bot.store.database import Database
from bot.store.lessons import LessonTable
from bot.store.members import Members
from bot.store.shown import Shows
from bot.workers import Workers
from knowledge.embed.clip import OpenClip
from tests.drawn.train import FOLDER
from tests.knowledge.test_bank import scene

TAXONOMY = """
neutral: [circles, squares, stars, a line chart, a flow diagram, a tree diagram, an error dialog]
categories:
  gambling_ad: {looks: [a pie chart, pie chart], not: [a bar chart], review: 0.5, remove: 0.8}
"""
CALM = {"results": [{"category_scores": {"violence": 0.0}}]}


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SafetyCheck, ...]]:
    """Every check that a running bot may have, with the memories and models of a fresh one."""
    folder: Path = tmp_path_factory.mktemp("contract")
    database, workers = Database(folder / "bot.sqlite3"), Workers()
    clip = OpenClip(f"local-dir:{FOLDER}")
    shelf = Shelf(Banned(database), Shows(database), workers.look, lambda: clip)
    with ExitStack() as stack:
        url = stack.enter_context(served(lambda body: (200, CALM)))
        yield (
            *(Words(), Links(), Requests(), Spam(School(LessonTable(database)).model)),
            Conduct(Crowd(database), Members(database)),
            Sights(lambda: clip, workers.look, taxonomy=lambda: read(TAXONOMY)),
            Banks(shelf, lambda chat, person: False),
            Cloud(Address("key", url)),
        )
    workers.close()
    database.close()


@pytest.mark.parametrize("kind", [ChatKind.SUPERGROUP, ChatKind.PRIVATE])
async def test_every_check_signs_what_it_finds_and_finds_nothing_in_nothing(
    checks: tuple[SafetyCheck, ...], kind: ChatKind
) -> None:
    assert len({check.name for check in checks}) == len(checks) == 8
    for asked in (question(), question(scene(8)), *(question(text=text) for text in INNOCENT)):
        origin = replace(asked.incoming.origin, chat_kind=kind)
        asked = replace(asked, incoming=replace(asked.incoming, origin=origin))
        for check in checks:
            found = await check.check(asked)
            assert found, check.name
            for finding in found:
                assert finding.check == check.name
                assert (finding.flagged, finding.error) == (False, ""), finding
