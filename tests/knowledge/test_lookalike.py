"""A picture as the question: found again however it was cut, turned or photographed, and told from its twin."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.evaluate import edits
from knowledge import KnowledgeBase
from knowledge.catalog import Catalog
from knowledge.records import Box, Found, Kind, Query, Scope
from knowledge.vision.eyes import Eyes
from tests.benchmarks.gallery import draw, png
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, write

TEAM = Scope(("team",))
DIALOG, TABLE, CHART, PHOTO = 7, 2, 3, 6
"""Families of the gallery."""

LEARNED = {f"{family}-{member}": (family, member) for family in range(8) for member in (0, 1)}

GUIDE = """# Guide

## Printing

Toner is kept in the cellar.

## Failures

![a dialog](7-0.png)

Call Ann when this is shown, and wait for her.

## Travel

Receipts go to finance.
"""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, real_eyes: Eyes) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("pictures")
    files: dict[str, str | bytes] = {f"{name}.png": png(draw(*at)) for name, at in LEARNED.items()}
    base = KnowledgeBase(folder / "home", KnowingEyes(real_eyes), embedder=WordEmbedder())
    base.learn([write(folder / "shown", {**files, "guide.md": GUIDE})], "team")
    yield base
    base.close()


def ask(base: KnowledgeBase, eyes: Eyes, content: bytes, scope: Scope = TEAM) -> Found:
    return base.search(Query(picture=eyes.look(content, read=False)), scope)


def shown(found: Found) -> list[str]:
    """Return the names of the found pictures, best first, whatever document shows them."""
    return [
        hit.unit.fields["file_name"].replace(" ", "-")
        for hit in found.hits
        if hit.unit.kind is Kind.PICTURE
    ]


@pytest.mark.parametrize("family", [DIALOG, TABLE, CHART, PHOTO])
@pytest.mark.parametrize("edit", [*edits.EDITS, *edits.FURTHER])
def test_an_edited_picture_is_found_and_told_from_its_twin(
    team: KnowledgeBase, real_eyes: Eyes, family: int, edit: str
) -> None:
    change = {**edits.EDITS, **edits.FURTHER}[edit]
    content = edits.edited(png(draw(family, 1)), change, edit)
    found = ask(team, real_eyes, content)
    assert shown(found)[0] == f"{family}-1"
    assert found.hits[0].match is not None
    assert found.lists["same_picture"] == "ran"
    assert found.answerable > 0.9


@pytest.mark.parametrize("family", [101, 104, 106, 108])
def test_a_picture_that_nobody_learned_is_not_found(
    team: KnowledgeBase, real_eyes: Eyes, family: int
) -> None:
    found = ask(team, real_eyes, png(draw(family, 0)))
    assert (found.hits, found.answerable) == ((), 0.0)
    assert found.lists["same_picture"] == "this picture is in no document"


@pytest.mark.parametrize("family", [DIALOG, TABLE, CHART])
def test_an_unknown_twin_is_shown_but_not_taken_for_the_same(
    team: KnowledgeBase, real_eyes: Eyes, family: int
) -> None:
    found = ask(team, real_eyes, png(draw(family, 2)))
    assert found.answerable < 0.5
    assert {name.split("-")[0] for name in shown(found)} <= {str(family)}


def test_the_part_that_is_seen_comes_with_the_hit(team: KnowledgeBase, real_eyes: Eyes) -> None:
    whole = draw(DIALOG, 1)
    width, height = whole.size
    part = Box(0.1, 0.05, 0.8, 0.9)
    corners = (part.left * width, part.top * height, part.right * width, part.bottom * height)
    found = ask(team, real_eyes, png(whole.crop(corners)))
    match = found.hits[0].match
    assert match is not None
    for side in ("left", "top", "right", "bottom"):
        assert getattr(match, side) == pytest.approx(getattr(part, side), abs=0.02)


def test_all_of_a_known_file_is_the_match(team: KnowledgeBase, real_eyes: Eyes) -> None:
    assert ask(team, real_eyes, png(draw(CHART, 0))).hits[0].match == Box(0, 0, 1, 1)


def test_a_picture_brings_the_section_it_stands_in(team: KnowledgeBase, real_eyes: Eyes) -> None:
    photo = edits.edited(png(draw(DIALOG, 0)), edits.photo_of_screen, "photo")
    found = ask(team, real_eyes, photo)
    texts = [hit.unit for hit in found.hits if hit.unit.kind is Kind.TEXT]
    assert [(unit.document, unit.heading[-1]) for unit in texts] == [("guide.md", "Failures")]


def test_words_alone_match_no_part_of_a_picture(team: KnowledgeBase) -> None:
    hits = team.search(Query("dialog failures"), TEAM).hits
    assert hits
    assert [hit.match for hit in hits if hit.match] == []


def test_a_forgotten_picture_is_not_recognised(
    base: KnowledgeBase, eyes: KnowingEyes, real_eyes: Eyes, tmp_path: Path
) -> None:
    base.learn([write(tmp_path / "a", {"a.png": png(draw(TABLE, 0))})], "team")
    small = edits.edited(png(draw(TABLE, 0)), edits.half_size, "")
    assert shown(ask(base, real_eyes, small)) == ["a"]
    base.forget("a.png", "team")
    assert ask(base, real_eyes, small).hits == ()
    assert kept(tmp_path / "home") == 0


def test_a_picture_of_another_space_is_not_recognised(
    base: KnowledgeBase, real_eyes: Eyes, tmp_path: Path
) -> None:
    for space, member in (("team", 0), ("others", 1)):
        content = png(draw(TABLE, member))
        base.learn([write(tmp_path / space, {f"{space}.png": content})], space)
    photo = edits.edited(png(draw(TABLE, 1)), edits.photo_of_screen, "")
    assert shown(ask(base, real_eyes, photo, Scope(("others",)))) == ["others"]
    assert "others" not in shown(ask(base, real_eyes, photo))


def test_a_library_of_before_is_looked_at_when_it_is_learned_again(
    base: KnowledgeBase, real_eyes: Eyes, home: Path, tmp_path: Path
) -> None:
    folder = write(tmp_path / "a", {"a.png": png(draw(CHART, 0))})
    base.learn([folder], "team")
    catalog = Catalog.open(home / "knowledge" / "catalog.sqlite3")
    with catalog.database.transaction() as connection:
        connection.execute("UPDATE look SET version = 0")
        connection.execute("UPDATE space SET generation = generation + 1")
    catalog.database.close()
    crop = edits.edited(png(draw(CHART, 0)), edits.crop, "")
    assert ask(base, real_eyes, crop).hits == ()
    assert base.learn([folder], "team").unchanged == ("a.png",)
    assert shown(ask(base, real_eyes, crop)) == ["a"]


def test_a_blank_picture_is_learned_and_asked_for_without_harm(
    base: KnowledgeBase, real_eyes: Eyes, tmp_path: Path
) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(blank, "PNG")
    base.learn([write(tmp_path / "a", {"a.png": blank.getvalue()})], "team")
    other = io.BytesIO()
    Image.new("RGB", (500, 40), "beige").save(other, "PNG")
    assert ask(base, real_eyes, other.getvalue()).hits == ()


def kept(home: Path) -> int:
    """Count the looks that are stored below `home`."""
    catalog = Catalog.open(home / "knowledge" / "catalog.sqlite3")
    (count,) = catalog.database.connection.execute("SELECT count(*) FROM look").fetchone()
    catalog.database.close()
    return int(count)
