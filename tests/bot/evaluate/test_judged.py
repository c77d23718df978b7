"""Judged answers asked again: of the search, and of the bot."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.evaluate import answers
from bot.records import Answer, Citation, Passage
from knowledge.records import Found, Hit, Kind, Query, Scope, Unit


def hit(rank: int, document: str, page: int | None = None) -> Hit:
    unit = Unit(f"{document}-{rank}", document, Kind.TEXT, "words", page=page)
    return Hit(rank, unit, "team", document, 1.0, ())


def case(number: int, verdict: str, document: str, **more: object) -> dict[str, object]:
    return {
        "id": f"case{number}",
        "text": f"question {number}",
        "verdict": verdict,
        "votes": {verdict: 1},
        "answer": "It is 25 days of paid leave [1].",
        "evidence": [{"number": 1, "document": document, "space": "team", "cited": True}],
        **more,
    }


def written(folder: Path, *cases: dict[str, object]) -> Path:
    path = folder / "judged.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in cases), "utf-8")
    return path


def test_the_search_is_measured_by_the_sources_of_right_answers(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        case(1, "right", "leave.md"),
        case(2, "right", "vpn.md"),
        case(3, "wrong", "leave.md"),
    )
    asked: list[tuple[str, Sequence[str]]] = []

    def search(query: Query, scope: Scope, limit: int) -> Found:
        asked.append((query.text, scope.spaces))
        return Found((hit(1, "leave.md"), hit(2, "vpn.md")), None, 0.9, 1.0)

    (row,) = answers.retrieval([path], search, "").rows
    assert row.questions == 2
    figures = {name: figure.value for name, figure in row.figures}
    assert (figures["hit@1"], figures["hit@5"], figures["mrr"]) == (0.5, 1.0, 0.75)
    assert asked[0] == ("question 1", ("team",))


async def test_right_answers_are_to_come_again_and_wrong_ones_to_change(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        case(1, "right", "leave.md"),
        case(2, "wrong", "leave.md"),
        case(3, "outdated", "leave.md", pictures=["0" * 64]),
    )

    async def ask(text: str, scope: Scope) -> Answer:
        if text == "question 3":
            return Answer("I don't know from these documents.", refused=True)
        passage = Passage(1, hit(1, "leave.md"), "words")
        return Answer("It is 25 days of paid leave [1].", (Citation(1, passage, "words"),))

    report = await answers.answers([path], ask, "", lambda progress: None)
    assert {row.task: [figure.value for _, figure in row.figures] for row in report.rows} == {
        "judged right: answered again": [1.0, 1.0, 1.0],
        "judged outdated: not said again": [1.0],
        "judged wrong: not said again": [0.0],
    }
    assert "1 questions came with pictures" in report.notes[0]
    assert "judged wrong" in report.table()


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="feedback export"):
        answers.read(tmp_path / "none.jsonl")
