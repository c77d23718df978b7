"""What a model says of learned pictures: kept once, found by, and forgotten with them."""

import gc
from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from knowledge.records import Query, Scope
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write
from tests.knowledge.test_traces import holding

TEAM = Scope(("team",))
SAID = "A heron stands beside the quagmire under a violet umbrella."


@pytest.fixture
def folder(base: KnowledgeBase, tmp_path: Path) -> Path:
    """A page with a picture of which it says a lot, one with a bare picture, and an icon."""
    files: dict[str, str | bytes] = {
        "trip.md": "# Trip\n\n![the long way down to the river in spring](river.png)\n",
        "river.png": draw(1, 160),
        "bare.md": "# Bare\n\n![](x1.png)\n\n![](icon.png)\n",
        "x1.png": draw(2, 160),
        "icon.png": draw(3, 40),
    }
    folder = write(tmp_path / "pages", files)
    base.learn([folder], "team")
    return folder


def bare(base: KnowledgeBase, space: str = "team") -> str:
    """Return the hash of the picture of which least is said."""
    return base.descriptions.lacking(space)[0].sha256


def found(base: KnowledgeBase, words: str, space: str = "team") -> list[str]:
    hits = base.search(Query(words), Scope((space,))).hits
    return [hit.unit.document for hit in hits if hit.image]


def test_a_picture_is_found_by_what_a_model_says_of_it(
    base: KnowledgeBase, folder: Path, embedder: WordEmbedder
) -> None:
    assert found(base, "violet umbrella") == []
    base.descriptions.keep({bare(base): SAID}, "gpt")
    hit = base.search(Query("violet umbrella"), TEAM).hits[0]
    assert (hit.unit.document, hit.unit.fields["description"]) == ("bare.md", SAID)
    # Nobody else said what it shows, so this is what it means.
    assert {vote.list for vote in hit.lists} >= {"bm25", "bm25_picture", "dense"}
    assert any(SAID in text for text in embedder.embedded)
    # What is shown and quoted are the words of the documents.
    assert SAID not in hit.unit.text


def test_what_is_least_explained_is_described_first_and_icons_never(
    base: KnowledgeBase, folder: Path
) -> None:
    lacking = base.descriptions.lacking("team")
    assert [one.said.endswith(title) for one, title in zip(lacking, ("Bare", "Trip"), strict=True)]
    sight = base.descriptions.sight(lacking[0].sha256)
    assert sight is not None
    assert (sight.width, sight.height) == (160, 160)


def test_a_picture_whose_file_was_lost_keeps_its_description(
    base: KnowledgeBase, folder: Path, home: Path
) -> None:
    picture = bare(base)
    base.descriptions.keep({picture: SAID}, "gpt")
    (stored,) = home.rglob(picture)
    stored.unlink()
    (folder / "bare.md").write_text("# Bare\n\nNow with a word.\n\n![](x1.png)\n")
    base.learn([folder], "team")
    assert stored.exists()
    assert found(base, "violet umbrella") == ["bare.md"]


def test_a_picture_is_described_once_wherever_it_stands(
    base: KnowledgeBase, folder: Path, tmp_path: Path
) -> None:
    picture = bare(base)
    base.descriptions.keep({picture: SAID}, "gpt")
    (folder / "bare.md").write_text("# Bare\n\nNow with a word.\n\n![](x1.png)\n")
    base.learn([folder], "team")
    assert found(base, "violet umbrella") == ["bare.md"]
    other = {"copy.md": "# Copy\n\n![](c.png)\n", "c.png": (folder / "x1.png").read_bytes()}
    base.learn([write(tmp_path / "other", other)], "elsewhere")
    assert found(base, "violet umbrella", "elsewhere") == ["copy.md"]
    assert picture not in {
        one.sha256 for space in ("team", "elsewhere") for one in base.descriptions.lacking(space)
    }


def test_all_spaces_that_show_it_find_it(base: KnowledgeBase, folder: Path, tmp_path: Path) -> None:
    other = {"copy.md": "# Copy\n\n![](c.png)\n", "c.png": (folder / "x1.png").read_bytes()}
    base.learn([write(tmp_path / "other", other)], "elsewhere")
    base.descriptions.keep({bare(base, "elsewhere"): SAID}, "gpt")
    assert found(base, "violet umbrella") == ["bare.md"]
    assert found(base, "violet umbrella", "elsewhere") == ["copy.md"]


def test_a_rebuilt_store_still_finds_it(base: KnowledgeBase, folder: Path) -> None:
    base.descriptions.keep({bare(base): SAID}, "gpt")
    base.rebuild("team")
    assert found(base, "violet umbrella") == ["bare.md"]


def test_a_description_is_forgotten_with_its_picture(
    base: KnowledgeBase, folder: Path, home: Path, eyes: KnowingEyes
) -> None:
    picture = bare(base)
    base.descriptions.keep({picture: SAID}, "gpt")
    assert holding(home, b"quagmire")
    base.forget("bare.md", "team")
    gc.collect()
    assert holding(home, b"quagmire") == []
    # Whoever was asked about it meanwhile says it to nobody.
    base.descriptions.keep({picture: SAID}, "gpt")
    assert holding(home, b"quagmire") == []
    assert found(base, "violet umbrella") == []
