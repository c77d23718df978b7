"""Training: lessons are made of documents, weights of lessons, and a team's word corrects them."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.evaluate import cloze, courses, feedback, paged, written
from bot.evaluate.lessons import Lesson, squeezed
from bot.evaluate.train import train
from knowledge import KnowledgeBase
from knowledge.rank import answer, features
from knowledge.rank.ranker import Weights
from knowledge.records import Kind, Query, Unit
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, write

PAGE = """# Kiln

The kiln reaches nine hundred degrees in two hours. Its door stays locked until it has cooled down.

| Step | Hours |
|---|---|
| heating | 2 |

Glaze is fired twice in our studio. The second firing takes longer than the first one does. Nobody waits for it.
"""


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    eyes = Eyes()
    yield eyes
    eyes.close()


@pytest.fixture
def base(tmp_path: Path, eyes: Eyes) -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(tmp_path / "home", KnowingEyes(eyes), embedder=WordEmbedder())
    yield base
    base.close()


def test_a_sentence_that_is_asked_for_is_no_longer_in_the_page(tmp_path: Path) -> None:
    source, target = write(tmp_path / "source", {"kiln.md": PAGE}), tmp_path / "target"
    lessons = cloze.make(source, target, random.Random(1))
    left = squeezed((target / "kiln.md").read_text("utf-8"))
    assert len(lessons) == 2
    for lesson in lessons:
        assert squeezed(lesson.question) in squeezed(PAGE)
        assert squeezed(lesson.question) not in left
        assert squeezed(lesson.anchor) in left
    # Tables and headings are left alone.
    assert "heating" in left


def test_a_lesson_knows_what_is_right() -> None:
    passage = Unit("1", "kiln.md", Kind.TEXT, "The kiln reaches\nnine hundred degrees.")
    shown = Unit("2", "kiln.md", Kind.PICTURE, "", fields={"file_name": "q00012z png"})
    by_words = Lesson("how hot?", "kiln.md", anchor="nine hundred *degrees*")
    assert (by_words.right(passage), by_words.right(shown)) == (True, False)
    assert not Lesson("how hot?", "other.md", anchor="nine hundred").right(passage)
    by_picture = Lesson("the kiln from outside", "kiln.md", picture="q00012z")
    assert (by_picture.right(passage), by_picture.right(shown)) == (False, True)


def test_markdown_is_set_as_pages_that_can_be_read(eyes: Eyes) -> None:
    parsed = eyes.parse("kiln.pdf", paged.pdf(PAGE + "\n\n".join(["More of it."] * 60)))
    assert parsed.pages > 1
    assert "nine hundred degrees" in " ".join(block.text for block in parsed.blocks)


def test_written_manuals_are_the_same_for_a_seed_and_answer_their_questions(
    tmp_path: Path,
) -> None:
    lessons = written.write(tmp_path / "one", 1, seed=3)
    assert lessons == written.write(tmp_path / "two", 1, seed=3)
    assert lessons != written.write(tmp_path / "three", 1, seed=4)
    for lesson in lessons:
        if lesson.anchor:
            text = (tmp_path / "one" / lesson.document).read_text("utf-8")
            assert squeezed(lesson.anchor) in squeezed(text)


def test_training_gives_weights_for_every_feature_and_says_how_good_they_are(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    lessons = written.write(scratch / "written", 1, seed=5)
    course = courses.Course("written", scratch / "written", lessons)
    taught = courses.teach(base, course, scratch, None)
    assert len(taught) == len(lessons)
    assert all(one.without is not None for one in taught)
    outcome = train(taught, "three manuals")
    assert set(outcome.weights.candidate) == set(outcome.weights.blind) == set(features.NAMES)
    assert set(outcome.weights.answer) == {*answer.NAMES, "bias"}
    assert outcome.weights.notes == "three manuals"
    assert outcome.told[0].startswith(f"written: {len(lessons)} questions, right first ")
    assert "AUC" in outcome.told[-1]
    assert sum(any(one.right) for one in taught) >= 0.9 * len(taught)


def test_a_teams_word_moves_what_it_was_said_of(base: KnowledgeBase, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "long.md": "# Long\n\nred door red door red door of the garden house by the lake\n",
        "short.md": "# Short\n\nred door\n",
    }
    base.learn([write(tmp_path / "files", files)], "team")
    start = Weights({"bm25.score": 1.0}, {"bias": 0.5}, "start")
    pool = base.bench.pool(Query("red door"), "team")
    first = pool.looking.lists[0].entries[0][0]
    units = {row.id: row.unit for row in base.bench.export("team")[0]}
    loser = next(unit for row, unit in units.items() if row != first)
    labels = [feedback.Label("red door", True, unit=loser.id)] * 3
    corrected, useful = feedback.correct(base, "team", labels, start)
    assert useful == 1
    assert corrected.candidate != start.candidate
    assert corrected.answer == start.answer
    assert corrected.notes == "start; corrected by 1 questions of a team"


@pytest.mark.parametrize(("question", "blind"), [("red door", False), ("红色的门", True)])
def test_a_teams_word_moves_the_weights_that_ordered_what_it_saw(
    base: KnowledgeBase, tmp_path: Path, question: str, blind: bool
) -> None:
    files: dict[str, str | bytes] = {
        "long.md": f"# Long\n\n{question}, {question}, {question}.\n",
        "short.md": f"# Short\n\n{question}\n",
    }
    base.learn([write(tmp_path / "files", files)], "team")
    pool = base.bench.pool(Query(question), "team")
    assert pool.blind == blind
    units = {row.id: row.unit for row in base.bench.export("team")[0]}
    last = units[pool.known[-1].row]
    start = Weights({"bm25.score": 1.0}, {}, blind={"bm25.score": 1.0})
    corrected, _ = feedback.correct(base, "team", [feedback.Label(question, True, last.id)], start)
    moved = {name for name, weight in corrected.blind.items() if weight != start.blind.get(name, 0)}
    assert bool(moved) == blind
    assert feedback.correct(base, "team", [], Weights({}, {}))[0].blind == {}


def test_feedback_is_read_line_by_line_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    said = [
        {"text": "red door", "unit": "abc", "label": True},
        {"text": "red door", "document": "a.pdf", "page": 3, "label": False},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in said))
    by_unit, by_page = feedback.read(path)
    assert by_unit.about(Unit("abc", "b.pdf", Kind.TEXT, ""))
    assert by_page.about(Unit("x", "a.pdf", Kind.TEXT, "", page=3))
    assert not by_page.about(Unit("x", "a.pdf", Kind.TEXT, "", page=4))
    path.write_text('{"text": "red door", "label": true}\n')
    with pytest.raises(BadInput, match="names a unit or a document"):
        feedback.read(path)
    with pytest.raises(BadInput, match="is no file"):
        feedback.read(tmp_path / "nothing.jsonl")
