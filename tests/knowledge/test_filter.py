"""Narrowing a search: by document, kind and date, in whatever list a unit would be found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.records import Kind, Query, Scope
from tests.knowledge.fakes import KnowingEyes, draw, write
from tests.knowledge.test_search import pdf

TEAM = Scope(("team",))
VALVE = Query("replace the gasket of the valve in the pump")


@pytest.fixture
def base(base: KnowledgeBase, tmp_path: Path, eyes: KnowingEyes) -> KnowledgeBase:
    sign = eyes.knows(draw(4), "gasket of the valve in the pump")
    files: dict[str, str | bytes] = {
        "pump.md": "# Pump\n\nThe gasket of the valve in the pump.\n\n![](sign.png)\n",
        "valve.md": "# Valve\n\nReplace the gasket of every valve.\n",
        "sign.png": sign,
    }
    base.learn([write(tmp_path / "plant", files)], "team")
    base.learn_upload("plant.pdf", pdf(), "team")
    return base


def found(base: KnowledgeBase, query: Query) -> set[tuple[str, Kind]]:
    return {(hit.unit.document, hit.unit.kind) for hit in base.search(query, TEAM, 30).hits}


def test_only_named_documents_are_searched(base: KnowledgeBase) -> None:
    assert {document for document, _ in found(base, VALVE)} >= {"pump.md", "valve.md", "plant.pdf"}
    only = found(base, replace(VALVE, documents=("valve.md", "plant.pdf")))
    assert {document for document, _ in only} == {"valve.md", "plant.pdf"}
    assert found(base, replace(VALVE, documents=("unknown.md",))) == set()


def test_only_the_wanted_kind_is_found(base: KnowledgeBase) -> None:
    assert found(base, replace(VALVE, kinds=(Kind.PICTURE,))) == {("pump.md", Kind.PICTURE)}
    kinds = {kind for _, kind in found(base, replace(VALVE, kinds=(Kind.TEXT,)))}
    assert kinds == {Kind.TEXT}


def test_a_page_votes_for_what_the_filter_allows(base: KnowledgeBase) -> None:
    hits = base.search(replace(VALVE, documents=("plant.pdf",)), TEAM).hits
    assert hits[0].unit.page == 2
    assert "bm25_page" in {vote.list for vote in hits[0].lists}


def test_dates_bound_when_a_document_was_learned(base: KnowledgeBase) -> None:
    # Two days: what was learned just before midnight is of yesterday.
    later = (datetime.now(UTC) + timedelta(days=2)).isoformat()[:10]
    earlier = (datetime.now(UTC) - timedelta(days=2)).isoformat()[:10]
    everything = found(base, VALVE)
    assert found(base, replace(VALVE, since=earlier, until=later)) == everything
    assert found(base, replace(VALVE, since=later)) == set()
    assert found(base, replace(VALVE, until=earlier)) == set()


def test_the_second_in_which_a_document_was_learned_is_since_and_not_until(
    base: KnowledgeBase,
) -> None:
    times = {one.name: one.learned_at for one in base.documents(TEAM)}
    for second in (times["valve.md"], times["valve.md"].replace("+00:00", "Z")):
        since = {name for name, _ in found(base, replace(VALVE, since=second))}
        until = {name for name, _ in found(base, replace(VALVE, until=second))}
        assert "valve.md" in since
        assert "valve.md" not in until


def test_a_filter_reaches_the_list_of_meaning_and_the_queried_picture(
    base: KnowledgeBase, eyes: KnowingEyes
) -> None:
    asked = Query("Valve Replace the gasket of every valve.", documents=("valve.md",))
    by_meaning = base.search(asked, TEAM).hits
    assert "dense" in {vote.list for hit in by_meaning for vote in hit.lists}
    seen = eyes.look(draw(4))
    assert ("pump.md", Kind.PICTURE) in found(base, Query("", seen))
    narrowed = found(base, Query("", seen, documents=("valve.md",)))
    assert {document for document, _ in narrowed} == {"valve.md"}


def test_a_filtered_question_may_have_no_answer(base: KnowledgeBase) -> None:
    asked = Query("when does the turbine hall open", documents=("valve.md",))
    assert base.search(asked, TEAM).answerable < 0.5
    assert base.search(replace(asked, documents=()), TEAM).answerable > 0.5
