"""The checks of pictures: the taxonomy by a picture model, a trained head, and banks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.categories import Category
from bot.records import ChatKind, Incoming, Origin, Person, Picture, Question
from bot.safety.banks import PAUSED, REGULARS, Banks, Shelf
from bot.safety.sights import Sights
from bot.safety.taxonomy import load, read
from bot.store.banned import Banned, NewBan, Taken
from bot.store.database import Database
from bot.store.shown import Shows
from bot.workers import Workers
from knowledge.embed.clip import OpenClip
from knowledge.embed.head import Head
from knowledge.records import Sight
from knowledge.vision.prints import taken
from tests.drawn import draw, subjects
from tests.drawn.train import FOLDER
from tests.knowledge.test_bank import edited, scene

GROUP = Origin(-1001, ChatKind.SUPERGROUP, 10, Person(7, "Ada"))
ADVERT = scene(7)


def question(*contents: bytes, text: str = "", person: int = 7) -> Question:
    origin = replace(GROUP, person=Person(person, "Ada"))
    pictures = tuple(
        Picture(Sight(one, "image/jpeg", 800, 600, "0" * 64), "p.jpg", f"u{at}", 11 + at)
        for at, one in enumerate(contents)
    )
    return Question(Incoming((1,), origin, text), text, pictures)


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers()
    yield workers
    workers.close()


@pytest.fixture
def shelf(tmp_path: Path, workers: Workers) -> Iterator[Shelf]:
    database = Database(tmp_path / "bot.sqlite3")
    yield Shelf(Banned(database), Shows(database), workers.look, lambda: None)
    database.close()


def drawing(kind: str, seed: int = 3) -> bytes:
    return draw(next(one for one in subjects() if one.kind == kind), seed)


TAXONOMY = """
neutral: [circles, squares, stars, a line chart, a flow diagram, a tree diagram, an error dialog]
categories:
  gambling_ad: {looks: [a pie chart, pie chart], not: [a bar chart], review: 0.5, remove: 0.8}
"""


async def test_a_picture_is_judged_by_written_descriptions(workers: Workers) -> None:
    clip = OpenClip(f"local-dir:{FOLDER}")
    check = Sights(lambda: clip, workers.look, taxonomy=lambda: read(TAXONOMY))
    (found,) = await check.check(question(drawing("circles"), drawing("pie chart")))
    assert (found.category, found.flagged) == (Category.GAMBLING_AD, True)
    assert found.detail == "picture 2 of 2"
    others = await check.check(question(drawing("circles"), drawing("line chart")))
    assert not any(one.flagged for one in others)


async def test_a_trained_head_adds_what_it_thinks(workers: Workers) -> None:
    clip = OpenClip(f"local-dir:{FOLDER}")
    pie = clip.embed_pictures([drawing("pie chart")])
    head = Head(((40 * pie, np.array([-25.0], np.float32)),))
    nothing = read("neutral: [circles]\ncategories: {}")
    check = Sights(lambda: clip, workers.look, head=lambda: head, taxonomy=lambda: nothing)
    (found,) = await check.check(question(drawing("pie chart")))
    assert (found.category, found.flagged) == (Category.SEXUAL, True)
    assert (await check.check(question(drawing("error dialog"))))[0].flagged is False


def test_the_taxonomy_has_two_lines_a_category_and_scores_that_meet_them() -> None:
    taxonomy = load()
    assert {"nudity", "gore", "hate", "scam_ad", "qr_ad"} <= {s.category for s in taxonomy.sorts}
    for sort in taxonomy.sorts:
        lines = [sort.score(one) for one in (0, sort.review, sort.remove, 1)]
        assert lines == pytest.approx([0, 0.5, 0.8, 1])
        assert min(len(sort.looks), len(sort.others)) >= 4
    with pytest.raises(ValueError, match="review < remove"):
        read(TAXONOMY.replace("0.5", "0.9"))


async def test_a_ban_that_suddenly_hits_regulars_is_paused(shelf: Shelf) -> None:
    shelf.banned.add(-1001, NewBan("s", 1), [Taken(taken(ADVERT))])
    check = Banks(shelf, lambda chat, person: person < 500)
    strangers = [await check.check(question(ADVERT, person=900 + at)) for at in range(REGULARS)]
    assert all(found[0].flagged for found in strangers)
    regulars = [await check.check(question(ADVERT, person=at)) for at in range(1, REGULARS + 1)]
    assert [found[0].flagged for found in regulars] == [True] * (REGULARS - 1) + [False]
    assert regulars[-1][0].kind == PAUSED
    assert (await check.check(question(ADVERT)))[0].category == ""
    shelf.banned.pause(-1001, 1, paused=False)
    assert (await check.check(question(edited(ADVERT, "crop of 5 %"))))[0].flagged


async def test_a_lesson_is_learned_and_taken_back_exactly(shelf: Shelf) -> None:
    from bot.ports import Lesson
    from bot.safety.banning import Banning

    bans = Banning(shelf, lambda video: ())
    check = Banks(shelf, lambda chat, person: False)
    lesson = Lesson("", unwanted=True, by=1, pictures=question(ADVERT).pictures)
    assert bans.learn(-1001, "act:5", lesson) == 1
    assert (await check.check(question(ADVERT)))[0].flagged
    assert bans.unlearn(-1001, "act:5") == 1
    assert (await check.check(question(ADVERT)))[0].category == ""
    assert (shelf.banned.bans(-1001), shelf.banned.known(-1001)) == ((), [])
