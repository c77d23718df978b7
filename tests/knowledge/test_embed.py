"""One contract for every embedder, held by the bundled text model and a tiny random CLIP."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from knowledge import KnowledgeBase
from knowledge.embed import convert
from knowledge.embed.clip import OpenClip
from knowledge.embed.minilm import MiniLM
from knowledge.embed.remember import FEW, KEPT, Remembering
from knowledge.errors import ModelMissing
from knowledge.ports import TextEmbedder, Vectors
from knowledge.records import Query, Scope
from tests.knowledge.fakes import KnowingEyes, WordEmbedder, draw, write

TEAM = Scope(("team",))

TINY = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "patch_size": 16, "head_width": 32},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 2, "layers": 1},
}


@pytest.fixture(scope="module")
def minilm(models: Path) -> MiniLM:
    return MiniLM(models, threads=1)


@pytest.fixture(params=["minilm", "words", "remembering"])
def embedder(request: pytest.FixtureRequest, minilm: MiniLM) -> TextEmbedder:
    embedders: dict[str, TextEmbedder] = {
        "minilm": minilm,
        "words": WordEmbedder(),
        "remembering": Remembering(WordEmbedder()),
    }
    return embedders[request.param]


def test_rows_have_length_one_and_keep_their_order(embedder: TextEmbedder) -> None:
    texts = ["reset the router", "a " * 400, "x", "the queen of england", ""]
    rows = embedder.embed(texts)
    assert rows.shape == (5, embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-3)
    for at, text in enumerate(texts):
        assert float(rows[at] @ embedder.embed([text])[0]) > 0.99


def test_nothing_gives_no_rows(embedder: TextEmbedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_tokens_are_counted_without_truncation(embedder: TextEmbedder) -> None:
    assert embedder.count("") == 0
    assert embedder.count("word " * 1000) >= 1000


class Counting(WordEmbedder):
    """Keeps what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().embed(texts)


def test_a_question_is_embedded_once_and_forgotten_after_a_thousand_others() -> None:
    inner = Counting()
    outer = Remembering(inner)
    outer.embed(["vpn port", "vpn port", "guest vlan"])
    rows = outer.embed(["guest vlan", "leave days"])
    assert inner.asked == ["vpn port", "guest vlan", "leave days"]
    assert rows == pytest.approx(WordEmbedder().embed(["guest vlan", "leave days"]))
    for start in range(0, KEPT, FEW):
        outer.embed([f"question {number}" for number in range(start, start + FEW)])
    outer.embed(["vpn port"])
    assert inner.asked[-1] == "vpn port"


def test_a_document_is_not_remembered() -> None:
    inner = Counting()
    outer = Remembering(inner)
    texts = [f"paragraph {number}" for number in range(FEW + 1)]
    outer.embed(texts)
    outer.embed(texts[:1])
    assert inner.asked == [*texts, texts[0]]


def test_near_means_alike(minilm: MiniLM) -> None:
    router, reset, queen = minilm.embed(
        [
            "How do I restart the modem?",
            "Turn the router off and on again.",
            "Elizabeth was a queen.",
        ]
    )
    assert float(router @ reset) > float(router @ queen) + 0.3


def test_weights_that_were_tampered_with_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelMissing, match="not the published ones"):
        convert.MINILM.verify(tmp_path / "model.safetensors")
    with pytest.raises(ModelMissing, match="reinstall"):
        convert.MINILM.verify(tmp_path / "absent")


def test_who_comes_second_waits_for_the_model_that_another_converts(tmp_path: Path) -> None:
    model = tmp_path / f"minilm-{convert.MINILM.sha256[:8]}.xml"
    with ThreadPoolExecutor(1) as second:
        with FileLock(model.with_suffix(".lock")):
            waiting = second.submit(convert.converted, convert.MINILM, tmp_path)
            model.with_suffix(".bin").write_text("weights")
            model.write_text("made by the first")
        assert waiting.result() == model
    assert model.read_text() == "made by the first"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a CLIP with random weights, as `local-dir:` wants it."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    folder = tmp_path_factory.mktemp("clip")
    (folder / "open_clip_config.json").write_text(
        json.dumps({"model_cfg": TINY, "preprocess_cfg": {}})
    )
    torch.manual_seed(0)
    config = json.loads(json.dumps(TINY))
    model = open_clip.model.CLIP(**config)
    save_file(model.state_dict(), folder / "open_clip_model.safetensors")
    return folder


@pytest.fixture(scope="module")
def clip(tiny: Path) -> OpenClip:
    return OpenClip(f"local-dir:{tiny}")


def test_pictures_and_words_share_one_space(clip: OpenClip) -> None:
    pictures = clip.embed_pictures([draw(1), draw(2), draw(1)])
    words = clip.embed_texts(["a red square", "a queen"])
    assert (pictures.shape, words.shape) == ((3, 32), (2, 32))
    assert np.linalg.norm(np.concatenate([pictures, words]), axis=1) == pytest.approx(1.0, abs=1e-4)
    assert float(pictures[0] @ pictures[2]) == pytest.approx(1.0, abs=1e-4)
    assert clip.embed_pictures([]).shape == clip.embed_texts([]).shape == (0, 32)
    assert clip.languages == {"latin"}


@pytest.mark.parametrize("clip", ["local-dir:/nowhere", "hf-hub:no-such-org/no-such-model"])
def test_weights_that_are_not_here_are_never_fetched(clip: str) -> None:
    with pytest.raises(ModelMissing, match="groundglass models pull"):
        OpenClip(clip)


@pytest.fixture
def base(home: Path, eyes: KnowingEyes, tiny: Path) -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(home, eyes, clip=f"local-dir:{tiny}", embedder=WordEmbedder())
    yield base
    base.close()


def test_pictures_are_compared_with_a_queried_picture(
    base: KnowledgeBase, tmp_path: Path, eyes: KnowingEyes
) -> None:
    files: dict[str, str | bytes] = {f"{n}.png": draw(n) for n in range(40)}
    base.learn([write(tmp_path / "pictures", files)], "team")
    found = base.search(Query("", eyes.look(draw(7, size=66))), TEAM, 3)
    assert found.lists["clip_image"] in ("ran", "gate: nothing is nearer than chance")
    same = base.search(Query("", eyes.look(draw(7))), TEAM, 3)
    assert same.hits[0].unit.document == "7.png"


def test_a_model_that_is_named_later_sees_the_pictures_that_are_there(
    home: Path, eyes: KnowingEyes, tiny: Path, tmp_path: Path
) -> None:
    folder = write(tmp_path / "pictures", {"a.png": draw(1), "b.png": draw(2)})
    without = KnowledgeBase(home, eyes, embedder=WordEmbedder())
    without.learn([folder], "team")
    without.close()
    with_model = KnowledgeBase(home, eyes, clip=f"local-dir:{tiny}", embedder=WordEmbedder())
    assert with_model.learn([folder], "team").unchanged == ("a.png", "b.png")
    status = with_model.search(Query("", eyes.look(draw(3))), TEAM).lists["clip_image"]
    assert status in ("ran", "gate: nothing is nearer than chance")
    with_model.close()


def test_missing_weights_leave_the_words_working(
    home: Path, eyes: KnowingEyes, tmp_path: Path
) -> None:
    base = KnowledgeBase(home, eyes, clip="local-dir:/nowhere", embedder=WordEmbedder())
    base.learn([write(tmp_path / "a", {"a.md": "# A\n\nalpha\n", "b.png": draw(1)})], "team")
    found = base.search(Query("alpha"), TEAM)
    assert found.hits[0].unit.document == "a.md"
    assert found.lists["clip"].startswith(
        "no weights: the picture model 'local-dir:/nowhere' is missing"
    )
    base.close()
