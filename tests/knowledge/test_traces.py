"""What was forgotten is in no file any more: its words, its names, its vectors, its pictures, its bytes."""

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge import KnowledgeBase
from knowledge.base import Options
from knowledge.errors import ModelMissing
from knowledge.index.engines import Flat, Hnsw, Scan
from knowledge.index.near import FaissIndex
from knowledge.ports import Vectors
from knowledge.records import Query, Scope
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write
from tests.knowledge.test_index import names, vectors

TEAM = Scope(("team",))
SECRET = "# Zanzibar merger\n\nThe quixotic walrus signs on Thursday.\n\n![the xylophone plan](plan.png)\n"
WORDS = ["zanzibar", "merger", "quixotic", "walrus", "xylophone", "thursday", "qwertzuiop"]


def files(home: Path) -> Iterator[Path]:
    return (path for path in home.rglob("*") if path.is_file())


def holding(home: Path, needle: bytes) -> list[str]:
    """Name the files below `home` that hold `needle`, whatever the case of its letters."""
    return [
        path.relative_to(home).as_posix()
        for path in files(home)
        if needle.lower() in path.read_bytes().lower()
    ]


def needles(base: KnowledgeBase, embedder: WordEmbedder) -> list[bytes]:
    """Return everything by which the secret could be known: words, vectors in both precisions, pixels."""
    texts = [text for text in embedder.embedded if "walrus" in text or "xylophone" in text]
    assert len(texts) == 2
    rows = embedder.embed(texts)
    image = base.search(Query("xylophone plan"), TEAM).hits[0].image
    stored = base.picture(str(image), TEAM)
    half = [row.astype(np.float16) for row in rows]
    parts = [row.astype(kind).tobytes() for row in half for kind in (np.float16, np.float32)]
    return [*(word.encode() for word in WORDS), *parts, stored[40:90]]


@pytest.fixture
def secret(
    base: KnowledgeBase, tmp_path: Path, home: Path, eyes: KnowingEyes, embedder: WordEmbedder
) -> list[bytes]:
    """Fill a store with pages and one secret one among them; return what tells of the secret."""
    pages: dict[str, str | bytes] = {
        f"{n:02}.md": f"# Page {n}\n\nordinary{n} words about nothing\n\n![drawing {n}](p{n}.png)\n"
        for n in range(30)
    }
    pages |= {f"p{n}.png": draw(n + 10) for n in range(30)}
    plan = eyes.knows(draw(3, 96), "qwertzuiop")
    pages |= {"secret.md": SECRET, "plan.png": plan}
    base.learn([write(tmp_path / "pages", pages)], "team")
    base.search(Query("ordinary3"), TEAM)
    found = needles(base, embedder)
    # Each can be found before, so that not finding it afterwards says something.
    assert [needle for needle in found if not holding(home, needle)] == []
    return found


def test_a_forgotten_document_is_in_no_file(
    base: KnowledgeBase, home: Path, secret: list[bytes]
) -> None:
    base.forget("secret.md", "team")
    assert base.search(Query("quixotic walrus"), TEAM).hits == ()
    gc.collect()
    assert [holding(home, needle) for needle in secret] == [[] for _ in secret]
    # The others are all there.
    assert len(base.documents(TEAM)) == 30
    assert base.search(Query("ordinary7"), TEAM).hits[0].unit.document == "07.md"


def test_what_a_folder_no_longer_holds_is_in_no_file_after_tidying(
    base: KnowledgeBase, home: Path, tmp_path: Path, secret: list[bytes]
) -> None:
    (tmp_path / "pages" / "secret.md").unlink()
    (tmp_path / "pages" / "plan.png").unlink()
    assert base.learn([tmp_path / "pages"], "team").removed == ("secret.md",)
    base.tidy()
    assert [holding(home, needle) for needle in secret] == [[] for _ in secret]


def test_an_edited_sentence_is_in_no_file_after_a_rebuild(
    base: KnowledgeBase, home: Path, tmp_path: Path, secret: list[bytes]
) -> None:
    write(tmp_path / "pages", {"secret.md": "# Nothing\n\nNothing is signed.\n"})
    (tmp_path / "pages" / "plan.png").unlink()
    base.learn([tmp_path / "pages"], "team")
    base.rebuild("team")
    assert [holding(home, needle) for needle in secret] == [[] for _ in secret]


def test_traces_that_another_process_could_not_wipe_are_wiped_by_the_owner(
    base: KnowledgeBase, home: Path, eyes: KnowingEyes, secret: list[bytes]
) -> None:
    # Holds no index files: those are the first one's.
    beside = KnowledgeBase(home, eyes, embedder=WordEmbedder())
    beside.forget("secret.md", "team")
    beside.close()
    assert base.search(Query("quixotic walrus"), TEAM).hits == ()
    base.tidy()
    assert [holding(home, needle) for needle in secret] == [[] for _ in secret]


class Unreachable(WordEmbedder):
    """A model behind an address that does not answer: not even how long its vectors are."""

    @property
    def dimensions(self) -> int:  # type: ignore[override]  # the double has a constant
        raise ModelMissing("the text model did not answer")

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise ModelMissing("the text model did not answer")


def _gone(name: str) -> WordEmbedder:
    raise ModelMissing(f"{name} is gone")


@pytest.mark.parametrize("embedder_now", [Unreachable(), WordEmbedder("words@2")])
def test_forgetting_does_not_need_the_text_model(
    base: KnowledgeBase,
    home: Path,
    eyes: KnowingEyes,
    secret: list[bytes],
    embedder_now: WordEmbedder,
) -> None:
    base.close()
    options = Options(load=_gone)
    later = KnowledgeBase(home, eyes, embedder=embedder_now, options=options)
    assert later.forget("secret.md", "team").name == "secret.md"
    gc.collect()
    assert [holding(home, needle) for needle in secret] == [[] for _ in secret]
    later.close()
    # The model is back, and so is its index.
    base.tidy()
    assert base.search(Query("ordinary7"), TEAM).lists["dense"] == "ran"


def test_the_index_of_a_model_that_is_gone_goes_when_another_takes_its_place(
    base: KnowledgeBase, home: Path, eyes: KnowingEyes, secret: list[bytes]
) -> None:
    base.close()
    later = KnowledgeBase(home, eyes, embedder=WordEmbedder("words@2"), options=Options(load=_gone))
    later.tidy()
    later.forget("secret.md", "team")
    gc.collect()
    assert [holding(home, needle) for needle in secret] == [[] for _ in secret]
    later.close()


class Silent(WordEmbedder):
    """A new model that never answers."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise ModelMissing("the text model did not answer")


def test_traces_are_wiped_though_a_new_model_cannot_be_filled_in(
    base: KnowledgeBase, home: Path, eyes: KnowingEyes, secret: list[bytes]
) -> None:
    base.close()
    options = Options(load=WordEmbedder)
    owner = KnowledgeBase(home, eyes, embedder=Silent("words@2"), options=options)
    # A document without words needs no model, and makes the index files the owner's.
    owner.learn_upload("x.md", b"# X", "other")
    base.forget("secret.md", "team")
    with pytest.raises(ModelMissing):
        owner.tidy()
    assert [holding(home, needle) for needle in secret] == [[] for _ in secret]
    owner.close()


@pytest.mark.parametrize("kind", [Flat, Scan, Hnsw])
def test_a_compacted_index_holds_no_removed_vector(
    tmp_path: Path, kind: type[Flat] | type[Scan] | type[Hnsw]
) -> None:
    rows = vectors(400)
    index = FaissIndex(tmp_path, "team", "model", 32, lambda count: kind)
    index.replace(names(400), rows)
    index.flush()
    removed = rows[7].astype(np.float16).tobytes()
    assert holding(tmp_path, removed)
    index.remove(["id7"])
    index.flush()
    index.compact()
    assert holding(tmp_path, removed) == []
    assert index.search(rows[8:9], 1)[0][0] == "id8"
