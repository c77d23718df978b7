"""A space that is not in the scope does not exist: every way of reading, tried with many questions."""

import random
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.errors import NotFound
from knowledge.records import Query, Scope
from tests.knowledge.fakes import KnowingEyes, draw, write

WORDS = [
    "router",
    "modem",
    "lease",
    "uplink",
    "printer",
    "toner",
    "badge",
    "invoice",
    "receipt",
    "retro",
]
CHINESE = ["深色模式", "重启路由器", "报销发票", "访客密码"]


@pytest.fixture
def base(base: KnowledgeBase, tmp_path: Path, eyes: KnowingEyes) -> KnowledgeBase:
    """Fill two spaces with the same words, a marked document each, and one picture in common."""
    chance = random.Random(1)
    shared = eyes.knows(draw(0), "lease expired 访客密码")
    for space in ("red", "blue"):
        files: dict[str, str | bytes] = {"shared.png": shared}
        for number in range(6):
            words = " ".join(chance.choices(WORDS, k=30))
            picture = f"p{number}.png"
            files[picture] = eyes.knows(draw(number + (10 if space == "red" else 20)), words)
            files[f"{space}{number}.md"] = (
                f"# {space} {number}\n\n{words} {chance.choice(CHINESE)}\n\n![{words}]({picture})\n"
            )
        base.learn([write(tmp_path / space, files)], space)
    return base


def test_nothing_of_another_space_is_ever_returned(base: KnowledgeBase, eyes: KnowingEyes) -> None:
    chance = random.Random(2)
    foreign = {
        hit.image
        for word in WORDS
        for hit in base.search(Query(word), Scope(("blue",)), 50).hits
        if hit.image and hit.unit.document.startswith("blue")
    }
    assert foreign
    for _ in range(60):
        text = " ".join(chance.choices([*WORDS, *CHINESE, "blue"], k=chance.randint(0, 4)))
        sight = eyes.look(draw(chance.randint(0, 26))) if chance.random() < 0.5 else None
        found = base.search(Query(text, sight), Scope(("red",)), chance.randint(1, 30))
        shown = [*found.hits, *filter(None, [found.nearest])]
        assert {hit.space for hit in shown} <= {"red"}
        assert not [hit for hit in shown if hit.unit.document.startswith("blue")]
        assert not [hit for hit in shown if "blue" in base.section(hit)]
    for image in foreign:
        with pytest.raises(NotFound):
            base.picture(str(image), Scope(("red",)))
    assert {document.space for document in base.documents(Scope(("red",)))} == {"red"}


def test_an_empty_scope_reads_nothing(base: KnowledgeBase, eyes: KnowingEyes) -> None:
    nobody = Scope(())
    found = base.search(Query("router modem", eyes.look(draw(0))), nobody)
    assert (found.hits, found.nearest, found.answerable) == ((), None, 0.0)
    assert base.documents(nobody) == ()


def test_a_space_nobody_filled_is_empty_and_is_not_made(base: KnowledgeBase) -> None:
    assert base.search(Query("router"), Scope(("green",))).hits == ()
    assert base.spaces() == ("blue", "red")


def test_a_picture_in_two_spaces_outlives_one_of_them(base: KnowledgeBase) -> None:
    hit = base.search(Query("lease expired 访客密码"), Scope(("blue",))).hits[0]
    image = next(
        hit.image
        for hit in base.search(Query("lease expired"), Scope(("blue",)), 30).hits
        if hit.unit.document == "shared.png"
    )
    assert hit.space == "blue"
    base.forget("shared.png", "red")
    assert base.picture(str(image), Scope(("blue",)))
    with pytest.raises(NotFound):
        base.picture(str(image), Scope(("red",)))


def test_several_spaces_are_searched_together(base: KnowledgeBase) -> None:
    found = base.search(Query("router"), Scope(("red", "blue")), 20)
    assert {hit.space for hit in found.hits} == {"red", "blue"}
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))
