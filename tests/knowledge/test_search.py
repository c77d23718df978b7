"""Asking: what is found, what is refused, and what is shown with it."""

import io
import math
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import (  # type: ignore[import-untyped]  # it ships no type information
    Canvas,
)

from knowledge import KnowledgeBase, gate
from knowledge.errors import NotFound
from knowledge.records import Kind, Query, Scope
from knowledge.terms import Term
from tests.knowledge.fakes import KnowingEyes, draw, write

TEAM = Scope(("team",))

PAGES = {
    "network.md": """# Network

## Router

`ERR-4012` means that the uplink lost its lease. Restart the modem and wait two minutes.

![Plan of the office network with router and printers](plan.png)

## Guest Wi-Fi

The password of the guest network changes every Monday; it stands on the board in the kitchen.
""",
    "travel.md": """# Travel expenses

Hand in receipts within thirty days. Finance pays on the fifteenth of the month.

## Hotels

A night may cost up to 140 euros; in London up to 200.
""",
    "zh.md": "# 设置\n\n如何启用深色模式：打开设置，选择外观，然后启用深色模式。\n\n## 密码\n\n访客密码每周一更换。\n",
    "people.md": "# People\n\nAnn runs the office. Boris keeps the servers. The capital of ideas is the kitchen.\n",
}


@pytest.fixture
def base(base: KnowledgeBase, tmp_path: Path, eyes: KnowingEyes) -> KnowledgeBase:
    dialog = eyes.knows(draw(2), "Connection failed\nERR-4012: no lease\nRetry Cancel")
    files: dict[str, str | bytes] = {**PAGES, "plan.png": draw(1), "dialog.png": dialog}
    base.learn([write(tmp_path / "handbook", files)], "team")
    return base


@pytest.mark.parametrize(
    ("question", "document", "heading"),
    [
        ("What does ERR-4012 mean?", "network.md", "Router"),
        ("what is the guest wifi password", "network.md", "Guest Wi-Fi"),
        ("how much may a hotel cost per night in London?", "travel.md", "Hotels"),
        ("怎么启用深色模式？", "zh.md", ""),
        ("密码", "zh.md", "密码"),
        ("who keeps the servers", "people.md", ""),
    ],
)
def test_the_right_passage_comes_first(
    base: KnowledgeBase, question: str, document: str, heading: str
) -> None:
    hits = base.search(Query(question), TEAM).hits
    best = next(hit.unit for hit in hits if hit.unit.kind is Kind.TEXT)
    # The title of a page is not repeated in the headings of its units.
    assert (best.document, "".join(best.heading[-1:])) == (document, heading)
    assert base.search(Query(question), TEAM).answerable > 0.5


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Mongolia?",
        "Who won the football world cup in 1998?",
        "蒙古的首都是哪里？",
        "Какой город столица Монголии?",
        "what is this?",
        "",
    ],
)
def test_what_is_not_in_the_documents_is_not_answered(base: KnowledgeBase, question: str) -> None:
    assert base.search(Query(question), TEAM).answerable < 0.5


def test_common_words_alone_are_no_hit_but_the_nearest_miss(base: KnowledgeBase) -> None:
    question = (
        "which office building of the embassy issues diplomatic visas for Mongolian astronauts"
    )
    found = base.search(Query(question), TEAM)
    assert found.hits == ()
    assert found.nearest is not None


def test_lists_say_why_they_took_no_part(base: KnowledgeBase) -> None:
    lists = base.search(Query("如何启用深色模式"), TEAM).lists
    assert lists["bm25"] == "ran"
    assert lists["dense"].startswith("language")
    assert lists["clip"].startswith("no weights")


def test_a_screenshot_is_a_question(base: KnowledgeBase, eyes: KnowingEyes) -> None:
    photo = eyes.knows(draw(9), "Connection failed ERR-4012: no lease")
    found = base.search(Query("how do I fix this?", eyes.look(photo)), TEAM)
    documents = [hit.unit.document for hit in found.hits]
    assert documents[0] == "dialog.png"
    assert "network.md" in documents
    assert found.answerable > 0.5


@pytest.mark.parametrize(
    "question", ["打印机报错 ERR-4012 怎么办？", "Роутер пишет ERR4012, почему?"]
)
def test_a_code_is_enough_in_a_language_that_no_document_is_written_in(
    base: KnowledgeBase, question: str
) -> None:
    found = base.search(Query(question), TEAM)
    assert found.hits[0].unit.document in ("network.md", "dialog.png")
    assert found.answerable >= 0.6
    assert base.search(Query(question.replace("4012", "4013")), TEAM).answerable < 0.5


def test_a_code_on_a_screen_of_other_words_is_enough(
    base: KnowledgeBase, eyes: KnowingEyes
) -> None:
    words = "Toolbox Zebra Quartz\nLandscape of unknown things {}\nJupiter Saturn"
    seen = eyes.look(eyes.knows(draw(21), words.format("ERR-4012")))
    found = base.search(Query("", seen), TEAM)
    assert found.answerable >= 0.6
    other = eyes.look(eyes.knows(draw(22), words.format("NL-7777")))
    assert base.search(Query("", other), TEAM).answerable < 0.5


@pytest.mark.parametrize(
    "word", ["covid19", "fy2025", "q32024", "v2", "resnet101", "4012", "lease", "20261123"]
)
def test_a_name_or_a_number_is_no_code(word: str) -> None:
    frequencies = dict.fromkeys(["x", word], 2.0)
    assert not gate.Weighted.of((Term((word,)),), frequencies, 3.0).named({word})


def test_a_code_that_stands_everywhere_names_nothing() -> None:
    unknown = math.log(1 + 400.5 / 0.5)
    for units, names in ((2, True), (300, False)):
        frequency = math.log(1 + (400 - units + 0.5) / (units + 0.5))
        asked = gate.Weighted.of(
            (Term(("hb", "2209"), ("hb2209",)),),
            dict.fromkeys(("hb", "2209", "hb2209"), frequency),
            unknown,
        )
        assert asked.named({"hb2209"}) is names


def test_the_same_picture_is_recognised_without_any_word(
    base: KnowledgeBase, eyes: KnowingEyes
) -> None:
    found = base.search(Query("", eyes.look(draw(1))), TEAM)
    assert (found.hits[0].unit.document, found.hits[0].unit.kind) == ("network.md", Kind.PICTURE)
    assert found.lists["same_picture"] == "ran"
    assert found.answerable > 0.9


def test_an_unknown_picture_without_words_finds_nothing(
    base: KnowledgeBase, eyes: KnowingEyes
) -> None:
    found = base.search(Query("", eyes.look(draw(30))), TEAM)
    assert (found.hits, found.answerable) == ((), 0.0)


def test_a_fitting_picture_has_a_place_among_many_texts(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    text = "# Part {}\n\nThe plan of the office network shows router and printers, part {}.\n"
    many = {f"{n}.md": text.format(n, n) for n in range(12)}
    base.learn([write(tmp_path / "many", many)], "team")
    hits = base.search(Query("plan of the office network with router and printers"), TEAM, 5).hits
    assert len(hits) == 5
    assert Kind.PICTURE in {hit.unit.kind for hit in hits}


def test_hits_are_numbered_and_say_which_lists_voted(base: KnowledgeBase) -> None:
    hits = base.search(Query("guest network password monday"), TEAM, 3).hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert {vote.list for vote in hits[0].lists} == {"bm25", "dense"}
    assert all(vote.rank >= 1 for hit in hits for vote in hit.lists)


def test_a_section_widens_a_hit_within_its_heading(base: KnowledgeBase, tmp_path: Path) -> None:
    paragraphs = [f"Step {n} " + f"detail{n} " * 120 for n in range(6)]
    text = "# Guide\n\n## Setup\n\n" + "\n\n".join(paragraphs) + "\n\n## Other\n\nelsewhere\n"
    base.learn([write(tmp_path / "guide", {"guide.md": text})], "team")
    hit = base.search(Query("detail2"), TEAM).hits[0]
    wide = base.section(hit, 4_000)
    assert len(hit.unit.text) < len(wide) <= 4_000
    assert hit.unit.text in wide
    assert "elsewhere" not in wide
    assert len(base.section(hit, 100)) <= 100


def pdf() -> bytes:
    encoded = io.BytesIO()
    canvas = Canvas(encoded, pagesize=(300, 400))
    pages = ["The turbine hall opens at seven.", "Replace the gasket of valve V-17 yearly."]
    for text in [*pages, *(f"Pump {n} runs on weekdays." for n in range(10))]:
        canvas.drawString(30, 300, text)
        canvas.showPage()
    canvas.save()
    return encoded.getvalue()


def test_a_page_of_a_pdf_is_found_and_shown(base: KnowledgeBase) -> None:
    plant = Scope(("plant",))
    base.learn_upload("plant.pdf", pdf(), "plant")
    hit = base.search(Query("when is the gasket of V-17 replaced?"), plant).hits[0]
    assert (hit.unit.document, hit.unit.page, hit.unit.kind) == ("plant.pdf", 2, Kind.TEXT)
    assert {vote.list for vote in hit.lists} >= {"bm25", "bm25_page"}
    assert hit.image is not None
    assert hit.image.endswith("#page=2")
    with Image.open(io.BytesIO(base.picture(hit.image, plant))) as page:
        assert (page.format, page.size) == ("PNG", (1200, 1600))


@pytest.mark.parametrize(
    "image",
    ["", "../../etc/passwd", "0" * 64, "0" * 64 + "#page=1", "0" * 64 + "#page=0", "A" * 64],
)
def test_a_reference_that_names_nothing_is_refused(base: KnowledgeBase, image: str) -> None:
    with pytest.raises(NotFound):
        base.picture(image, TEAM)


def test_a_page_that_is_not_there_is_refused(base: KnowledgeBase) -> None:
    base.learn_upload("plant.pdf", pdf(), "team")
    image = base.search(Query("gasket"), TEAM).hits[0].image
    assert image is not None
    with pytest.raises(NotFound):
        base.picture(image.replace("#page=2", "#page=13"), TEAM)
    with pytest.raises(NotFound):
        base.picture(image.split("#")[0], TEAM)
