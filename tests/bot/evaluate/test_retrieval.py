"""A whole evaluation over a knowledge base that finds by counting shared words."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.evaluate.datasets import PageQuestion, Pair
from bot.evaluate.refusal import NOT_ANSWERED, TAKEN_OUT
from bot.evaluate.report import OURS, Report
from bot.evaluate.retrieval import retrieval
from knowledge import records
from knowledge.ports import Vectors
from knowledge.rank.pool import Pool
from knowledge.records import Document, Found, Hit, Kind, Progress, Query, Scope, Unit
from knowledge.rows import Row
from tests.knowledge.fakes import WordEmbedder


class CountingKnowledge:
    """Rank units by the words they share with the query; learn only files named in `texts`."""

    def __init__(self, texts: Mapping[str, Sequence[tuple[str, Kind, int | None]]]) -> None:
        self._texts = texts
        self.learned: dict[str, list[Unit]] = {}
        self.forgotten: list[str] = []
        self.closed = False

    def learn(
        self,
        paths: Sequence[Path],
        space: str,
        *,
        progress: Callable[[Progress], None] | None = None,
    ) -> records.Report:
        self.learned[space] = units = []
        for root in paths:
            for path in sorted(root.rglob("*")):
                name = path.relative_to(root).as_posix()
                for text, kind, page in self._units(path):
                    fields = {"file_name": path.stem}
                    units.append(Unit(name, name, kind, text, page=page, fields=fields))
        return records.Report(space, failed=(("torn.pdf", "it is empty"),))

    def search(self, query: Query, scope: Scope, limit: int = 10) -> Found:
        wanted = set(query.text.lower().split())
        units = [unit for space in scope.spaces for unit in self.learned[space]]
        scored = [(len(wanted & set(unit.text.lower().split())), unit) for unit in units]
        best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])[:limit]
        hits = tuple(
            Hit(rank, unit, scope.spaces[0], unit.document, float(score), ())
            for rank, (score, unit) in enumerate(best, 1)
        )
        return Found(hits, None, best[0][0] / len(wanted) if best else 0.0, 1.5)

    def forget(self, document: str, space: str) -> Document:
        self.forgotten.append(document)
        self.learned[space] = [u for u in self.learned[space] if u.document != document]
        return self._document(document, space)

    def documents(self, scope: Scope) -> tuple[Document, ...]:
        names = {unit.document: space for space in scope.spaces for unit in self.learned[space]}
        return tuple(self._document(name, space) for name, space in names.items())

    def _document(self, name: str, space: str) -> Document:
        return Document(name, name, space, "application/pdf", 1, name, 1, 1, 0, "2026-01-01")

    @property
    def bench(self) -> "CountingKnowledge":
        return self

    def pool(self, query: Query, space: str) -> Pool:
        raise AssertionError("measuring looks at no pool")

    def export(self, space: str) -> tuple[tuple[Row, ...], Mapping[str, Vectors]]:
        units = self.learned[space]
        keys = [str(at) if unit.kind is Kind.TEXT else None for at, unit in enumerate(units)]
        rows = [
            Row(at, unit, unit.document, "", "", key)
            for at, (unit, key) in enumerate(zip(units, keys, strict=True))
        ]
        texts = {key: unit.text for unit, key in zip(units, keys, strict=True) if key}
        return tuple(rows), dict(zip(texts, self.embed(list(texts.values())), strict=True))

    def embed(self, texts: Sequence[str]) -> Vectors:
        return WordEmbedder().embed(texts)

    def close(self) -> None:
        self.closed = True

    def _units(self, path: Path) -> Sequence[tuple[str, Kind, int | None]]:
        if path.suffix == ".png":
            return [(path.read_text("utf-8"), Kind.PICTURE, None)]
        return self._texts.get(path.name, ())


PDFS: Mapping[str, Sequence[tuple[str, Kind, int | None]]] = {
    "whale.pdf": [
        ("whales sing at night", Kind.TEXT, 1),
        ("whales eat krill", Kind.TEXT, 2),
        ("whales eat krill daily", Kind.PAGE, 2),
    ],
    "fox.pdf": [("foxes eat krill rarely and whales never", Kind.TEXT, 7)],
}
QUESTIONS = (
    PageQuestion("1", "whales sing", "whale.pdf", (1,), ("Text",), True),
    PageQuestion("2", "foxes eat", "fox.pdf", (7,), ("Chart", "Text"), True),
    PageQuestion("3", "eat krill whales never", "whale.pdf", (2,), ("Chart",), True),
    PageQuestion("4", "who paints the moon", "fox.pdf", (), (), False),
)
PAIRS = (
    Pair("1", "m/red.png", "red door", "a.md"),
    Pair("2", "m/blue.png", "blue window", "b.md"),
)


def lines(rows: Sequence[PageQuestion | Pair]) -> str:
    return "".join(json.dumps(asdict(row)) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pdfs = tmp_path / "data" / "papers"
    (pdfs / "pdfs").mkdir(parents=True)
    (pdfs / "questions.jsonl").write_text(lines(QUESTIONS), "utf-8")
    for name in PDFS:
        (pdfs / "pdfs" / name).write_bytes(b"%PDF")
    pages = tmp_path / "data" / "pages"
    (pages / "m").mkdir(parents=True)
    (pages / "pairs.jsonl").write_text(lines(PAIRS), "utf-8")
    (pages / "m" / "red.png").write_text("red door", "utf-8")
    (pages / "m" / "blue.png").write_text("red wall", "utf-8")
    (pages / "m" / "other.png").write_text("red door red", "utf-8")
    return tmp_path / "data"


def figures(report: Report, method: str = OURS) -> dict[tuple[str, str], dict[str, float]]:
    return {
        (row.task, row.group): {name: round(figure.value, 3) for name, figure in row.figures}
        for row in report.rows
        if row.method == method
    }


def test_every_set_in_the_folder_is_measured(folder: Path, tmp_path: Path) -> None:
    knowledge = CountingKnowledge(PDFS)
    seen: list[Progress] = []
    report = retrieval([folder], lambda home: knowledge, tmp_path / "home", seen.append)
    assert figures(report) == {
        ("alt text to picture", "all"): {"R@1": 0.5, "R@5": 0.5, "R@10": 0.5, "MRR": 0.5},
        ("evidence pages in folder", "all"): {"recall@10": 1.0},
        ("page in document", "all"): {"hit@1": 1.0, "hit@5": 1.0, "hit@10": 1.0, "MRR": 1.0},
        ("page in document", "Chart"): {"hit@1": 1.0, "hit@5": 1.0, "hit@10": 1.0, "MRR": 1.0},
        ("page in document", "Text"): {"hit@1": 1.0, "hit@5": 1.0, "hit@10": 1.0, "MRR": 1.0},
        ("page in folder", "all"): {"hit@1": 0.667, "hit@5": 1.0, "hit@10": 1.0, "MRR": 0.833},
        ("page in folder", "Chart"): {"hit@1": 0.5, "hit@5": 1.0, "hit@10": 1.0, "MRR": 0.75},
        ("page in folder", "Text"): {"hit@1": 1.0, "hit@5": 1.0, "hit@10": 1.0, "MRR": 1.0},
        (TAKEN_OUT, "all"): {"AUC": 0.833, "refused at 10 % false": 0.667},
        (NOT_ANSWERED, "all"): {"AUC": 1.0, "refused at 10 % false": 1.0},
    }
    assert knowledge.closed
    assert sorted(knowledge.learned) == ["eval-pages", "eval-papers", "eval-papers-without"]
    assert report.notes == (
        "pages: torn.pdf was not learned: it is empty",
        "papers: torn.pdf was not learned: it is empty",
    )


def test_simpler_ways_are_measured_beside_ours(folder: Path, tmp_path: Path) -> None:
    report = retrieval([folder], lambda home: CountingKnowledge(PDFS), tmp_path / "home")
    methods = {row.method for row in report.rows if row.task == "page in folder"}
    pages = ["BM25, page text", "BM25, chunks", "MiniLM, chunks", "plain RRF of these"]
    assert methods == {OURS, *pages}
    by_chunks = figures(report, "BM25, chunks")["page in document", "all"]
    assert by_chunks["hit@1"] == 1.0
    # Only one page was also learned whole.
    assert figures(report, "BM25, page text")["page in document", "all"]["hit@1"] == 0.333
    assert {row.method for row in report.rows if row.task == TAKEN_OUT} > {OURS}
    assert "BM25, all joined" in {row.method for row in report.rows if row.dataset == "pages"}


def test_a_document_is_taken_out_for_its_own_questions_and_put_back(
    folder: Path, tmp_path: Path
) -> None:
    knowledge = CountingKnowledge(PDFS)
    retrieval([folder / "papers"], lambda home: knowledge, tmp_path / "home")
    assert sorted(knowledge.forgotten) == ["fox.pdf", "whale.pdf"]
    assert {unit.document for unit in knowledge.learned["eval-papers-without"]} == set(PDFS)


def test_one_set_may_be_named_itself(folder: Path, tmp_path: Path) -> None:
    report = retrieval([folder / "pages"], lambda home: CountingKnowledge(PDFS), tmp_path / "home")
    assert {row.dataset for row in report.rows} == {"pages"}


def test_the_report_is_a_table_for_people_and_plain_json(folder: Path, tmp_path: Path) -> None:
    report = retrieval([folder], lambda home: CountingKnowledge(PDFS), tmp_path / "home")
    parsed = json.loads(json.dumps(report.json(), allow_nan=False))
    assert parsed["median_search_ms"] == 1.5
    assert parsed["rows"][0]["R@1"] == {"value": 0.5, "low": 0.0, "high": 1.0}
    assert parsed["rows"][0]["method"] == OURS
    assert parsed["rows"][-1]["AUC"]["value"] is not None
    table = report.table().splitlines()
    assert table[0].split()[:5] == ["set", "task", "group", "method", "n"]
    assert "R@1 0.50 [0.00, 1.00]" in table[1]
    assert "note: pages: torn.pdf was not learned: it is empty" in table


def refused(path: Path, tmp_path: Path) -> str:
    def factory(home: Path) -> CountingKnowledge:
        raise AssertionError("opened before the data was checked")

    with pytest.raises(BadInput) as caught:
        retrieval([path], factory, tmp_path / "home")
    return str(caught.value)


def test_a_wrong_folder_is_refused_with_the_remedy(folder: Path, tmp_path: Path) -> None:
    assert "is not a folder" in refused(tmp_path / "nowhere", tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "name a folder that does" in refused(empty, tmp_path)


def test_one_set_named_twice_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="two sets are named 'pages'"):
        retrieval([folder, folder / "pages"], lambda home: CountingKnowledge(PDFS), tmp_path)


def test_a_broken_line_is_named(folder: Path, tmp_path: Path) -> None:
    path = folder / "papers" / "questions.jsonl"
    path.write_text(lines(QUESTIONS[:1]) + '{"id": "x", "question": 3}\n', "utf-8")
    assert "line 2: question" in refused(folder / "papers", tmp_path)
    path.write_text(lines(QUESTIONS[:1]) + "not json\n", "utf-8")
    assert "line 2: line: Invalid JSON" in refused(folder / "papers", tmp_path)
    path.write_text("", "utf-8")
    assert "is empty" in refused(folder / "papers", tmp_path)


def test_pairs_must_lie_in_the_folder_and_be_told_apart(folder: Path, tmp_path: Path) -> None:
    path = folder / "pages" / "pairs.jsonl"
    path.write_text(lines([replace(PAIRS[0], image="../papers/questions.jsonl")]), "utf-8")
    assert "take the pair out" in refused(folder / "pages", tmp_path)
    (folder / "pages" / "red.png").write_text("", "utf-8")
    path.write_text(lines([PAIRS[0], replace(PAIRS[0], image="red.png")]), "utf-8")
    assert "have one name" in refused(folder / "pages", tmp_path)
