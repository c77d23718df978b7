"""The figures of an evaluation, against numbers worked out by hand."""

import math

import pytest

from bot.evaluate.metrics import (
    Estimate,
    Outcome,
    auc,
    estimate,
    hit_at,
    mean_reciprocal_rank,
    recall,
)

OUTCOMES = [Outcome("a", 1), Outcome("a", 4), Outcome("b", None), Outcome("b", 2)]


def test_hits_at_a_cut_are_the_share_of_ranks_up_to_it() -> None:
    assert [hit_at(OUTCOMES, cut).value for cut in (1, 2, 4)] == [0.25, 0.5, 0.75]


def test_the_mean_reciprocal_rank_counts_a_miss_as_nothing() -> None:
    assert mean_reciprocal_rank(OUTCOMES).value == pytest.approx((1 + 1 / 4 + 0 + 1 / 2) / 4)


def test_recall_counts_what_was_wanted_once() -> None:
    assert recall([3, 3, 9], [3, 4]) == 0.5
    assert recall([3], []) == 0.0


def test_auc_is_the_chance_of_the_right_order() -> None:
    assert auc([0.9, 0.5], [0.5, 0.1]) == 0.875
    assert math.isnan(auc([], [0.1]))


def test_the_interval_resamples_documents_and_not_questions() -> None:
    # One document all right and one all wrong: every resample is 0, one half or 1, however many
    # questions there are.
    torn = [("a", 1.0)] * 500 + [("b", 0.0)] * 500
    assert estimate(torn) == Estimate(0.5, 0.0, 1.0)
    apart = [(f"{number}", float(number < 500)) for number in range(1000)]
    narrow = estimate(apart)
    assert narrow.value == 0.5
    assert 0.46 < narrow.low < 0.5 < narrow.high < 0.54


def test_no_questions_give_no_number() -> None:
    assert math.isnan(estimate([]).value)
