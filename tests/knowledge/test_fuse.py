"""Ranks are fused, scores are not; and what is judged by numbers is judged sensibly."""

import numpy as np
import pytest

from knowledge import gate
from knowledge.fuse import Ranked, fuse, redirect
from knowledge.records import Vote
from knowledge.terms import query_terms, terms


def test_two_lists_that_agree_beat_one_that_is_sure() -> None:
    words = Ranked("bm25", 1.0, [(1, 900.0), (2, 3.0)])
    meaning = Ranked("dense", 1.0, [(2, 4.0), (3, 3.9)])
    fused = fuse([words, meaning])
    assert [candidate.row for candidate in fused] == [2, 1, 3]
    assert fused[0].votes == [Vote("bm25", 2, 3.0), Vote("dense", 1, 4.0)]
    assert fused[0].score == pytest.approx(1 / 62 + 1 / 61)


def test_a_lighter_list_moves_less() -> None:
    words = Ranked("bm25", 1.0, [(1, 1.0), (2, 1.0)])
    noise = Ranked("dense", 0.001, [(2, 1.0), (3, 1.0)])
    assert [candidate.row for candidate in fuse([words, noise])] == [1, 2, 3]
    assert fuse([]) == []


def test_a_page_votes_for_one_row_and_only_once() -> None:
    assert redirect([(10, 5.0), (11, 4.0), (12, 3.0)], {10: 1, 11: 1}) == [(1, 5.0), (12, 3.0)]


def weighted(question: str, known: dict[str, float], unknown: float = 8.0) -> gate.Weighted:
    asked = query_terms(question)
    frequency = {form: known.get(form, unknown) for term in asked for form in term.forms}
    return gate.Weighted.of(asked, frequency, unknown)


def test_rare_words_weigh_more_than_common_ones() -> None:
    question = weighted("capital of Mongolia", {"capital": 2.0})
    assert question.coverage(set(terms("the capital of ideas"))) < 0.2
    assert question.coverage(set(terms("Mongolia"))) > 0.8
    assert question.coverage(set()) == 0.0


def test_another_number_is_another_code() -> None:
    known = {"nl": 2.0, "err": 2.0, "error": 2.0}
    asked = weighted("error NL-9999", known)
    assert asked.coverage(set(terms("the error NL-4012"))) < 0.4
    assert asked.coverage(set(terms("the error NL-9999"))) == pytest.approx(1.0)
    assert weighted("wi-fi", {"wifi": 3.0}).coverage(set(terms("WIFI"))) == 1.0


def test_a_question_without_words_is_covered_by_nothing() -> None:
    assert gate.NOTHING.coverage({"anything"}) == 0.0


def test_among_few_vectors_the_best_is_not_far_out() -> None:
    rows = np.eye(8, dtype=np.float32)
    few = gate.Background.of(rows[:3], rows[:1] * 0.5, (0.08, 0.09))
    many = np.tile(rows[1:], (200, 1))
    # At a right angle stand only the vectors of another model, which say nothing.
    many[:, 0] = 0.001
    crowd = gate.Background.of(many, rows[:1], (0.08, 0.09))
    assert few.z(0.5) < 5 < crowd.z(0.5)
    assert few.mean < 0.5


def test_more_words_or_nearer_meaning_never_speak_against_an_answer() -> None:
    grid = [[gate.answerable(covered / 10, z) for z in range(8)] for covered in range(11)]
    assert all(row == sorted(row) for row in grid)
    assert all(list(column) == sorted(column) for column in zip(*grid, strict=True))
    assert grid[0][0] < 0.1 < 0.9 < grid[10][0]
