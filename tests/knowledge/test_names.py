"""Names of files as other systems write them."""

import os
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.errors import NotFound
from knowledge.records import Query, Scope
from tests.knowledge.fakes import draw, write

TEAM = Scope(("team",))


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems refuse such names")
def test_a_name_in_another_encoding_fails_alone(base: KnowledgeBase, tmp_path: Path) -> None:
    folder = write(tmp_path / "a", {"a.md": "# A\n\nalpha\n"})
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("# Caf\u00e9\n\nmilk\n")
    for _ in range(2):
        report = base.learn([folder], "team")
        assert report.failed == (("caf?.md", "its path is not written in UTF-8; rename it"),)
    assert [one.name for one in base.documents(TEAM)] == ["a.md"]


def test_halves_of_letters_break_nothing(base: KnowledgeBase) -> None:
    half = "\ud83d"
    base.learn_upload("a.md", b"# Router\n\nrestart the modem\n", "team", learned_by=half)
    base.learn_upload("b.png", draw(1, 96), "team", note=f"modem {half}")
    query = Query(f"the modem {half}", earlier=(half,))
    assert {hit.unit.document for hit in base.search(query, TEAM).hits} == {"a.md", "b.png"}
    assert base.search(replace(query, documents=(half,)), TEAM).hits == ()
    with pytest.raises(NotFound):
        base.forget(half, "team")


def test_accents_are_one_with_their_letters_whoever_wrote_the_name(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    composed = "\u00dcbersicht.md"
    apart = unicodedata.normalize("NFD", composed)
    folder = write(tmp_path / "a", {apart: "# Overview\n\nalpha\n"})
    for typed in (composed, apart):
        assert base.learn([folder], "team").added == (composed,)
        assert base.forget(typed, "team").name == composed
