"""One text model after another in the same store, while questions come in."""

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file, save_file

from knowledge import KnowledgeBase
from knowledge.base import Options
from knowledge.embed.by_script import ByScript
from knowledge.embed.clip import OpenClip
from knowledge.ports import TextEmbedder, Vectors
from knowledge.records import Hit, Query, Scope
from tests.drawn.train import FOLDER
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write

TEAM = Scope(("team",))
PAGES = {f"{n}.md": f"# Page {n}\n\nalpha{n} beta{n} gamma delta\n" for n in range(150)}
"""More than one batch of vectors."""


class Store:
    """One home, opened with one text model after another."""

    def __init__(self, home: Path, eyes: KnowingEyes) -> None:
        self._home = home
        self._eyes = eyes
        self.loaded: list[str] = []

    def open(self, wanted: str) -> KnowledgeBase:
        def load(name: str) -> TextEmbedder:
            self.loaded.append(name)
            return WordEmbedder(name)

        options = Options(load=load)
        return KnowledgeBase(self._home, self._eyes, embedder=WordEmbedder(wanted), options=options)


@pytest.fixture
def store(home: Path, eyes: KnowingEyes) -> Store:
    return Store(home, eyes)


def states(base: KnowledgeBase) -> dict[str, tuple[str, int]]:
    return {
        one.model.state: (one.model.name, one.count) for one in base.stats("team").spaces[0].vectors
    }


def hits(base: KnowledgeBase) -> tuple[Hit, ...]:
    found = base.search(Query("alpha7 beta7 gamma delta"), TEAM)
    assert found.lists["dense"] == "ran"
    return found.hits


def test_a_new_model_is_filled_in_behind_the_answers_and_then_answers(
    store: Store, tmp_path: Path
) -> None:
    base = store.open("words@1")
    folder = write(tmp_path / "a", PAGES)
    base.learn([folder], "team")
    before = hits(base)
    base.close()

    base = store.open("words@2")
    assert hits(base) == before
    assert store.loaded == ["words@1"]
    steps: list[tuple[str, tuple[str, int]]] = []

    def watch(progress: object) -> None:
        assert hits(base) == before
        steps.append(("present", states(base)["present"]))

    base.tidy(progress=watch)
    assert steps == [("present", ("words@1", 150))] * 3
    assert states(base) == {"present": ("words@2", 150), "past": ("words@1", 150)}
    assert [hit.unit.id for hit in hits(base)] == [hit.unit.id for hit in before]
    base.close()


def test_going_back_costs_nothing_but_what_was_learned_since(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "a", PAGES)
    for wanted in ("words@1", "words@2"):
        base = store.open(wanted)
        base.learn([folder], "team")
        base.close()
    base = store.open("words@2")
    base.learn_upload("late.md", b"# Late\n\nepsilon zeta\n", "team")
    base.close()
    base = store.open("words@1")
    assert states(base)["past"] == ("words@1", 150)
    base.tidy()
    assert states(base) == {"present": ("words@1", 151), "past": ("words@2", 151)}
    assert base.search(Query("epsilon zeta"), TEAM).lists["dense"] == "ran"
    base.close()


def test_a_change_that_was_given_up_leaves_no_vectors(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "a", PAGES)
    base = store.open("words@1")
    base.learn([folder], "team")
    base.close()
    base = store.open("words@2")
    base.tidy(progress=lambda _: base.close())
    assert states(base) == {"future": ("words@2", 64), "present": ("words@1", 150)}
    base.close()
    base = store.open("words@1")
    base.tidy()
    assert states(base) == {"present": ("words@1", 150)}
    base.close()


def test_what_is_learned_meanwhile_is_found_by_meaning_at_once(
    store: Store, tmp_path: Path
) -> None:
    base = store.open("words@1")
    base.learn([write(tmp_path / "a", PAGES)], "team")
    base.close()
    base = store.open("words@2")
    base.tidy(progress=lambda _: base.close())
    base.learn_upload("new.md", b"# New\n\nepsilon zeta eta theta\n", "team")
    found = base.search(Query("epsilon zeta eta theta"), TEAM)
    assert "dense" in {vote.list for vote in found.hits[0].lists}
    # Learning waits for the vectors, so the new model answers when it is done.
    assert states(base)["present"] == ("words@2", 151)
    base.close()


def test_without_the_earlier_model_words_answer_until_the_new_one_is_complete(
    home: Path, eyes: KnowingEyes, base: KnowledgeBase, tmp_path: Path
) -> None:
    base.learn([write(tmp_path / "a", PAGES)], "team")
    base.close()
    newer = KnowledgeBase(home, eyes, embedder=WordEmbedder("words@2"))
    found = newer.search(Query("alpha7 beta7"), TEAM)
    assert found.hits[0].unit.document == "7.md"
    assert found.lists["dense"].startswith("no weights")
    newer.rebuild("team")
    assert newer.search(Query("alpha7 beta7"), TEAM).lists["dense"] == "ran"
    newer.close()


def test_a_model_of_more_scripts_embeds_what_the_first_could_not_read(
    home: Path, eyes: KnowingEyes, base: KnowledgeBase, tmp_path: Path
) -> None:
    class Wide(WordEmbedder):
        languages = frozenset({"latin", "han"})

    text = "# 网络\n\n重启 路由器 之后 等待 两 分钟\n"
    base.learn([write(tmp_path / "a", {"zh.md": text, "en.md": "# En\n\nalpha beta\n"})], "team")
    assert states(base)["present"][1] == 1
    base.close()
    wide = KnowledgeBase(home, eyes, embedder=Wide("wide@1"))
    wide.rebuild("team")
    assert states(wide)["present"] == ("wide@1", 2)
    assert wide.search(Query("重启 路由器 等待 两 分钟"), TEAM).lists["dense"] == "ran"
    wide.close()


class Characters(WordEmbedder):
    """Finds Chinese texts near that share characters, whatever stands between them."""

    languages = frozenset({"han"})

    def embed(self, texts: Sequence[str]) -> Vectors:
        return super().embed([" ".join(text) for text in texts])


def test_two_models_find_each_their_own_scripts_by_meaning(
    home: Path, eyes: KnowingEyes, tmp_path: Path
) -> None:
    both = ByScript(WordEmbedder(), Characters("characters@1"))
    base = KnowledgeBase(home, eyes, embedder=both)
    pages: dict[str, str | bytes] = {
        f"{n}.md": f"# Page {n}\n\nordinary{n} words\n" for n in range(40)
    }
    pages |= {
        "reset.md": "# Modem\n\nreset the modem button\n",
        "网络.md": "# 网络\n\n路由器重启\n",
    }
    base.learn([write(tmp_path / "a", pages)], "team")
    for question, document in (("重启路由", "网络.md"), ("reset modem", "reset.md")):
        hit = base.search(Query(question), TEAM).hits[0]
        dense = [vote for vote in hit.lists if vote.list == "dense"]
        assert (hit.unit.document, [vote.rank for vote in dense]) == (document, [1])
    # Nothing is near to a question merely because it was embedded by the same model.
    found = base.search(Query("天气预报"), TEAM)
    assert found.hits == ()
    assert found.lists["dense"].startswith("gate")
    base.close()


@pytest.mark.parametrize("size", [(3, 2_000), (2_000, 3), (1, 400)])
def test_a_picture_that_is_all_length_is_seen_as_well(size: tuple[int, int]) -> None:
    strip = io.BytesIO()
    Image.new("RGB", size, "navy").save(strip, "PNG")
    rows = OpenClip(f"local-dir:{FOLDER}").embed_pictures([strip.getvalue(), draw(1)])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-3)


def test_a_picture_model_that_was_trained_on_in_its_folder_is_another_one(
    home: Path, eyes: KnowingEyes, tmp_path: Path
) -> None:
    clip = shutil.copytree(FOLDER, tmp_path / "clip")
    pages = write(tmp_path / "a", {"a.png": draw(1, 96), "b.png": draw(2, 96)})
    shown = Query(picture=eyes.look((pages / "a.png").read_bytes()))
    base = KnowledgeBase(home, eyes, clip=f"local-dir:{clip}", embedder=WordEmbedder())
    base.learn([pages], "team")
    # So few are all near each other.
    looked = ("ran", "gate: nothing is nearer than chance")
    assert base.search(shown, TEAM).lists["clip_image"] in looked
    base.close()
    weights = clip / "open_clip_model.safetensors"
    save_file(load_file(weights), weights, {"trained": "again"})
    base = KnowledgeBase(home, eyes, clip=f"local-dir:{clip}", embedder=WordEmbedder())
    assert "no longer there" in base.search(shown, TEAM).lists["clip_image"]
    base.tidy()
    assert base.search(shown, TEAM).lists["clip_image"] in looked
    base.close()
