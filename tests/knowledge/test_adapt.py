"""Training on pairs: what the objective rewards, what is held out, and what the folder is good for."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge import KnowledgeBase
from knowledge.adapt import FINE_TUNING, Pair, Plan, Shape, adapt
from knowledge.adapt.pairs import divide, truths
from knowledge.embed.clip import OpenClip
from knowledge.errors import ModelMissing, NotFound
from knowledge.records import Progress
from tests.drawn import subjects
from tests.drawn.train import pairs
from tests.knowledge.fakes import draw, write

SHAPE = Shape(dimensions=32, pixels=32, image_width=8, text_width=32, text_layers=1, words=400)
PLAN = Plan(epochs=5, rate=4e-3, batch=16)


def few(count: int) -> list[Pair]:
    """Draw pairs of four subjects that differ at a glance."""
    looks = {"circles": "red", "bar chart": "blue", "pie chart": "yellow", "tree diagram": "purple"}
    chosen = [
        next(one for one in subjects() if one.kind == kind and colour in one.caption)
        for kind, colour in looks.items()
    ]
    return pairs(count, 5, chosen)


def test_a_batch_in_which_all_find_their_own_costs_nothing() -> None:
    import torch

    from knowledge.adapt.objective import loss

    rows = torch.eye(3)
    scale = torch.tensor(math.log(100.0))
    assert float(loss(rows, rows, scale, torch.eye(3, dtype=torch.bool))) < 1e-6
    turned = rows[[1, 2, 0]]
    assert float(loss(rows, turned, scale, torch.eye(3, dtype=torch.bool))) == pytest.approx(100)


def test_equal_vectors_cost_what_a_guess_among_them_does() -> None:
    import torch

    from knowledge.adapt.objective import loss

    rows = torch.ones(4, 1)
    own = torch.eye(4, dtype=torch.bool)
    assert float(loss(rows, rows, torch.tensor(0.0), own)) == pytest.approx(math.log(4))
    # Two of the four say the same, so each of them guesses among three.
    own[0, 1] = own[1, 0] = True
    expected = (math.log(3) + math.log(4)) / 2
    assert float(loss(rows, rows, torch.tensor(0.0), own)) == pytest.approx(expected)


def test_a_text_that_is_true_of_a_picture_counts_as_found() -> None:
    import torch

    from knowledge.adapt.objective import recall

    pictures, texts = torch.eye(2), torch.eye(2)[[1, 0]]
    assert recall(pictures, texts, torch.eye(2, dtype=torch.bool)) == 0
    assert recall(pictures, texts, torch.ones(2, 2, dtype=torch.bool)) == 1


def test_documents_are_never_divided() -> None:
    every = [Pair(b"", ("a",), f"document {number // 3}") for number in range(90)]
    training, held = divide(every)
    documents = [{every[at].document for at in rows} for rows in (training, held)]
    assert documents[0].isdisjoint(documents[1])
    assert (len(documents[0]), len(documents[1])) == (27, 3)
    assert sorted(training + held) == list(range(90))


def test_what_one_document_says_of_a_picture_is_true_in_the_other_too() -> None:
    every = [Pair(b"x", ("a dog",), "one"), Pair(b"x", ("a pet",), "two"), Pair(b"y", (), "two")]
    assert truths(every) == [{"a dog", "a pet"}, {"a dog", "a pet"}, frozenset()]


@pytest.mark.parametrize(("count", "documents"), [(3, 3), (40, 1)])
def test_too_few_pairs_are_refused_with_the_remedy(
    tmp_path: Path, count: int, documents: int
) -> None:
    every = [Pair(draw(at), ("a",), f"{at % documents}") for at in range(count)]
    with pytest.raises(NotFound, match="learn more documents"):
        adapt(every, SHAPE, tmp_path / "clip", PLAN)
    assert not (tmp_path / "clip").exists()


def test_a_start_that_is_not_here_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="nowhere"):
        adapt(few(40), "local-dir:/nowhere", tmp_path / "clip", PLAN)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    outcome = adapt(few(240), SHAPE, folder, PLAN)
    assert outcome.best.recall >= 0.8
    assert outcome.epochs[-1].training_loss < outcome.epochs[0].training_loss
    assert (outcome.pairs, outcome.validated) == (220, 20)
    return folder


def test_the_folder_is_what_open_clip_loads(trained: Path) -> None:
    import open_clip

    model, _, _ = open_clip.create_model_and_transforms(f"local-dir:{trained}")
    tokens = open_clip.get_tokenizer(f"local-dir:{trained}")(["a red square", "三个红色圆形"])
    assert tuple(model.encode_text(tokens).shape) == (2, 32)
    ours = OpenClip(f"local-dir:{trained}")
    assert ours.languages == {"latin", "han"}
    assert ours.embed_pictures([draw(1)]).shape == (1, 32)


def test_going_on_with_a_model_keeps_what_it_knows(trained: Path, tmp_path: Path) -> None:
    plan = replace(FINE_TUNING, epochs=1)
    outcome = adapt(few(80), f"local-dir:{trained}", tmp_path / "further", plan)
    assert outcome.best.recall >= 0.75
    before, after = OpenClip(f"local-dir:{trained}"), OpenClip(f"local-dir:{tmp_path / 'further'}")
    assert (after.languages, after.dimensions) == (before.languages, before.dimensions)
    assert after.name != before.name
    cosines = np.sum(before.embed_texts(["red"]) * after.embed_texts(["red"]), axis=1)
    assert cosines[0] > 0.98


def test_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    drawn, plan = few(64), replace(PLAN, epochs=1)
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        adapt(drawn, SHAPE, folder, plan)
    first, second = ((folder / "open_clip_model.safetensors").read_bytes() for folder in folders)
    assert first == second


def test_whoever_interrupts_has_the_best_so_far(tmp_path: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.name == "epoch 2":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        adapt(few(64), SHAPE, tmp_path / "clip", PLAN, interrupt)
    assert OpenClip(f"local-dir:{tmp_path / 'clip'}").embed_texts(["red"]).shape == (1, 32)


def test_captions_of_other_pictures_teach_nothing(tmp_path: Path) -> None:
    drawn = few(240)
    order = np.random.default_rng(3).permutation(len(drawn))
    shuffled = [replace(pair, texts=drawn[at].texts) for pair, at in zip(drawn, order, strict=True)]
    outcome = adapt(shuffled, SHAPE, tmp_path / "clip", PLAN)
    # One in four is right by chance.
    assert outcome.best.recall < 0.6


def test_a_space_gives_its_pictures_with_what_is_said_of_them(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    page = "# Page\n\nNear it.\n\n![A red door](a.png)\n\n![](b.png)\n"
    base.learn(
        [write(tmp_path / "docs", {"p.md": page, "a.png": draw(1), "b.png": draw(2)})], "team"
    )
    (pair,) = base.pairs("team")
    assert (pair.texts, pair.document) == (("A red door",), "p.md")
    assert pair.picture.startswith(b"\x89PNG")
    assert base.pairs("another") == []
