"""What is fused is never worse than the best single list, in any language and for any kind of unit.

The material is written and drawn anew from another seed than the ranker was trained on.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.evaluate import written
from bot.evaluate.lessons import Lesson
from knowledge import KnowledgeBase
from knowledge.embed.minilm import MiniLM
from knowledge.records import Hit, Query, Scope
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import KnowingEyes

SEED = 2_026
MANUALS = 6
SPACE = "manuals"


@pytest.fixture(scope="module")
def taught(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[KnowledgeBase, list[Lesson]]]:
    folder = tmp_path_factory.mktemp("manuals")
    lessons = written.write(folder / "files", MANUALS, SEED)
    eyes = Eyes()
    models = Path(tempfile.gettempdir()) / "groundglass-models"
    base = KnowledgeBase(folder / "home", KnowingEyes(eyes), embedder=MiniLM(models))
    base.learn([folder / "files"], SPACE)
    yield base, lessons
    base.close()
    eyes.close()


def kind(lesson: Lesson) -> str:
    """Name what a question asks for: a picture, a row of a table, or a passage."""
    if lesson.picture:
        return "picture"
    return "table" if lesson.anchor.startswith("E-") else "passage"


@pytest.mark.parametrize("language", sorted(written.LANGUAGES))
@pytest.mark.parametrize("wanted", ["passage", "table", "picture"])
def test_fused_is_at_least_as_good_as_the_best_single_list(
    taught: tuple[KnowledgeBase, list[Lesson]], language: str, wanted: str
) -> None:
    base, every = taught
    lessons = [one for one in every if one.document.startswith(language) and kind(one) == wanted]
    assert len(lessons) >= MANUALS
    firsts: dict[str, list[bool]] = defaultdict(list)
    units = {row.id: row.unit for row in base.bench.export(SPACE)[0]}
    for lesson in lessons:
        hits = base.search(Query(lesson.question), Scope((SPACE,))).hits
        firsts["fused"].append(bool(hits) and lesson.right(hits[0].unit))
        for ranked in base.bench.pool(Query(lesson.question), SPACE).looking.lists:
            firsts[ranked.name].append(lesson.right(units[ranked.entries[0][0]]))
    shares = {name: sum(right) / len(lessons) for name, right in firsts.items()}
    fused = shares.pop("fused")
    assert fused >= max(shares.values()) - 0.01, shares


@pytest.mark.parametrize("language", sorted(written.LANGUAGES))
def test_what_no_manual_speaks_of_seems_less_answered_than_what_they_say(
    taught: tuple[KnowledgeBase, list[Lesson]], language: str
) -> None:
    base, every = taught
    absent = {
        "en": ["Who is the mayor of Lisbon?", "recipe for lentil soup with garlic"],
        "zh": ["里斯本的市长是谁？", "大蒜扁豆汤的做法"],
        "ru": ["Кто мэр Лиссабона?", "рецепт чечевичного супа с чесноком"],
    }
    there = [one for one in every if one.document.startswith(language) and not one.picture]

    def sure(question: str) -> float:
        return base.search(Query(question), Scope((SPACE,))).answerable

    mean = sum(sure(one.question) for one in there) / len(there)
    assert mean > 0.6
    assert all(sure(question) < 0.4 for question in absent[language])


def right(hits: tuple[Hit, ...], lesson: Lesson) -> list[bool]:
    return [lesson.right(hit.unit) for hit in hits]


def test_the_right_unit_is_among_the_first_five_nearly_always(
    taught: tuple[KnowledgeBase, list[Lesson]],
) -> None:
    base, lessons = taught
    found = [
        any(right(base.search(Query(one.question), Scope((SPACE,)), 5).hits, one))
        for one in lessons
    ]
    assert sum(found) / len(found) >= 0.9
