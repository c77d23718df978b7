"""PDFs that are pictures of text: read once, found by their words, and taken up again after a stop."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]  # ships no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # ships no types

from knowledge import KnowledgeBase
from knowledge.errors import TookTooLong
from knowledge.records import Found, Kind, Progress, Query, Scope, TextLine
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, write

TEAM = Scope(("team",))


def scanned(*pages: str, typed: str = "") -> bytes:
    """Draw a PDF of pictures that show the words of `pages`, and a last page of real text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 300))
    for page in pages:
        picture = Image.new("RGB", (1200, 900), "white")
        pen = ImageDraw.Draw(picture)
        pen.multiline_text((90, 120), page, "black", ImageFont.load_default(44), spacing=24)
        canvas.drawImage(ImageReader(picture), 0, 0, 400, 300)
        canvas.showPage()
    if typed:
        canvas.drawString(40, 200, typed)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class TiredEyes(KnowingEyes):
    """Eyes that give up after a number of pages, and cannot draw one of them."""

    strength = 100
    beyond_them = 0

    def draw_pages(self, content: bytes, pages: Sequence[int]) -> tuple[bytes, ...]:
        if self.beyond_them in pages:
            raise TookTooLong("reading it ended the process that tried; send a smaller file")
        return super().draw_pages(content, pages)

    def read(self, picture: bytes) -> tuple[TextLine, ...]:
        if self.pages_read >= self.strength:
            raise TookTooLong("reading it took longer than 60 seconds and was stopped; send less")
        return super().read(picture)


@pytest.fixture
def tired(real_eyes: Eyes) -> TiredEyes:
    return TiredEyes(real_eyes)


@pytest.fixture
def store(home: Path, tired: TiredEyes) -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(home, tired, embedder=WordEmbedder())
    yield base
    base.close()


def places(found: Found) -> list[tuple[str, int | None]]:
    return [(hit.unit.document, hit.unit.page) for hit in found.hits]


def test_the_words_of_a_scan_are_found_on_their_page(
    store: KnowledgeBase, tired: TiredEyes, tmp_path: Path
) -> None:
    content = scanned("Water meter\nbehind the boiler", "Fuse box\nnext to the lift")
    folder = write(tmp_path / "docs", {"house.pdf": content})
    steps: list[Progress] = []
    report = store.learn([folder], "team", progress=steps.append)
    assert (report.added, report.warnings) == (("house.pdf",), ())
    assert [(step.done, step.total) for step in steps] == [(1, 3), (2, 3), (3, 3)]
    found = store.search(Query("where is the fuse box"), TEAM)
    assert places(found) == [("house.pdf", 2)]
    unit = found.hits[0].unit
    assert (unit.kind, unit.text) == (Kind.TEXT, "Fuse box\nnext to the lift")
    assert unit.box is not None
    assert 0.05 < unit.box.left < 0.1 < unit.box.top < 0.2

    # A copy in another space, and the same file again, cost no second reading.
    store.learn_upload("copy.pdf", content, "other")
    assert places(store.search(Query("fuse box"), Scope(("other",)))) == [("copy.pdf", 2)]
    assert store.learn([folder], "team").unchanged == ("house.pdf",)
    assert tired.pages_read == 2


def test_pages_with_words_of_their_own_do_not_wait_for_the_others(
    store: KnowledgeBase, tmp_path: Path
) -> None:
    content = scanned("Fuse box\nnext to the lift", typed="The porter has a spare key.")
    folder = write(tmp_path / "docs", {"house.pdf": content})
    seen: list[list[tuple[str, int | None]]] = []

    def look(step: Progress) -> None:
        seen.append([*places(store.search(Query("spare key of the porter"), TEAM))])

    store.learn([folder], "team", progress=look)
    assert seen[-1] == [("house.pdf", 2)]
    assert places(store.search(Query("fuse box"), TEAM))[0] == ("house.pdf", 1)


def test_what_could_not_be_read_in_time_is_named_and_read_the_next_time(
    store: KnowledgeBase, tired: TiredEyes, tmp_path: Path
) -> None:
    content = scanned("Water meter\nbehind the boiler", "Fuse box\nnext to the lift")
    folder = write(tmp_path / "docs", {"house.pdf": content})
    tired.strength = 1
    (warning,) = store.learn([folder], "team").warnings
    assert warning[0] == "house.pdf"
    assert warning[1].startswith("page 2 is a picture of text and not read yet; learn it again")
    assert places(store.search(Query("water meter"), TEAM)) == [("house.pdf", 1)]
    assert store.documents(TEAM)[0].warnings == (warning[1],)
    tired.strength = 100
    assert store.learn([folder], "team").warnings == ()
    assert store.documents(TEAM)[0].warnings == ()
    assert places(store.search(Query("fuse box"), TEAM)) == [("house.pdf", 2)]
    assert tired.pages_read == 2


def test_a_page_that_cannot_be_drawn_does_not_hide_the_others(
    store: KnowledgeBase, tired: TiredEyes
) -> None:
    content = scanned("Water meter\nbehind the boiler", "Fuse box\nnext to the lift")
    tired.beyond_them = 1
    (warning,) = store.learn_upload("house.pdf", content, "team").warnings
    assert warning[1].startswith("page 1 is a picture of text and not read yet")
    assert places(store.search(Query("fuse box"), TEAM))[0] == ("house.pdf", 2)


def test_an_upload_that_was_not_read_to_its_end_is_taken_up_when_it_is_sent_again(
    store: KnowledgeBase, tired: TiredEyes
) -> None:
    content = scanned("Fuse box\nnext to the lift")
    tired.strength = 0
    assert store.learn_upload("house.pdf", content, "team").warnings
    tired.strength = 1
    assert store.learn_upload("house.pdf", content, "team").warnings == ()
    assert places(store.search(Query("fuse box"), TEAM))[0] == ("house.pdf", 1)
    assert store.learn_upload("house.pdf", content, "team").unchanged == ("house.pdf",)


def test_what_was_read_is_forgotten_with_the_document(
    store: KnowledgeBase, tired: TiredEyes, home: Path
) -> None:
    content = scanned("Fuse box\nnext to the lift")
    store.learn_upload("house.pdf", content, "team")
    store.forget("house.pdf", "team")
    store.learn_upload("house.pdf", content, "team")
    assert tired.pages_read == 2
