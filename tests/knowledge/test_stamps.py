"""A folder that looks as it did is not read again, and every change of it is seen."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.base import Options
from knowledge.records import Progress, Query, Scope
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write

TEAM = Scope(("team",))


@pytest.fixture
def base(home: Path, eyes: KnowingEyes) -> Iterator[KnowledgeBase]:
    """Open a store in which every file was written long ago: the time of a change cannot be set back."""
    options = Options(clock=lambda: time.time() + 3_600)
    base = KnowledgeBase(home, eyes, embedder=WordEmbedder(), options=options)
    yield base
    base.close()


@pytest.fixture
def folder(tmp_path: Path, base: KnowledgeBase) -> Path:
    folder = write(
        tmp_path / "a",
        {
            "a.md": "# A\n\nalpha beta\n\n![plan](deep/plan.png)\n",
            "deep/b.md": "# B\n\ngamma delta\n",
            "deep/plan.png": draw(1),
        },
    )
    base.learn([folder], "team")
    return folder


def test_a_page_that_comes_to_stand_on_the_web_leads_there_from_then_on(
    base: KnowledgeBase, folder: Path
) -> None:
    (hit, *_) = base.search(Query("gamma"), TEAM).hits
    assert hit.address == ""
    front = "---\nurl: https://docs.example.org/b/\n---\n"
    write(folder, {"deep/b.md": front + "# B\n\ngamma delta\n"})
    assert base.learn([folder], "team").changed == ("deep/b.md",)
    (hit, *_) = base.search(Query("gamma"), TEAM).hits
    assert hit.address == "https://docs.example.org/b/"


def test_what_looks_as_it_did_is_known(base: KnowledgeBase, folder: Path) -> None:
    seen: list[Progress] = []
    report = base.learn([folder], "team", progress=seen.append)
    assert sorted(report.unchanged) == ["a.md", "deep/b.md"]
    assert (report.added, report.changed, report.removed, seen) == ((), (), (), [])
    base.rebuild("team")
    assert sorted(base.learn([folder], "team").unchanged) == ["a.md", "deep/b.md"]


def test_a_change_of_equal_length_and_time_is_seen(base: KnowledgeBase, folder: Path) -> None:
    page = folder / "deep" / "b.md"
    status = page.stat()
    page.write_text("# B\n\ngamma omega\n")
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert page.stat().st_size == status.st_size
    assert base.learn([folder], "team").changed == ("deep/b.md",)
    assert base.search(Query("omega"), TEAM).hits[0].unit.document == "deep/b.md"


def test_a_new_picture_that_a_page_draws_in_is_seen(base: KnowledgeBase, folder: Path) -> None:
    write(folder, {"deep/plan.png": draw(2)})
    assert base.learn([folder], "team").changed == ("a.md",)


def test_a_part_of_a_folder_sees_what_is_drawn_in_from_beside_it(
    base: KnowledgeBase, folder: Path
) -> None:
    write(folder, {"deep/b.md": "# B\n\ngamma\n\n![x](../side.png)\n", "side.png": draw(5)})
    base.learn([folder], "team")
    base.learn([folder / "deep"], "team")
    write(folder, {"side.png": draw(6)})
    assert base.learn([folder / "deep"], "team").changed == ("deep/b.md",)


def test_pictures_are_seen_however_their_addresses_are_written(
    base: KnowledgeBase, folder: Path
) -> None:
    for number, address in enumerate(("/top.png", "top.png?raw=true", "top.png#middle")):
        write(folder, {"c.md": f"# C\n\n![x]({address})\n", "top.png": draw(10 + number)})
        base.learn([folder], "team")
        write(folder, {"top.png": draw(20 + number)})
        assert base.learn([folder], "team").changed == ("c.md",)


def test_a_folder_that_was_learned_by_itself_may_go(base: KnowledgeBase, folder: Path) -> None:
    write(folder, {"own/d.md": "# D\n\ndelta\n"})
    base.learn([folder / "own"], "team")
    shutil.rmtree(folder / "own")
    assert base.learn([folder], "team").removed == ("d.md",)


def test_a_deleted_and_a_new_file_are_seen(base: KnowledgeBase, folder: Path) -> None:
    (folder / "a.md").unlink()
    write(folder, {"c.md": "# C\n\nepsilon\n"})
    report = base.learn([folder], "team")
    # No page shows the picture any more, so it is a document now.
    assert (report.removed, report.added) == (("a.md",), ("c.md", "deep/plan.png"))


def test_a_forgotten_page_comes_back_while_its_file_is_there(
    base: KnowledgeBase, folder: Path
) -> None:
    base.forget("a.md", "team")
    assert base.learn([folder], "team").added == ("a.md",)


def test_a_file_that_could_not_be_read_is_tried_again(base: KnowledgeBase, folder: Path) -> None:
    write(folder, {"broken.pdf": b"%PDF-1.7 nothing"})
    for _ in range(2):
        assert [name for name, _ in base.learn([folder], "team").failed] == ["broken.pdf"]
