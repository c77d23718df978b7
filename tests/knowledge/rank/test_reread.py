"""Reading again: every scorer keeps the same promises, and the clock is obeyed."""

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.embed.cross import CrossEncoder
from knowledge.errors import ModelMissing
from knowledge.ports import PairScorer
from knowledge.rank.reread import Reread
from knowledge.records import Hit, Kind, Unit


class SharedWords:
    """Counts the words that a passage shares with the question."""

    name = "shared words"

    def __init__(self) -> None:
        self.read: list[str] = []

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        self.read += passages
        wanted = set(question.lower().split())
        return [float(len(wanted & set(passage.lower().split()))) for passage in passages]


def tiny(folder: Path) -> CrossEncoder:
    """Build a cross-encoder of random weights from its configuration alone."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "blue", "door", "window"]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words))
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return CrossEncoder(folder)


@pytest.fixture(params=["words", "cross-encoder"])
def scorer(request: pytest.FixtureRequest, tmp_path: Path) -> PairScorer:
    return SharedWords() if request.param == "words" else tiny(tmp_path / "tiny")


def test_every_passage_gets_a_number_and_the_same_one_alone_or_in_company(
    scorer: PairScorer,
) -> None:
    passages = ["red door", "blue window blue window", "red window"]
    together = scorer.score("red door", passages)
    alone = [scorer.score("red door", [passage])[0] for passage in passages]
    assert together == pytest.approx(alone, abs=1e-4)
    assert all(math.isfinite(score) for score in together)
    assert scorer.score("red door", []) == []
    assert scorer.name


def test_a_question_longer_than_any_passage_is_read_as_far_as_it_goes(scorer: PairScorer) -> None:
    long = "red door " * 1_000
    scores = scorer.score(long, ["red door", "blue window"])
    assert all(map(math.isfinite, scores))
    assert scores == pytest.approx(scorer.score(f"{long}?", ["red door", "blue window"]), abs=1e-4)


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(rank, Unit(str(rank), "a.md", Kind.TEXT, text), "team", "A", 1 / rank, ())
        for rank, text in enumerate(texts, start=1)
    ]


def test_what_answers_better_comes_first_and_scores_keep_telling_the_order() -> None:
    order = Reread(SharedWords()).order("red door", hits("a window", "the red door", "a door"))
    assert [hit.unit.text for hit in order] == ["the red door", "a door", "a window"]
    assert [hit.rank for hit in order] == [1, 2, 3]
    assert [hit.score for hit in order] == sorted((hit.score for hit in order), reverse=True)


def test_only_the_first_ten_are_read() -> None:
    scorer = SharedWords()
    many = hits(*(f"text {n}" for n in range(14)), "red door")
    assert [hit.unit.text for hit in Reread(scorer).order("red door", many)] == [
        hit.unit.text for hit in many
    ]
    assert len(scorer.read) == 10


def test_without_time_nothing_is_read_and_nothing_moves() -> None:
    scorer = SharedWords()
    found = hits("a window", "the red door")
    assert Reread(scorer, budget_seconds=0.0).order("red door", found) == found
    assert scorer.read == []


@pytest.mark.parametrize("config", ["", "{}", "[]", '{"model_type": "bert"}'])
def test_broken_weights_leave_the_hits_as_they_are(tmp_path: Path, config: str) -> None:
    (tmp_path / "config.json").write_text(config)
    broken = CrossEncoder(tmp_path)
    with pytest.raises(ModelMissing, match="GROUNDGLASS_RERANKER"):
        broken.score("red door", ["the red door"])
    found = hits("a window", "the red door")
    assert Reread(broken).order("red door", found) == found


def test_a_folder_without_weights_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"config\.json"):
        CrossEncoder(tmp_path)
