"""A store as a whole: how much it may hold, what it counts, where it keeps its vectors, how it is interrupted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.base import Options
from knowledge.errors import StoreBroken
from knowledge.records import Progress, Query, Quota, Scope
from tests.knowledge.chroma_server import serving
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write

TEAM = Scope(("team",))
MANY = {f"{n:04}.md": f"# Page {n}\n\nalpha{n} beta{n} gamma\n" for n in range(1_100)}
"""More texts than a search compares without an index."""


def opened(home: Path, eyes: KnowingEyes, options: Options) -> KnowledgeBase:
    return KnowledgeBase(home, eyes, embedder=WordEmbedder(), options=options)


def test_what_goes_beyond_the_quota_is_named_and_the_rest_is_learned(
    home: Path, eyes: KnowingEyes, tmp_path: Path
) -> None:
    base = opened(home, eyes, Options(quota=Quota(documents=2, size_bytes=10_000)))
    folder = write(tmp_path / "a", {f"{n}.md": f"# {n}\n\nalpha{n}\n" for n in range(3)})
    report = base.learn([folder], "team")
    assert (len(report.added), len(report.failed)) == (2, 1)
    assert "may hold 2 documents" in report.failed[0][1]
    # A change of what is known needs no room of its own; another space has its own.
    write(folder, {"0.md": "# 0\n\nomega\n"})
    assert base.learn([folder], "team").changed == ("0.md",)
    assert base.learn([folder / "2.md"], "other").added == ("2.md",)
    base.forget("1.md", "team")
    assert base.learn([folder / "2.md"], "team").added == ("2.md",)
    base.close()


def test_the_quota_counts_bytes(home: Path, eyes: KnowingEyes) -> None:
    base = opened(home, eyes, Options(quota=Quota(size_bytes=1_000)))
    assert base.learn_upload("a.md", b"# A\n\n" + b"alpha " * 100, "team").added
    assert base.learn_upload("b.md", b"# B\n\n" + b"alpha " * 100, "team").failed
    # A new version takes the room of the old one.
    assert base.learn_upload("a.md", b"# A\n\n" + b"omega " * 110, "team").changed
    base.close()


def test_what_is_gone_makes_room_for_what_comes(
    home: Path, eyes: KnowingEyes, tmp_path: Path
) -> None:
    base = opened(home, eyes, Options(quota=Quota(size_bytes=1_000)))
    folder = write(tmp_path / "a", {"a.md": "# A\n\n" + "alpha " * 100})
    base.learn([folder], "team")
    (folder / "a.md").unlink()
    write(folder, {"b.md": "# B\n\n" + "beta " * 120})
    assert base.learn([folder], "team").added == ("b.md",)
    base.close()


def test_stats_count_what_is_there(base: KnowledgeBase, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": "# A\n\nalpha\n\n![plan](p.png)\n", "p.png": draw(1)}
    base.learn([write(tmp_path / "a", files)], "team")
    base.learn_upload("b.md", b"# B\n\nbeta\n", "other")
    counted = base.stats()
    assert [(one.space, one.documents) for one in counted.spaces] == [("other", 1), ("team", 1)]
    (team,) = base.stats("team").spaces
    assert dict(team.units) == {"picture": 1, "text": 1}
    assert [(one.model.state, one.count) for one in team.vectors] == [("present", 2)]
    assert all(counted.disk_bytes[part] > 0 for part in ("catalog", "blobs", "indexes"))


def test_counting_what_is_not_there_makes_nothing(base: KnowledgeBase, home: Path) -> None:
    (nothing,) = base.stats("team").spaces
    assert (nothing.documents, dict(nothing.units), nothing.vectors) == (0, {}, ())
    assert not home.exists()


def test_pages_that_an_older_version_learned_are_read_again_for_their_addresses(
    home: Path, eyes: KnowingEyes, tmp_path: Path
) -> None:
    front = "---\nurl: https://docs.example.org/{}/\n---\n# Page\n\n{}\n"
    folder = write(tmp_path / "a", {"a.md": front.format("a", "alpha"), "b.txt": "beta"})
    sent = front.format("c", "gamma").encode()
    base = opened(home, eyes, Options())
    base.learn([folder], "team")
    base.learn_upload("c.md", sent, "team")
    base.close()
    with closing(sqlite3.connect(home / "knowledge" / "catalog.sqlite3")) as older:
        older.execute("ALTER TABLE document DROP COLUMN address")
        older.execute("DROP TABLE description")
        older.execute("PRAGMA user_version = 4")
    base = opened(home, eyes, Options())
    assert [hit.address for hit in base.search(Query("alpha"), TEAM).hits] == [""]
    report = base.learn([folder], "team")
    assert (report.changed, report.unchanged) == (("a.md",), ("b.txt",))
    assert base.learn_upload("c.md", sent, "team").changed == ("c.md",)
    found = [base.search(Query(word), TEAM).hits[0].address for word in ("alpha", "beta", "gamma")]
    assert found == ["https://docs.example.org/a/", "", "https://docs.example.org/c/"]
    base.close()


def test_ctrl_c_keeps_whole_documents_and_the_next_run_goes_on(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    folder = write(tmp_path / "a", {f"{n:03}.md": f"# {n}\n\nalpha{n}\n" for n in range(200)})

    def interrupt(progress: Progress) -> None:
        if progress.done == 70:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        base.learn([folder], "team", progress=interrupt)
    assert len(base.documents(TEAM)) == 70
    assert base.search(Query("alpha7"), TEAM).hits[0].unit.document == "007.md"
    report = base.learn([folder], "team")
    assert (len(report.unchanged), len(report.added)) == (70, 130)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


def test_vectors_behind_a_server_are_searched_forgotten_and_come_back(
    home: Path, eyes: KnowingEyes, tmp_path: Path, server: str
) -> None:
    options = Options(chroma_url=server)
    base = opened(home, eyes, options)
    base.learn([write(tmp_path / "a", MANY)], "team")
    assert not (home / "knowledge" / "index" / "chroma").exists()
    found = base.search(Query("alpha7 beta7 gamma"), TEAM)
    assert found.hits[0].unit.document == "0007.md"
    assert found.lists["dense"] == "ran"
    base.forget("0007.md", "team")
    assert "0007.md" not in {
        hit.unit.document for hit in base.search(Query("alpha7 beta7"), TEAM).hits
    }
    base.close()
    base = opened(home, eyes, options)
    assert base.search(Query("alpha9 beta9 gamma"), TEAM).hits[0].unit.document == "0009.md"
    base.close()


def test_while_the_server_is_gone_words_answer_and_documents_are_forgotten(
    home: Path, eyes: KnowingEyes, tmp_path: Path
) -> None:
    with serving(tmp_path / "chroma") as url:
        base = opened(home, eyes, Options(chroma_url=url))
        base.learn([write(tmp_path / "a", MANY)], "team")
        assert base.search(Query("alpha7 beta7 gamma"), TEAM).lists["dense"] == "ran"
    found = base.search(Query("alpha7 beta7 gamma"), TEAM)
    assert found.hits[0].unit.document == "0007.md"
    assert found.lists["dense"].startswith("no index: the Chroma server at")
    assert base.forget("0007.md", "team").name == "0007.md"
    base.tidy()
    assert len(base.documents(TEAM)) == len(MANY) - 1
    with pytest.raises(StoreBroken, match="chroma run"):
        base.learn_upload("new.md", b"# New\n\nalpha\n", "team")
    base.close()


def test_a_server_that_does_not_answer_is_named_with_the_remedy(
    home: Path, eyes: KnowingEyes
) -> None:
    base = opened(home, eyes, Options(chroma_url="http://127.0.0.1:9"))
    with pytest.raises(StoreBroken, match="chroma run"):
        base.learn_upload("a.md", b"# A\n\nalpha\n", "team")
    base.close()
