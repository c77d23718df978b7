"""Learned order: it helps where it was trained, and steps back where it was not."""

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge import gate
from knowledge.errors import StoreBroken
from knowledge.fuse import Candidate, Ranked, fuse
from knowledge.index.fts import Words
from knowledge.looking import Looking
from knowledge.places import Place
from knowledge.rank import answer, features, fit, ranker
from knowledge.rank.pool import Known, Pool
from knowledge.rank.ranker import NO_WEIGHTS, Ranker, Weights
from knowledge.records import Kind
from knowledge.terms import query_terms, terms


def pool(
    question: str,
    texts: dict[int, str],
    lists: dict[str, list[tuple[int, float]]],
    kind: Kind = Kind.TEXT,
) -> Pool:
    """Make the pool of a search that found `texts` by `lists`; each text is a section of its own."""
    asked = query_terms(question)
    frequency = {form: 3.0 for term in asked for form in term.forms}
    looking = Looking(asked=gate.Weighted.of(asked, frequency, 6.0))
    looking.lists = [Ranked(name, 1.0, entries) for name, entries in lists.items()]
    looking.z = dict(lists.get("dense", ()))

    def known(candidate: Candidate) -> Known:
        row = candidate.row
        place = Place(row, row, kind, f'["{row}"]', None, row, None)
        words = Words("", texts[row], "", "")
        return Known(candidate, place, words, words.among(looking.asked.forms))

    return Pool(looking, tuple(known(one) for one in fuse(looking.lists)))


FOUND = {1: "red door", 2: "red", 3: "blue door red handle"}
LISTS = {"bm25": [(2, 4.0), (1, 3.0), (3, 1.0)], "dense": [(3, 5.0), (1, 4.0)]}


def test_without_weights_the_order_is_that_of_rank_fusion() -> None:
    found = pool("red door", FOUND, LISTS)
    assert Ranker(NO_WEIGHTS).order(found, "red door") == found


def test_weights_order_by_what_they_weigh() -> None:
    found = pool("red door", FOUND, LISTS)
    by_phrase = Ranker(Weights({"phrase": 1.0}, {})).order(found, "red door")
    assert by_phrase.known[0].row == 1
    by_meaning = Ranker(Weights({"dense.score": 1.0}, {})).order(found, "red door")
    assert [one.row for one in by_meaning.known] == [3, 1, 2]
    scores = [one.candidate.score for one in by_meaning.known]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_of_pictures_which_is_nearest_in_meaning_by_a_hair_says_little() -> None:
    weights = Weights({"dense.first": 2.0, "bm25.first": 1.0}, {})

    def first(kind: Kind) -> int:
        found = pool("red door", FOUND, LISTS, kind)
        return Ranker(weights).order(found, "red door").known[0].row

    assert (first(Kind.TEXT), first(Kind.PICTURE)) == (3, 2)


def by_characters(question: str, texts: dict[int, str]) -> list[float]:
    """Return what `texts`, by row, hold of the single characters of `question`."""
    cut = {row: " ".join(terms(text)) for row, text in texts.items()}
    found = pool(question, cut, {"bm25": [(row, 1.0) for row in texts]})
    column = features.NAMES.index("characters")
    return [float(row[column]) for row in features.describe(found, question)]


def test_of_words_for_one_thing_a_shared_character_tells() -> None:
    texts = {1: "控制台的页脚", 2: "控制台的标题", 3: "控制台"}
    foot, head, neither = by_characters("控制台中的标头", texts)
    assert 1 > head > foot > 0
    assert foot == pytest.approx(neither, abs=0.01)


def test_what_is_said_more_often_holds_more_and_never_all() -> None:
    once, often, none = by_characters("标头", {1: "标头", 2: "标头 " * 50, 3: "页脚"})
    assert 0 == none < once < often < 1


def test_characters_count_as_far_as_a_question_is_written_in_them() -> None:
    texts = {1: "标头", 2: "页脚"}
    assert by_characters("door handle", texts) == [0, 0]
    mixed, pure = (by_characters(one, texts)[0] for one in ("标头 door handle", "标头"))
    assert 0 < mixed < pure / 2


def test_weights_for_features_that_do_not_exist_are_not_used() -> None:
    found = pool("red door", FOUND, LISTS)
    assert Ranker(Weights({"phrase": 1.0, "moon": 2.0}, {})).order(found, "red door") == found


def test_a_list_that_no_training_has_seen_is_fused_by_rank() -> None:
    weights = Weights({"bm25.score": 1.0}, {})
    plain = Ranker(weights).order(pool("red door", FOUND, {"bm25": LISTS["bm25"]}), "red door")
    assert [one.row for one in plain.known] == [2, 1, 3]
    seen = {"bm25": LISTS["bm25"], "same_picture": [(3, 1.0)]}
    assert Ranker(weights).order(pool("red door", FOUND, seen), "red door").known[0].row == 3
    only = {"same_picture": [(3, 1.0)]}
    found = pool("", {3: "blue"}, only)
    assert Ranker(weights).order(found, "") == found


def test_the_shipped_weights_fit_the_features() -> None:
    weights = ranker.load()
    assert set(weights.candidate) == set(weights.blind) == set(features.NAMES)
    assert set(weights.answer) == {*answer.NAMES, "bias"}
    assert "docs-en" in weights.notes


def test_a_teams_own_weights_come_first_and_survive_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ranker.json"
    assert ranker.load(path) == ranker.load()
    own = Weights({"phrase": 1.5}, {"covered": 2.0, "bias": -1.0}, "ours", {"bm25.score": 0.5})
    own.save(path)
    assert ranker.load(path) == own


def test_where_no_list_of_meaning_ran_words_have_weights_of_their_own() -> None:
    words = {"bm25": LISTS["bm25"]}
    apart = Ranker(Weights({"bm25.score": 1.0}, {}, blind={"phrase": 1.0}))
    assert apart.order(pool("red door", FOUND, words), "red door").known[0].row == 1
    assert apart.order(pool("red door", FOUND, LISTS), "red door").known[0].row == 2


def test_weights_of_an_earlier_version_order_every_search(tmp_path: Path) -> None:
    path = tmp_path / "ranker.json"
    path.write_text(json.dumps({"candidate": {"phrase": 1.0}, "answer": {}}))
    found = pool("red door", FOUND, {"bm25": LISTS["bm25"]})
    assert Ranker(ranker.load(path)).order(found, "red door").known[0].row == 1


@pytest.mark.parametrize(
    "text", ["", "[]", '{"candidate": 1}', json.dumps({"candidate": {"a": "b"}})]
)
def test_damaged_weights_are_refused_with_the_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ranker.json"
    path.write_text(text)
    with pytest.raises(StoreBroken, match="delete them"):
        ranker.load(path)


def searches(seed: int) -> list[fit.Search]:
    """Draw searches in which the second feature tells the right candidate, and the first nothing."""
    chance = np.random.default_rng(seed)
    drawn = []
    for number in range(60):
        table = chance.random((8, 3))
        drawn.append(fit.Search(table, table[:, 1] == table[:, 1].max(), str(number % 6)))
    return drawn


def test_training_finds_what_tells_right_from_wrong() -> None:
    begin = fit.Start(np.zeros(3), 0.1, np.ones(3, dtype=bool))
    vector = fit.ranker(searches(1), begin)
    assert vector[1] > 3 * abs(vector[0])
    right = [one.right[np.argmax(one.features @ vector)] for one in searches(2)]
    assert np.mean(right) > 0.9


def test_a_strong_pull_keeps_the_weights_and_nothing_learned_changes_nothing() -> None:
    prior = np.array([1.0, 0.0, 2.0])
    signed = np.ones(3, dtype=bool)
    held = fit.ranker(searches(1), fit.Start(prior, 1e6, signed))
    assert held == pytest.approx(prior, abs=0.05)
    assert (fit.ranker([], fit.Start(prior, 1.0, signed)) == prior).all()


def test_an_unsigned_weight_never_falls_below_zero() -> None:
    reversed_ = [fit.Search(-one.features, one.right, one.group) for one in searches(1)]
    begin = fit.Start(np.zeros(3), 0.1, np.array([True, False, True]))
    assert fit.ranker(reversed_, begin)[1] == 0.0


def test_whoever_reads_weights_while_new_ones_are_written_has_the_earlier_ones(
    tmp_path: Path,
) -> None:
    path = tmp_path / "knowledge" / ranker.WEIGHTS
    ranker.Weights({"covered": 1.0}, {}).save(path)
    with path.open(encoding="utf-8") as earlier:
        ranker.Weights({"covered": 2.0}, {}).save(path)
        assert json.load(earlier)["candidate"] == {"covered": 1.0}
    assert ranker.load(path).candidate == {"covered": 2.0}
    assert [one.name for one in path.parent.iterdir()] == [ranker.WEIGHTS]


def test_a_group_lies_in_one_fold() -> None:
    groups = [str(number % 7) for number in range(40)]
    fold = fit.folds(groups, 3)
    assert {len({f for g, f in zip(groups, fold, strict=True) if g == one}) for one in groups} == {
        1
    }
    assert set(fold) == {0, 1, 2}


def test_calibration_makes_the_odds_what_they_are_on_data_not_fitted() -> None:
    chance = np.random.default_rng(3)
    labels = chance.random(4_000) < 0.5
    table = (labels + chance.normal(0, 1.5, 4_000))[:, None]
    too_sure = np.array([9.0, -4.5])
    logits = table[:, 0] * too_sure[0] + too_sure[1]
    vector = fit.calibrated(too_sure, logits, labels)
    sure = 1 / (1 + np.exp(-(table[:, 0] * vector[0] + vector[1])))
    for low in (0.2, 0.4, 0.6):
        among = (sure >= low) & (sure < low + 0.2)
        assert labels[among].mean() == pytest.approx(sure[among].mean(), abs=0.07)


def test_an_answer_is_surer_the_more_of_the_question_is_held() -> None:
    weights = ranker.load()
    whole = pool(
        "red door handle", {1: "red door handle"}, {"bm25": [(1, 8.0)], "dense": [(1, 6.0)]}
    )
    part = pool("red door handle", {1: "red"}, {"bm25": [(1, 2.0)]})
    sure, unsure = (answer.probability(weights, one) for one in (whole, part))
    assert unsure < 0.5 < sure
    assert answer.probability(weights, pool("red", {}, {})) == 0.0
