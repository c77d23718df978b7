"""Follow-up questions: completed by what was asked before, and only where they point back."""

from pathlib import Path

import pytest

from knowledge import KnowledgeBase, follow
from knowledge.records import Query, Scope
from tests.knowledge.fakes import write


@pytest.mark.parametrize(
    ("text", "earlier", "words"),
    [
        ("and in Berlin?", ("How many days of leave do I get?",), {"days", "leave"}),
        ("Why is that?", ("The printer prints blank pages",), {"printer", "blank", "pages"}),
        ("那个怎么办？", ("打印机 报错 E-42",), {"打印机", "报错", "E-42"}),
        ("А почему?", ("Принтер печатает пустые страницы",), {"Принтер", "пустые"}),
        ("Who decides?", ("The budget of the field team",), {"budget", "field", "team"}),
        ("and there?", ("hotel costs in London", "and in Oslo?"), {"Oslo", "hotel", "costs"}),
    ],
)
def test_what_points_back_gets_the_words_it_points_to(
    text: str, earlier: tuple[str, ...], words: set[str]
) -> None:
    completed = follow.complete(text, earlier)
    assert completed.startswith(text)
    assert words <= set(completed.split())


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("How long is a VPN profile valid in the Bergen office of the team?", ("hotel costs",)),
        ("VPN profile validity", ("hotel costs",)),
        ("Where do visitors park?", ("hotel costs",)),
        ("Who won the football world cup in 1974?", ("hotel costs",)),
        ("Is there a garage for vans?", ("hotel costs",)),
        ("When are smoke tests too old?", ("hotel costs",)),
        ("为什么打印机不工作", ("hotel costs",)),
        ("and in Berlin?", ()),
        ("", ("hotel costs",)),
    ],
)
def test_a_whole_question_is_left_alone(text: str, earlier: tuple[str, ...]) -> None:
    assert follow.complete(text, earlier) == text


def test_a_search_is_completed_from_what_was_asked_before(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "hotels.md": "# Hotels\n\nA hotel in Oslo may cost 1,900 a night.\n",
        "offices.md": "# Offices\n\nThe office in Oslo has nine desks.\n",
    }
    base.learn([write(tmp_path / "files", files)], "team")
    asked = Query("and in Oslo?", earlier=("how much may a hotel cost a night",))
    assert base.search(asked, Scope(("team",))).hits[0].unit.document == "hotels.md"
