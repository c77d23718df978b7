"""Stories of a folder that changes, and of what was learned from it."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.errors import NotFound
from knowledge.records import Kind, Progress, Query, Scope
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write

TEAM = Scope(("team",))

NETWORK = """# Network

## Router

`ERR-4012` means that the uplink lost its lease. Restart the modem.

## Wi-Fi

The guest password changes every Monday.
"""
TRAVEL = "# Travel\n\nHand in receipts within thirty days.\n"


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    return write(tmp_path / "handbook", {"network.md": NETWORK, "money/travel.md": TRAVEL})


def texts(base: KnowledgeBase, question: str, scope: Scope = TEAM) -> list[str]:
    return [hit.unit.text for hit in base.search(Query(question), scope).hits]


def test_a_folder_is_learned_with_all_its_folders(base: KnowledgeBase, handbook: Path) -> None:
    seen: list[Progress] = []
    report = base.learn([handbook], "team", learned_by="Ann", progress=seen.append)
    assert sorted(report.added) == ["money/travel.md", "network.md"]
    assert (report.units, report.failed) == (3, ())
    assert [(one.done, one.total) for one in seen] == [(1, 2), (2, 2)]
    network = {one.name: one for one in base.documents(TEAM)}["network.md"]
    assert (network.title, network.units, network.learned_by) == ("Network", 2, "Ann")
    assert base.spaces() == ("team",)


def test_learning_again_touches_nothing(
    base: KnowledgeBase, handbook: Path, home: Path, embedder: WordEmbedder, eyes: KnowingEyes
) -> None:
    # A file of the future may change unseen: all are read again, however long the first run takes.
    os.utime(handbook / "network.md", (2**32, 2**32))
    base.learn([handbook], "team")
    embedder.embedded, eyes.parsed = [], []
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    assert len(base.learn([handbook], "team").unchanged) == 2
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    assert (embedder.embedded, eyes.parsed) == ([], [])


def test_an_edit_changes_only_what_was_edited(
    base: KnowledgeBase, handbook: Path, embedder: WordEmbedder
) -> None:
    base.learn([handbook], "team")
    before = base.search(Query("ERR-4012"), TEAM).hits[0].unit.id
    embedder.embedded.clear()
    write(handbook, {"network.md": NETWORK.replace("Monday", "Friday")})
    report = base.learn([handbook], "team")
    assert (report.changed, report.unchanged) == (("network.md",), ("money/travel.md",))
    assert len(embedder.embedded) == 1
    assert "Friday" in texts(base, "guest password")[0]
    assert base.search(Query("ERR-4012"), TEAM).hits[0].unit.id == before


def test_a_moved_file_is_moved_and_costs_no_embedding(
    base: KnowledgeBase, handbook: Path, embedder: WordEmbedder
) -> None:
    base.learn([handbook], "team")
    embedder.embedded.clear()
    (handbook / "network.md").rename(handbook / "money" / "lan.md")
    report = base.learn([handbook], "team")
    assert (report.moved, report.added, report.removed) == (("money/lan.md",), (), ())
    assert embedder.embedded == []
    assert [one.name for one in base.documents(TEAM)] == ["money/lan.md", "money/travel.md"]


def test_a_deleted_file_is_forgotten_and_others_stay(base: KnowledgeBase, handbook: Path) -> None:
    base.learn([handbook], "team")
    (handbook / "network.md").unlink()
    assert base.learn([handbook / "money"], "team").removed == ()
    report = base.learn([handbook], "team")
    assert (report.removed, report.unchanged) == (("network.md",), ("money/travel.md",))
    assert texts(base, "uplink lease modem") == []


def test_forgetting_is_visible_at_once_and_leaves_no_bytes(
    base: KnowledgeBase, tmp_path: Path, home: Path
) -> None:
    page = "# A\n\nA diagram.\n\n![the uplink](plan.png)\n"
    write(tmp_path / "a", {"page.md": page, "plan.png": draw(1)})
    base.learn([tmp_path / "a"], "team")
    image = str(base.search(Query("uplink"), TEAM).hits[0].image)
    assert base.picture(image, TEAM).startswith((b"\x89PNG", b"\xff\xd8"))
    assert base.forget("page.md", "team").name == "page.md"
    assert texts(base, "uplink diagram") == []
    assert [path for path in (home / "knowledge" / "blobs").rglob("*") if path.is_file()] == []
    with pytest.raises(NotFound, match="search again"):
        base.picture(image, TEAM)


def test_an_unknown_document_is_answered_with_close_names(
    base: KnowledgeBase, handbook: Path
) -> None:
    base.learn([handbook], "team")
    with pytest.raises(NotFound, match=r"did you mean 'network\.md'"):
        base.forget("netwrok.md", "team")
    with pytest.raises(NotFound, match="is empty"):
        base.forget("network.md", "elsewhere")


def test_a_broken_file_fails_alone(base: KnowledgeBase, handbook: Path) -> None:
    write(handbook, {"broken.pdf": b"%PDF-1.7 nothing follows", "empty.png": b""})
    report = base.learn([handbook], "team")
    assert sorted(name for name, _ in report.failed) == ["broken.pdf", "empty.png"]
    assert len(report.added) == 2


def test_hidden_and_foreign_files_and_links_outward_are_left_alone(
    base: KnowledgeBase, handbook: Path, tmp_path: Path
) -> None:
    write(tmp_path, {"secret.md": "# Secret\n\nthe launch code\n"})
    write(handbook, {".git/notes.md": "# Hidden", "program.exe": b"MZ"})
    (handbook / "link.md").symlink_to(tmp_path / "secret.md")
    assert len(base.learn([handbook], "team").added) == 2


def test_a_path_that_is_not_there_changes_nothing(base: KnowledgeBase, handbook: Path) -> None:
    base.learn([handbook], "team")
    with pytest.raises(NotFound, match="does not exist"):
        base.learn([handbook, handbook / "nowhere"], "team")
    assert len(base.documents(TEAM)) == 2


def test_two_folders_may_hold_files_of_the_same_name(base: KnowledgeBase, tmp_path: Path) -> None:
    write(tmp_path / "one", {"readme.md": "# One\n\nalpha\n"})
    write(tmp_path / "two", {"readme.md": "# Two\n\nbeta\n"})
    base.learn([tmp_path / "one"], "team")
    base.learn([tmp_path / "two"], "team")
    base.learn([tmp_path / "one", tmp_path / "two"], "team")
    assert [one.name for one in base.documents(TEAM)] == ["readme.md", "two/readme.md"]


def test_a_new_picture_under_an_old_name_changes_the_page_that_shows_it(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    folder = write(
        tmp_path / "a", {"page.md": "# A\n\n![the plan](plan.png)\n", "plan.png": draw(1)}
    )
    base.learn([folder], "team")
    before = base.search(Query("plan"), TEAM).hits[0].image
    write(folder, {"plan.png": draw(2)})
    assert base.learn([folder], "team").changed == ("page.md",)
    assert base.search(Query("plan"), TEAM).hits[0].image != before


def test_a_picture_is_read_once_wherever_it_stands(
    base: KnowledgeBase, tmp_path: Path, eyes: KnowingEyes
) -> None:
    picture = eyes.knows(draw(3), "Lease expired")
    page = "# Page\n\n![dialog](dialog.png)\n"
    folder = write(
        tmp_path / "a", {"page.md": page, "dialog.png": picture, "copy/again.png": picture}
    )
    base.learn([folder], "team")
    base.learn_upload("photo.png", picture, "other")
    assert len(eyes.looked) == 1
    # A picture that a page shows is found there and is no document of its own.
    assert [one.name for one in base.documents(TEAM)] == ["page.md"]
    hit = base.search(Query("lease expired"), TEAM).hits[0]
    assert (hit.unit.kind, hit.unit.document) == (Kind.PICTURE, "page.md")
    assert hit.unit.fields["ocr"] == "Lease expired"


def test_an_upload_gets_a_safe_name_and_new_bytes_a_new_version(base: KnowledgeBase) -> None:
    first = base.learn_upload("../../etc/\u202enotes.md", b"# Notes\n\nalpha beta\n", "team")
    assert first.added == ("notes.md",)
    again = base.learn_upload("notes.md", b"# Notes\n\nalpha beta\n", "team")
    assert again.unchanged == ("notes.md",)
    changed = base.learn_upload("C:\\notes.md", b"# Notes\n\ngamma delta\n", "team")
    assert changed.changed == ("notes.md",)
    assert texts(base, "alpha") == []
    assert len(texts(base, "gamma")) == 1


def test_the_caption_of_an_upload_finds_it(base: KnowledgeBase) -> None:
    base.learn_upload("IMG_1.png", draw(4), "team", note="Whiteboard of the Tuesday retro")
    hit = base.search(Query("tuesday retro"), TEAM).hits[0]
    assert (hit.unit.document, hit.unit.text) == ("IMG_1.png", "Whiteboard of the Tuesday retro")


def test_an_upload_stands_beside_a_learned_file_of_its_name(
    base: KnowledgeBase, handbook: Path
) -> None:
    base.learn([handbook], "team")
    assert base.learn_upload("network.md", b"# Other\n\nzeta\n", "team").added == (
        "network (2).md",
    )
    assert base.learn([handbook], "team").removed == ()
    assert len(base.documents(TEAM)) == 3


def test_rebuilding_gives_the_same_answers(base: KnowledgeBase, handbook: Path) -> None:
    base.learn([handbook], "team")
    before = base.search(Query("guest password"), TEAM).hits
    base.rebuild("team")
    assert base.search(Query("guest password"), TEAM).hits == before
    with pytest.raises(NotFound):
        base.rebuild("elsewhere")


def test_another_text_model_embeds_what_is_stored_without_the_files(
    home: Path, eyes: KnowingEyes, base: KnowledgeBase, handbook: Path
) -> None:
    base.learn([handbook], "team")
    base.close()
    newer = KnowledgeBase(home, eyes, embedder=WordEmbedder("words@2"))
    (handbook / "network.md").unlink()
    newer.rebuild("team")
    assert newer.search(Query("guest password changes monday"), TEAM).lists["dense"] == "ran"
    newer.close()


def test_searching_goes_on_while_something_is_learned(base: KnowledgeBase, tmp_path: Path) -> None:
    base.learn([write(tmp_path / "first", {"first.md": "# First\n\nalpha beta\n"})], "team")
    many = {f"{n}.md": f"# {n}\n\nalpha word{n} beta gamma\n" for n in range(40)}
    folder = write(tmp_path / "many", many)
    with ThreadPoolExecutor(4) as pool:
        learning = [pool.submit(base.learn, [folder], "team") for _ in range(2)]
        found = [pool.submit(base.search, Query("alpha beta"), TEAM, 5) for _ in range(60)]
        assert all(one.result().hits for one in found)
        # The second waited for the first and found nothing left to do.
        assert sorted(len(one.result().added) for one in learning) == [0, 40]
    assert base.search(Query("word39"), TEAM).hits[0].unit.document == "39.md"


def test_a_closed_store_opens_again(base: KnowledgeBase, handbook: Path) -> None:
    base.learn([handbook], "team")
    base.close()
    assert "Monday" in texts(base, "guest password")[0]
