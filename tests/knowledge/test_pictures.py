"""Learning pictures when the machine is busy, when many show the same, and when they are icons."""

from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.errors import TookTooLong
from knowledge.records import Query, Scope, Sight
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write

TEAM = Scope(("team",))


class BusyEyes(KnowingEyes):
    """Eyes that do not manage to read until they are `rested`."""

    rested = False

    def look(self, content: bytes, *, read: bool = True) -> Sight:
        if read and not self.rested:
            raise TookTooLong(
                "reading took longer than 60 seconds and was stopped; send a smaller file"
            )
        return super().look(content, read=read)


def test_what_a_busy_machine_left_unread_is_read_the_next_time(
    home: Path, tmp_path: Path, real_eyes: Eyes
) -> None:
    eyes = BusyEyes(real_eyes)
    page = "# Page\n\n![the dialog](dialog.png)\n"
    picture = eyes.knows(draw(1), "lease expired")
    folder = write(tmp_path / "a", {"page.md": page, "dialog.png": picture})
    base = KnowledgeBase(home, eyes, embedder=WordEmbedder())
    report = base.learn([folder], "team")
    assert [name for name, _ in report.warnings] == ["page.md"]
    assert base.search(Query("dialog"), TEAM).hits[0].image
    assert base.search(Query("lease expired"), TEAM).hits == ()
    assert base.learn([folder], "team").unchanged == ("page.md",)
    eyes.rested = True
    assert base.learn([folder], "team").changed == ("page.md",)
    assert base.search(Query("lease expired"), TEAM).hits
    assert base.learn([folder], "team").unchanged == ("page.md",)
    base.close()


def test_a_page_of_small_print_in_a_picture_does_not_hide_what_is_said_of_it(
    home: Path, tmp_path: Path, real_eyes: Eyes
) -> None:
    eyes = KnowingEyes(real_eyes)
    print_ = " ".join(f"entry{number}" for number in range(300))
    files: dict[str, str | bytes] = {
        "log.md": "# Log\n\nThe router keeps a journal of restarts.\n\n![](log.png)\n",
        "log.png": eyes.knows(draw(1), print_),
        "box.md": "# Box\n\nThe router stands on a shelf.\n\n![](box.png)\n",
        "box.png": eyes.knows(draw(2), "journal"),
    }
    base = KnowledgeBase(home, eyes, embedder=WordEmbedder())
    base.learn([write(tmp_path / "a", files)], "team")
    hits = base.search(Query("journal"), TEAM).hits
    shown = {hit.unit.document: hit for hit in hits if hit.image}
    ranks = {
        name: next(vote.rank for vote in hit.lists if vote.list == "bm25_picture")
        for name, hit in shown.items()
    }
    assert ranks == {"log.md": 1, "box.md": 2}
    assert base.search(Query("entry299"), TEAM).hits[0].unit.document == "log.md"
    base.close()


def test_many_documents_may_show_one_picture(base: KnowledgeBase, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{n}.md": f"# Page {n}\n\nword{n}\n\n![the logo](logo.png)\n" for n in range(30)
    }
    folder = write(tmp_path / "a", {**files, "logo.png": draw(1)})
    report = base.learn([folder], "team")
    assert (len(report.added), report.failed) == (30, ())
    hits = base.search(Query("logo"), TEAM, 10).hits
    assert len([hit for hit in hits if hit.image]) == 1


@pytest.mark.parametrize("size", [8, 31])
def test_icons_are_no_documents(
    base: KnowledgeBase, tmp_path: Path, eyes: KnowingEyes, size: int
) -> None:
    folder = write(
        tmp_path / "a", {"icon.png": draw(1, size), "a.md": "# A\n\nalpha ![x](icon.png)\n"}
    )
    base.learn([folder], "team")
    assert [document.name for document in base.documents(TEAM)] == ["a.md"]
    assert eyes.looked == []
    assert sorted(base.learn([folder], "team").unchanged) == ["a.md", "icon.png"]
