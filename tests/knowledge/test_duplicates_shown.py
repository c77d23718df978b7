"""What several documents say alike is shown once, and names them all."""

from pathlib import Path

from knowledge import KnowledgeBase
from knowledge.records import Query, Scope
from tests.knowledge.fakes import write

TEAM = Scope(("team",))


def test_what_two_documents_say_alike_is_shown_once_with_both_places(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    rule = (
        "Whoever works from abroad tells the payroll office three weeks ahead, names the country "
        "and the days, and keeps the confirmation for the yearly statement."
    )
    pages = {
        "abroad.md": f"# Working abroad\n\n{rule}\n",
        "payroll.md": f"# Payroll\n\n{rule}\n",
        "older.md": f"# Working abroad in 2019\n\n{rule.replace('three weeks', '40 days')}\n",
    }
    base.learn([write(tmp_path / "rules", dict(pages))], "team")
    found = base.search(Query("who tells the payroll office about working from abroad?"), TEAM)
    said = {hit.unit.document: hit.also for hit in found.hits if hit.unit.document in pages}
    # A number that differs makes another rule of it, however alike the words are.
    assert len(said) == 2
    assert said["older.md"] == ()
    assert {"abroad.md", "payroll.md"} == {
        *(name for name in said if name != "older.md"),
        *(place for also in said.values() for place in also),
    }
